import type { Filing, HandFiling, TagReason } from '../../model/filing.js';
import { type CompiledRules, type CompiledTag, MICRO } from '../rules/rules.js';
import { type FiledBy, type Judgement, SOURCE_HINT, weightiestFirst } from './judge.js';

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
  why.sort((a, b) => (a.tag < b.tag ? -1 : 1));
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
  const terms = weightiestFirst(standing?.held ?? []).map(({ term, field, points }) => ({
    term: term.spec,
    field,
    points: points / MICRO,
  }));
  if (standing?.hinted) terms.push({ term: 'hints', field: 'source', points: SOURCE_HINT / MICRO });
  const said = by === 'hand' && note !== null ? { note } : {};
  return { tag: tag.tag.slug, points: (standing?.points ?? 0) / MICRO, by, terms, ...said };
}
