import { FIELDS } from '../../config/grammar/term.js';
import type { Field } from '../../model/filing.js';
import { bitOf, type Expr, type FieldSet, TITLE } from '../rules/leaf.js';
import type { CompiledTerm } from '../rules/rules.js';
import { type HitSpan, type Hits, onceMore, REPEATED } from './hits.js';

/** What one tag sees of an entry: all that was found, except in the text that it ignores. */
export class TagView {
  private constructor(
    private readonly hits: Hits,
    private readonly ignored: Ignored | null,
  ) {}

  static of(hits: Hits, ignore: readonly CompiledTerm[]): TagView {
    const all = new TagView(hits, null);
    const spans = ignore.flatMap(({ expr }) => (all.find(expr) === null ? [] : all.spansOf(expr)));
    return spans.length === 0 ? all : new TagView(hits, ignoring(hits, spans));
  }

  /** The fields in which the leaf is seen. */
  private fieldsOf(leaf: number): FieldSet {
    return this.ignored === null ? (this.hits.fields[leaf] ?? 0) : (this.ignored.seen.get(leaf)?.fields ?? 0);
  }

  /** Whether the body has the leaf neither in its opening nor often enough. */
  private isPassing(leaf: number): boolean {
    const { hits, ignored } = this;
    return (ignored === null ? (hits.inBody[leaf] ?? 0) : (ignored.seen.get(leaf)?.inBody ?? 0)) < REPEATED;
  }

  /** Whether a term holds, and where it was found first; null where it doesn't hold. */
  find(expr: Expr): Found | null {
    if (expr.kind === 'leaf') {
      const fields = this.fieldsOf(expr.leaf);
      if (fields === 0) return null;
      const passing = fields === BODY && this.isPassing(expr.leaf);
      return passing ? IN_PASSING : (FOUND[expr.bonus ? 1 : 0]?.[fields] ?? null);
    }
    return this.findTree(expr);
  }

  /** All parts that are needed have to get the bonus, and to count in full; the best names the field. */
  private findTree({ any, all, not }: Tree): Found | null {
    for (const part of not) if (this.find(part) !== null) return null;
    let lead: Found | null = null;
    let bonus = true;
    let passing = false;
    for (const part of all) {
      const found = this.find(part);
      if (found === null) return null;
      lead = best(lead, found);
      bonus &&= found.bonus;
      passing ||= found.passing;
    }
    if (any.length > 0) {
      const found = this.findAny(any);
      if (found === null) return null;
      lead = best(lead, found);
      bonus &&= found.bonus;
      passing ||= found.passing;
    }
    return lead === null ? NOWHERE : { field: lead.field, bonus, passing };
  }

  private findAny(any: readonly Expr[]): Found | null {
    let chosen: Found | null = null;
    for (const part of any) {
      const found = this.find(part);
      if (found !== null) chosen = best(chosen, found);
    }
    return chosen;
  }

  /** Where what holds of a term was found, in the order of the scan. */
  spansOf(expr: Expr): HitSpan[] {
    if (expr.kind === 'leaf') {
      const { ignored } = this;
      return this.hits.spans.filter((span) => span.leaf === expr.leaf && !ignored?.covers(span));
    }
    return [...expr.all, ...expr.any].flatMap((part) => this.spansOf(part));
  }
}

type Tree = Extract<Expr, { readonly kind: 'tree' }>;

interface Ignored {
  /** Whether the span touches text that is not looked at. */
  covers(span: HitSpan): boolean;
  /** Each leaf that is found in what is left. */
  readonly seen: ReadonlyMap<number, Seen>;
}

interface Seen {
  fields: FieldSet;
  /** As `Hits` counts it. */
  inBody: number;
}

/** `spans` as sorted, disjoint stretches of each text, so that a text full of them stays cheap. */
function ignoring(hits: Hits, spans: readonly HitSpan[]): Ignored {
  const stretches = new Map<number, { start: number; end: number }[]>();
  for (const { text, start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const inText = stretches.get(text) ?? [];
    const last = inText.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else inText.push({ start, end });
    stretches.set(text, inText);
  }
  const covers = (span: HitSpan): boolean => touches(stretches.get(span.text) ?? [], span);
  const seen = new Map<number, Seen>();
  for (const span of hits.spans) {
    if (covers(span)) continue;
    const one = seen.get(span.leaf) ?? { fields: 0, inBody: 0 };
    one.fields |= span.field;
    if (span.field === BODY) one.inBody = onceMore(one.inBody, span.start);
    seen.set(span.leaf, one);
  }
  return { covers, seen };
}

function touches(sorted: readonly { start: number; end: number }[], span: HitSpan): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const stretch = sorted[middle];
    if (stretch === undefined) return false;
    if (stretch.end <= span.start) low = middle + 1;
    else if (stretch.start >= span.end) high = middle - 1;
    else return true;
  }
  return false;
}

export interface Found {
  /** The first of FIELDS in which it was found. */
  readonly field: Field;
  /** An unscoped term's hit in the title. */
  readonly bonus: boolean;
  /** Only further on in the body, and not often there: it counts half. */
  readonly passing: boolean;
}

const BODY = bitOf('text');

/** Where the absence of something is found. */
const NOWHERE: Found = { field: 'text', bonus: false, passing: false };
const IN_PASSING: Found = { field: 'text', bonus: false, passing: true };

/** What gets the bonus, else what counts in full, then by the order of the fields. */
const best = (a: Found | null, b: Found): Found => (a === null || rank(b) < rank(a) ? b : a);
const rank = ({ field, bonus, passing }: Found): number =>
  bonus ? -1 : FIELDS.indexOf(field) + (passing ? FIELDS.length : 0);

/** What `find` returns for every set of fields, made once: [with bonus?][fields]. */
const FOUND: readonly (readonly (Found | null)[])[] = [false, true].map((unscoped) =>
  Array.from({ length: 1 << FIELDS.length }, (_, fields) => {
    const field = FIELDS.find((_name, bit) => (fields & (1 << bit)) !== 0);
    return field === undefined ? null : { field, bonus: unscoped && (fields & TITLE) !== 0, passing: false };
  }),
);
