import { compareText } from '../../model/compare-text.js';
import type { Field, Filing, HandFiling } from '../../model/filing.js';
import { letsThrough, type Opening } from '../judge/gate.js';
import { betterFirst } from '../judge/group.js';
import { holds, type Judgement, type Outcome, SOURCE_HINT, weightiestFirst } from '../judge/judge.js';
import type { HeldTerm, TagPoints } from '../judge/tag-points.js';
import { type HitSpan, type Hits, OPENING } from '../match/hits.js';
import { TagView } from '../match/tag-view.js';
import { bitOf, type Expr } from '../rules/leaf.js';
import {
  type CompiledRules,
  type CompiledTag,
  type CompiledTerm,
  type JudgedTerm,
  MICRO,
} from '../rules/rules.js';
import { type Excerpt, excerptAround } from './excerpt.js';

/** Why an entry has its tags, and why it has no others. */
export interface Explanation {
  readonly filing: Filing;
  /** The tags that it has, then those that were weighed; each by points, then by slug. */
  readonly tags: readonly TagAccount[];
  readonly only: OnlyAccount;
  /** What the operator has to say of a post that is filed by hand; null where that is nothing. */
  readonly note: string | null;
}

export interface TagAccount {
  readonly tag: string;
  readonly title: string;
  readonly outcome: Outcome;
  readonly points: number;
  /** Points from which it holds. */
  readonly min: number;
  readonly group: GroupAccount | null;
  /** The weightiest first. */
  readonly terms: readonly TermAccount[];
  /** The terms of `except` that were found. */
  readonly vetoes: readonly TermAccount[];
  /** Terms that were found only in text that the tag ignores. */
  readonly ignored: readonly IgnoredTerm[];
  /** Filed tags that imply it. */
  readonly impliedBy: readonly string[];
}

/** How it competed; only tags that held do. */
export interface GroupAccount {
  readonly group: string;
  readonly title: string;
  /** 1 for the best. */
  readonly rank: number;
  /** Its points as a part of the best one's. */
  readonly share: number;
  readonly keep: number;
  readonly max: number;
}

export interface TermAccount {
  /** The list of the rule; `learned` is the lexicon, `hints` the source's. */
  readonly list: JudgedTerm['list'] | 'only' | 'hints';
  readonly term: string;
  readonly field: Field;
  readonly points: number;
  /** It is only further on in the body, and not often there, so it counts half. */
  readonly passing: boolean;
  /** How often the body has it, where it counts in full for that alone; else null. */
  readonly times: number | null;
  /** null where the term holds because something was not found. */
  readonly excerpt: Excerpt | null;
}

/** A term that would have counted. */
export interface IgnoredTerm extends TermAccount {
  /** The term of `ignore` that it was found in. */
  readonly within: string;
}

/** What `only` says: no terms let everything through. */
export interface OnlyAccount {
  readonly passes: boolean;
  readonly terms: readonly string[];
  /** What let the entry through, or would have if it were more than a word in passing. */
  readonly by: TermAccount | null;
  /** It is let through because it was filed by hand. */
  readonly byHand: boolean;
}

/** What was decided of an entry. */
export interface Decision {
  readonly judgement: Judgement;
  readonly filing: Filing;
  readonly open: Opening | null;
  readonly terms: readonly CompiledTerm[];
  readonly hand: HandFiling | null;
}

/** Tells the decision; `hits` must have kept all places. */
export function explain(rules: CompiledRules, hits: Hits, decision: Decision): Explanation {
  const { judgement, filing, open, terms, hand } = decision;
  const tags = rules.tags.flatMap((tag, index) => {
    const ignored = ignoredTerms(tag, hits);
    const { filed, standings, dropped } = judgement;
    const isKnown = filed.has(index) || standings.has(index) || dropped.has(index);
    return isKnown || ignored.length > 0 ? [account(rules, tag, index, hits, judgement, ignored)] : [];
  });
  tags.sort(
    (a, b) =>
      Number(isFiled(b.outcome)) - Number(isFiled(a.outcome)) ||
      b.points - a.points ||
      compareText(a.tag, b.tag),
  );
  return {
    filing,
    tags,
    only: {
      passes: filing.admitted,
      terms: terms.map(({ spec }) => spec),
      by:
        open &&
        termAccount('only', open.term, { ...open.found, points: 0 }, TagView.of(open.hits, []), open.hits),
      byHand: filing.admitted && !letsThrough(open) && terms.length > 0,
    },
    note: hand?.note ?? null,
  };
}

/** Whether a tag with this outcome is on the entry. */
export const isFiled = (outcome: Outcome): boolean =>
  outcome === 'terms' ||
  outcome === 'source' ||
  outcome === 'implied' ||
  outcome === 'default' ||
  outcome === 'hand';

function termAccount(
  list: TermAccount['list'],
  { spec, expr }: CompiledTerm,
  { field, passing, points }: Pick<HeldTerm, 'field' | 'passing' | 'points'>,
  view: TagView,
  hits: Hits,
): TermAccount {
  const spans = view.spansOf(expr);
  const excerpt = excerptAround(spans, field, hits.texts);
  const times = passing ? null : repetitions(expr, field, spans);
  return { list, term: spec, field, points: points / MICRO, passing, times, excerpt };
}

/** How often a word is in the body that is in no opening. */
function repetitions(expr: Expr, field: Field, spans: readonly HitSpan[]): number | null {
  if (expr.kind !== 'leaf' || field !== 'text') return null;
  const inBody = spans.filter((span) => span.field === bitOf('text'));
  return inBody.length > 0 && inBody.every(({ start }) => start >= OPENING) ? inBody.length : null;
}

function account(
  rules: CompiledRules,
  tag: CompiledTag,
  index: number,
  hits: Hits,
  judgement: Judgement,
  ignored: readonly IgnoredTerm[],
): TagAccount {
  const standing = judgement.standings.get(index);
  const view = TagView.of(hits, tag.ignore);
  const told = (held: HeldTerm): TermAccount => termAccount(held.term.list, held.term, held, view, hits);
  const terms = weightiestFirst(judgement.heldOf(index)).map(told);
  if (standing?.hinted) terms.push(SOURCE_HINTED);
  const vetoes = weightiestFirst(standing?.vetoes ?? []).map(told);
  return {
    tag: tag.tag.slug,
    title: tag.tag.title,
    outcome: judgement.filed.get(index) ?? (judgement.dropped.has(index) ? 'dropped' : missed(standing)),
    points: (standing?.points ?? 0) / MICRO,
    min: tag.min / MICRO,
    group: groupAccount(rules, standing, judgement),
    terms,
    vetoes,
    ignored,
    impliedBy: impliedBy(rules, tag, judgement),
  };
}

/** What a hint of the source comes to. */
const SOURCE_HINTED: TermAccount = {
  list: 'hints',
  term: 'hints',
  field: 'source',
  points: SOURCE_HINT / MICRO,
  passing: false,
  times: null,
  excerpt: null,
};

/** What was found of a tag's terms, but nowhere else than in the text that it ignores. */
function ignoredTerms(tag: CompiledTag, hits: Hits): readonly IgnoredTerm[] {
  if (tag.ignore.length === 0) return [];
  const all = TagView.of(hits, []);
  const left = TagView.of(hits, tag.ignore);
  return tag.judged.flatMap((term) => {
    const { expr, list } = term;
    const found = all.find(expr);
    if (found === null || left.find(expr) !== null) return [];
    const places = all.spansOf(expr);
    const within = tag.ignore.find((one) => all.spansOf(one.expr).some((span) => places.some(touches(span))));
    if (within === undefined) return [];
    return [{ ...termAccount(list, term, { ...found, points: 0 }, all, hits), within: within.spec }];
  });
}

const touches =
  (span: HitSpan) =>
  ({ text, start, end }: HitSpan): boolean =>
    span.text === text && span.start < end && start < span.end;

function missed(standing: TagPoints | undefined): Outcome {
  if (standing?.vetoes.length) return 'vetoed';
  return standing !== undefined && holds(standing) ? 'outdone' : 'short';
}

function groupAccount(
  rules: CompiledRules,
  standing: TagPoints | undefined,
  judgement: Judgement,
): GroupAccount | null {
  const group = rules.groups.find(({ slug }) => slug === standing?.tag.tag.group);
  if (!group || !standing || !holds(standing)) return null;
  const rivals = [...judgement.standings.values()]
    .filter((one) => one.tag.tag.group === group.slug && holds(one))
    .sort(betterFirst);
  const best = rivals[0]?.points ?? standing.points;
  return {
    group: group.slug,
    title: group.title,
    rank: rivals.indexOf(standing) + 1,
    share: best === 0 ? 1 : standing.points / best,
    keep: group.keep,
    max: group.max,
  };
}

function impliedBy(rules: CompiledRules, tag: CompiledTag, judgement: Judgement): string[] {
  return [...judgement.filed.keys()]
    .flatMap((index) => rules.tags[index]?.tag ?? [])
    .filter(({ implies }) => implies.includes(tag.tag.slug))
    .map(({ slug }) => slug)
    .sort();
}
