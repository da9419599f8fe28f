import type { Group, Source } from '../../config/config.js';
import { compareText } from '../../model/compare-text.js';
import type { HandFiling } from '../../model/filing.js';
import type { Hits } from '../match/hits.js';
import { TAG } from '../rules/leaf.js';
import { type CompiledRules, type CompiledTag, type JudgedTerm, MICRO } from '../rules/rules.js';
import { chooseInGroup } from './group.js';
import { type Heard, hear } from './learned.js';
import { type HeldTerm, heldTerm, type TagPoints } from './tag-points.js';
import { viewsOf } from './views.js';

/** What a source adds to the rules. */
export type SourceRules = Pick<Source, 'tags' | 'hints' | 'only'>;

/** What a source's hint gives, in millionths of a point. */
export const SOURCE_HINT = MICRO / 2;

/** Why a tag is on an entry. */
export type FiledBy = 'terms' | 'source' | 'implied' | 'default' | 'hand';

/** Why a tag is on an entry, or isn't. */
export type Outcome =
  | FiledBy
  /** Fewer points than its minimum. */
  | 'short'
  | 'vetoed'
  /** Held, but others of its group were better. */
  | 'outdone'
  /** Taken away by hand. */
  | 'dropped';

export interface Judgement {
  /** Every tag of which something was found or said, by index. */
  readonly standings: ReadonlyMap<number, TagPoints>;
  /** The tags that the entry has, by index. */
  readonly filed: ReadonlyMap<number, FiledBy>;
  /** The tags that it must not have, by index. */
  readonly dropped: ReadonlySet<number>;
  /**
   * What a term for a tag asks: whether the entry has it by the tag's own terms, from its source or by hand.
   * That another tag implies it, or that a group found nothing else, says nothing of what the entry is about.
   */
  has(index: number): boolean;
  /** All terms that hold of a tag, learned words with them, in no order: while `hits` are of this entry. */
  heldOf(index: number): readonly HeldTerm[];
}

/**
 * Files an entry by what was found in it. Every order of terms, tags and hits comes to the same.
 * @param hand how it was filed by hand, which has the last word; null where it was not
 */
export function judge(
  rules: CompiledRules,
  hits: Hits,
  source: SourceRules,
  hand: HandFiling | null,
): Judgement {
  const filed = new Map<number, FiledBy>();
  const sourced = indexesOf(rules, source.tags);
  const added = indexesOf(rules, hand?.add ?? []);
  const given = new Set([...sourced, ...added]);
  const dropped = new Set(indexesOf(rules, hand?.drop ?? []));
  const has = (index: number): boolean =>
    !dropped.has(index) && (filed.get(index) === 'terms' || given.has(index));
  const hinted = new Set(indexesOf(rules, source.hints));
  const heard = hear(rules, hits);
  const { standings, empty } = decideByTerms(rules, hits, heard, hinted, filed, has);
  for (const { default: slug } of empty) {
    const fallback = slug === null ? undefined : rules.bySlug.get(slug);
    if (fallback !== undefined && !standings.get(fallback)?.vetoes.length)
      addOnce(filed, fallback, 'default');
  }
  for (const index of sourced) addOnce(filed, index, 'source');
  for (const index of added) filed.set(index, 'hand');
  for (const index of dropped) filed.delete(index);
  addImplied(rules, filed, dropped);
  const heldOf = (index: number): readonly HeldTerm[] => [
    ...(standings.get(index)?.held ?? []),
    ...heard.heldOf(index),
  ];
  return { standings, filed, dropped, has, heldOf };
}

/**
 * Adds to `filed` what terms decide, tier by tier: what others ask for is told before they are judged.
 * `empty`: groups of which no tag holds.
 */
function decideByTerms(
  rules: CompiledRules,
  hits: Hits,
  heard: Heard,
  hinted: ReadonlySet<number>,
  filed: Map<number, FiledBy>,
  has: Judgement['has'],
): { readonly standings: ReadonlyMap<number, TagPoints>; readonly empty: readonly Group[] } {
  const standings = new Map<number, TagPoints>();
  const empty: Group[] = [];
  for (const [number, { groups, asked }] of rules.tiers.entries()) {
    const found = standingsOf(rules, hits, heard, hinted, number);
    for (const one of found) standings.set(one.index, one);
    const holding = found.filter(holds);
    for (const one of holding) if (one.tag.tag.group === null) filed.set(one.index, 'terms');
    for (const group of groups) {
      const chosen = chooseInGroup(group, holding);
      if (chosen.length === 0) empty.push(group);
      for (const { index } of chosen) filed.set(index, 'terms');
    }
    for (const { leaf, tag, slug } of asked) if (has(tag)) hits.tell(leaf, TAG, slug);
  }
  return { standings, empty };
}

const indexesOf = ({ bySlug }: CompiledRules, slugs: readonly string[]): readonly number[] =>
  slugs.flatMap((slug) => bySlug.get(slug) ?? []);

/** Enough points and no veto. */
export const holds = ({ points, tag, vetoes }: TagPoints): boolean =>
  points >= tag.min && vetoes.length === 0;

/** How the tags of a tier stand of which something was found or said. */
function standingsOf(
  rules: CompiledRules,
  hits: Hits,
  heard: Heard,
  hinted: ReadonlySet<number>,
  tier: number,
): readonly TagPoints[] {
  const held = new Map<number, HeldTerm[]>();
  for (const index of hinted) if (rules.tierOf[index] === tier) held.set(index, []);
  for (const index of heard.tags) if (rules.tierOf[index] === tier) held.set(index, []);
  addHeldTerms(rules, hits, tier, held);
  const standings: TagPoints[] = [];
  for (const [index, terms] of held) {
    const tag = rules.tags[index];
    const learned = heard.points[index] ?? 0;
    if (tag !== undefined) standings.push(standing(tag, index, terms, learned, hinted.has(index)));
  }
  return standings;
}

/**
 * Adds to `held`, by tag, the terms that hold; only those are looked at of which some part was found, or
 * which need none.
 */
function addHeldTerms(rules: CompiledRules, hits: Hits, tier: number, held: Map<number, HeldTerm[]>): void {
  const viewOf = viewsOf(rules, hits);
  const trees = new Set<JudgedTerm>();
  const consider = (term: JudgedTerm): void => {
    const { tag, expr } = term;
    if (rules.tierOf[tag] !== tier) return;
    if (expr.kind === 'tree') {
      if (trees.has(term)) return;
      trees.add(term);
    }
    const found = viewOf(tag).find(expr);
    if (found === null) return;
    const others = held.get(tag);
    if (others) others.push(heldTerm(term, found, 1));
    else held.set(tag, [heldTerm(term, found, 1)]);
  };
  for (const leaf of hits.touched) for (const term of rules.termsOf[leaf] ?? []) consider(term);
  for (const term of rules.always) consider(term);
}

function standing(
  tag: CompiledTag,
  index: number,
  terms: readonly HeldTerm[],
  learned: number,
  hinted: boolean,
): TagPoints {
  const held: HeldTerm[] = [];
  const vetoes: HeldTerm[] = [];
  let points = learned + (hinted ? SOURCE_HINT : 0);
  let hits = 0;
  for (const one of terms) {
    (one.term.list === 'except' ? vetoes : held).push(one);
    points += one.points;
    if (one.points > 0) hits++;
  }
  return { tag, index, points, hits, hinted, held, vetoes };
}

/** The weightiest first, then by name: never in the order of the file. */
export const weightiestFirst = (held: readonly HeldTerm[]): readonly HeldTerm[] =>
  held.toSorted((a, b) => b.points - a.points || compareText(a.term.spec, b.term.spec));

function addOnce(filed: Map<number, FiledBy>, index: number, by: FiledBy): boolean {
  if (filed.has(index)) return false;
  filed.set(index, by);
  return true;
}

/** What a filed tag implies, and what that implies; what was dropped by hand stays out. */
function addImplied(rules: CompiledRules, filed: Map<number, FiledBy>, dropped: ReadonlySet<number>): void {
  const open = [...filed.keys()];
  for (const index of open) {
    for (const slug of rules.tags[index]?.tag.implies ?? []) {
      const implied = rules.bySlug.get(slug);
      if (implied === undefined || dropped.has(implied)) continue;
      if (addOnce(filed, implied, 'implied')) open.push(implied); // the list grows as it is read
    }
  }
}
