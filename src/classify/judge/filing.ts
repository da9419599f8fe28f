import type { Filing, TagReason } from '../../model/filing.js';
import { type CompiledRules, type CompiledTag, MICRO } from '../rules/rules.js';
import { type FiledBy, type Judgement, SOURCE_HINT, weightiestFirst } from './judge.js';

/** The judgement as it is stored and published. */
export function filing(rules: CompiledRules, judgement: Judgement, admitted: boolean): Filing {
  const why = [...judgement.filed].flatMap(([index, by]) => {
    const tag = rules.tags[index];
    return tag ? [reason(tag, index, by, judgement)] : [];
  });
  why.sort((a, b) => (a.tag < b.tag ? -1 : 1));
  return { tags: why.map(({ tag }) => tag), why, admitted };
}

function reason(tag: CompiledTag, index: number, by: FiledBy, judgement: Judgement): TagReason {
  const standing = judgement.standings.get(index);
  const terms = weightiestFirst(standing?.held ?? []).map(({ term, field, points }) => ({
    term: term.spec,
    field,
    points: points / MICRO,
  }));
  if (standing?.hinted) terms.push({ term: 'hints', field: 'source', points: SOURCE_HINT / MICRO });
  return { tag: tag.tag.slug, points: (standing?.points ?? 0) / MICRO, by, terms };
}
