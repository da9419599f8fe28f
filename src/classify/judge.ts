import type { Source } from '../config/config.js';
import type { Field } from '../model.js';
import { chooseInGroup } from './group.js';
import type { Hits } from './hits.js';
import { type CompiledRules, type CompiledTag, MICRO, type ScoredTerm } from './rules.js';
import { Sight } from './sight.js';

/** What a source adds to the rules. */
export type SourceRules = Pick<Source, 'tags' | 'hints' | 'only'>;

/** What a source's hint gives, in millionths of a point. */
export const SOURCE_HINT = MICRO / 2;

/** How one tag stands with an entry before tags compete. */
export interface Standing {
  readonly tag: CompiledTag;
  readonly index: number;
  /** Millionths. */
  readonly points: number;
  /** Distinct terms that count for it. */
  readonly hits: number;
  readonly hinted: boolean;
  readonly vetoed: boolean;
}

/** Why a tag is on an entry, or isn't. */
export type Outcome =
  | FiledBy
  /** Fewer points than its minimum. */
  | 'short'
  | 'vetoed'
  /** Held, but others of its group were better. */
  | 'outdone';

export type FiledBy = 'terms' | 'source' | 'implied' | 'default';

export interface Judgement {
  /** Every tag of which something was found or said, by index. */
  readonly standings: ReadonlyMap<number, Standing>;
  /** The tags that the entry has, by index. */
  readonly filed: ReadonlyMap<number, FiledBy>;
}

/** Files an entry by what was found in it. Every order of terms, tags and hits comes to the same. */
export function judge(rules: CompiledRules, hits: Hits, source: SourceRules): Judgement {
  const standings = new Map<number, Standing>();
  const hinted = new Set(source.hints.flatMap((slug) => rules.bySlug.get(slug) ?? []));
  for (const index of candidates(rules, hits, hinted)) {
    const tag = rules.tags[index];
    if (tag) standings.set(index, standing(tag, index, hits, hinted.has(index)));
  }
  const filed = new Map<number, FiledBy>();
  const held = [...standings.values()].filter(({ points, tag, vetoed }) => points >= tag.min && !vetoed);
  for (const one of held) if (one.tag.tag.group === null) filed.set(one.index, 'terms');
  for (const group of rules.groups) {
    const chosen = chooseInGroup(group, held);
    for (const { index } of chosen) filed.set(index, 'terms');
    const fallback =
      chosen.length === 0 && group.default !== null ? rules.bySlug.get(group.default) : undefined;
    if (fallback !== undefined && !standings.get(fallback)?.vetoed) filed.set(fallback, 'default');
  }
  for (const slug of source.tags) addOnce(filed, rules.bySlug.get(slug), 'source');
  addImplied(rules, filed);
  return { standings, filed };
}

function candidates(rules: CompiledRules, hits: Hits, hinted: ReadonlySet<number>): Set<number> {
  const found = new Set([...rules.always, ...hinted]);
  for (const leaf of hits.touched) for (const index of rules.tagsOf[leaf] ?? []) found.add(index);
  return found;
}

function standing(tag: CompiledTag, index: number, hits: Hits, hinted: boolean): Standing {
  const sight = Sight.of(hits, tag.ignore);
  let points = hinted ? SOURCE_HINT : 0;
  let count = 0;
  for (const term of tag.scored) {
    const found = sight.find(term.expr);
    if (found === null) continue;
    points += found.bonus ? term.titlePoints : term.points;
    if (term.points > 0) count++;
  }
  const vetoed = tag.except.some(({ expr }) => sight.find(expr) !== null);
  return { tag, index, points, hits: count, hinted, vetoed };
}

/** The terms of a tag that count, the weightiest first. */
export function countedTerms(
  tag: CompiledTag,
  hits: Hits,
): { readonly term: ScoredTerm; readonly field: Field; readonly points: number }[] {
  const sight = Sight.of(hits, tag.ignore);
  return tag.scored
    .flatMap((term) => {
      const found = sight.find(term.expr);
      return found === null
        ? []
        : [{ term, field: found.field, points: found.bonus ? term.titlePoints : term.points }];
    })
    .sort((a, b) => b.points - a.points || (a.term.spec < b.term.spec ? -1 : 1));
}

function addOnce(filed: Map<number, FiledBy>, index: number | undefined, by: 'source' | 'implied'): boolean {
  if (index === undefined || filed.has(index)) return false;
  filed.set(index, by);
  return true;
}

/** What a filed tag implies, and what that implies. */
function addImplied(rules: CompiledRules, filed: Map<number, FiledBy>): void {
  const open = [...filed.keys()];
  for (const index of open) {
    for (const slug of rules.tags[index]?.tag.implies ?? []) {
      const implied = rules.bySlug.get(slug);
      if (implied !== undefined && addOnce(filed, implied, 'implied')) open.push(implied); // the list grows as it is read
    }
  }
}
