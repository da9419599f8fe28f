import { compareText } from '../../model/compare-text.js';
import type { Filing, HandFiling, TagReason } from '../../model/filing.js';
import { type CompiledRules, type CompiledTag, MICRO } from '../rules/rules.js';
import { type FiledBy, type Judgement, SOURCE_HINT, weightiestFirst } from './judge.js';
import type { HeldTerm } from './tag-points.js';

/** The judgement as it is stored and published. */
export function filing(
  rules: CompiledRules,
  judgement: Judgement,
  admitted: boolean,
  hand: HandFiling | null,
): Filing {
  const why = [...judgement.filed].flatMap(([index, by]) => {
    const tag = rules.tags[index];
    return tag ? [reason(tag, index, by, judgement, hand?.note ?? null)] : [];
  });
  why.sort((a, b) => compareText(a.tag, b.tag));
  return { tags: why.map(({ tag }) => tag), why, dropped: hand?.drop ?? [], admitted };
}

function reason(
  tag: CompiledTag,
  index: number,
  by: FiledBy,
  judgement: Judgement,
  note: string | null,
): TagReason {
  const standing = judgement.standings.get(index);
  const terms = named(weightiestFirst(judgement.heldOf(index))).map(({ term, field, points }) => ({
    term: term.spec,
    field,
    points: points / MICRO,
  }));
  if (standing?.hinted) terms.push({ term: 'hints', field: 'source', points: SOURCE_HINT / MICRO });
  const said = by === 'hand' && note !== null ? { note } : {};
  return { tag: tag.tag.slug, points: (standing?.points ?? 0) / MICRO, by, terms, ...said };
}

/** Learned words that a reason names: a long post has dozens, each of which counts little. */
const LEARNED_NAMED = 5;

/** The terms that a reason names: all of the rule's, of learned words those that speak most for the tag. */
function named(weightiest: readonly HeldTerm[]): readonly HeldTerm[] {
  let learned = 0;
  return weightiest.filter(
    ({ term, points }) => term.list !== 'learned' || (points > 0 && learned++ < LEARNED_NAMED),
  );
}
