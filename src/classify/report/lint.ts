import type { HandFiling } from '../../model/filing.js';
import type { SourceRules, Subject } from '../index.js';
import { isLetIn, letsThrough, opening } from '../judge/gate.js';
import { judge } from '../judge/judge.js';
import { Hits } from '../match/hits.js';
import { Matcher } from '../match/matcher.js';
import { scanSubject } from '../match/scan.js';
import { TagView } from '../match/tag-view.js';
import { type CompiledTerm, compile, type RuleSet } from '../rules/rules.js';
import { type Mainstay, Mainstays } from './mainstay.js';
import { shadows } from './shadow.js';
import type { Lint, SeldomTerm, TermPlace } from './term-lint.js';

export interface LintReport {
  readonly entries: number;
  /** In the order of the rules. */
  readonly lints: readonly Lint[];
  /** Tags that entries have only as the default of their group, never for a term of their own. */
  readonly onlyByDefault: readonly string[];
  /** Entries that `only` holds back. */
  readonly withheld: number;
  /** Terms that speak for a tag and were found in next to none, in the order of the rules. */
  readonly seldom: readonly SeldomTerm[];
  /** The term on which most entries of each tag rest. */
  readonly mainstays: readonly Mainstay[];
}

/** Share of all entries from which a term is said to tell nothing. */
const OFTEN = 0.2;
/** With fewer entries "never" and "often" are chance. */
const ENOUGH = 50;
/**
 * Entries that a term has found at most to be said to be written for just these, and how many there have to
 * be in all: with fewer a good term is that seldom too.
 */
const SELDOM = 2;
const ENOUGH_FOR_SELDOM = 500;

/** An entry with all that is said of it beside the rules. */
export interface LintedEntry {
  readonly subject: Subject;
  readonly source: SourceRules;
  /** How it was filed by hand; null where it was not. */
  readonly hand: HandFiling | null;
}

/** Holds every term against entries, typically all that are stored; reads them once and keeps none. */
export async function lintRules(
  rules: RuleSet,
  entries: AsyncIterable<LintedEntry> | Iterable<LintedEntry>,
): Promise<LintReport> {
  const compiled = compile(rules);
  const { leaves } = compiled.table;
  const matcher = new Matcher(leaves);
  const hits = Hits.withAllPlaces(leaves.length);
  const found = new Map<CompiledTerm, number>();
  const filed = new Map<number, { byDefault: number; otherwise: number }>();
  const note = (term: CompiledTerm): void => void found.set(term, (found.get(term) ?? 0) + 1);
  const mainstays = new Mainstays();
  let count = 0;
  let withheld = 0;
  for await (const { subject, source, hand } of entries) {
    count++;
    hits.reset();
    scanSubject(subject, matcher, hits);
    const all = TagView.of(hits, []);
    const judgement = judge(compiled, hits, source, hand);
    mainstays.see(judgement);
    for (const { held, vetoes } of judgement.standings.values())
      for (const { term } of [...held, ...vetoes]) note(term);
    for (const { ignore } of compiled.tags) for (const term of ignore) if (all.find(term.expr)) note(term);
    const opened = compiled.only.filter(({ expr }) => all.find(expr) !== null);
    for (const term of opened) note(term);
    const isGated = source.only === null && compiled.only.length > 0 && !isLetIn(hand);
    if (isGated && !letsThrough(opening(compiled.only, hits))) withheld++;
    for (const [index, by] of judgement.filed) {
      const sum = filed.get(index) ?? { byDefault: 0, otherwise: 0 };
      sum[by === 'default' ? 'byDefault' : 'otherwise']++;
      filed.set(index, sum);
    }
  }
  const places = placesOf(rules, compiled.tags, compiled.only);
  const lints = [
    ...(count < ENOUGH ? [] : places.flatMap((one) => frequency(one, found.get(one.compiled) ?? 0, count))),
    ...shadows(rules),
  ];
  const onlyByDefault = compiled.tags
    .filter((_tag, index) => (filed.get(index)?.byDefault ?? 0) > 0 && filed.get(index)?.otherwise === 0)
    .map(({ tag }) => tag.slug);
  const isLarge = count >= ENOUGH_FOR_SELDOM;
  return {
    entries: count,
    lints: inOrder(lints, places),
    onlyByDefault,
    withheld,
    seldom: isLarge ? places.flatMap((one) => seldomTerm(one, found.get(one.compiled) ?? 0)) : [],
    mainstays: isLarge ? mainstays.ofEach(compiled.tags) : [],
  };
}

type Placed = TermPlace & { readonly compiled: CompiledTerm };

function placesOf(
  rules: RuleSet,
  tags: ReturnType<typeof compile>['tags'],
  only: readonly CompiledTerm[],
): readonly Placed[] {
  return [
    ...only.map(
      (compiled, index): Placed => ({ tag: null, list: 'only', index, term: compiled.spec, compiled }),
    ),
    ...tags.flatMap(({ judged, ignore }, at) => {
      const tag = rules.tags[at]?.slug ?? null;
      return [
        ...judged.map(
          (compiled): Placed => ({
            tag,
            list: compiled.list,
            index: compiled.index,
            term: compiled.spec,
            compiled,
          }),
        ),
        ...ignore.map(
          (compiled, index): Placed => ({ tag, list: 'ignore', index, term: compiled.spec, compiled }),
        ),
      ];
    }),
  ];
}

function frequency({ compiled: _compiled, ...place }: Placed, found: number, entries: number): Lint[] {
  if (found === 0) return [{ ...place, kind: 'never' }];
  const tells = place.list === 'match' || place.list === 'hint' || place.list === 'except';
  return tells && found > OFTEN * entries ? [{ ...place, kind: 'often', entries: found }] : [];
}

function seldomTerm({ compiled: _compiled, ...place }: Placed, entries: number): SeldomTerm[] {
  const speaksFor = place.list === 'match' || place.list === 'hint';
  return speaksFor && entries > 0 && entries <= SELDOM ? [{ ...place, entries }] : [];
}

function inOrder(lints: readonly Lint[], places: readonly Placed[]): readonly Lint[] {
  const key = ({ tag, list, index }: TermPlace): string => JSON.stringify([tag, list, index]);
  const order = new Map(places.map((place, at) => [key(place), at]));
  const at = (lint: Lint): number => order.get(key(lint)) ?? places.length;
  return lints.toSorted((a, b) => at(a) - at(b));
}
