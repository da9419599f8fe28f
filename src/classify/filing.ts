import type { Filing, TagReason } from '../model.js';
import type { Hits } from './hits.js';
import { countedTerms, type FiledBy, type Judgement, SOURCE_HINT } from './judge.js';
import { type CompiledRules, type CompiledTag, MICRO } from './rules.js';

/** The judgement as it is stored and published. */
export function filing(rules: CompiledRules, hits: Hits, judgement: Judgement, passes: boolean): Filing {
  const why = [...judgement.filed].flatMap(([index, by]) => {
    const tag = rules.tags[index];
    return tag ? [reason(tag, index, by, hits, judgement)] : [];
  });
  why.sort((a, b) => (a.tag < b.tag ? -1 : 1));
  return { tags: why.map(({ tag }) => tag), why, passes };
}

function reason(tag: CompiledTag, index: number, by: FiledBy, hits: Hits, judgement: Judgement): TagReason {
  const standing = judgement.standings.get(index);
  const terms = countedTerms(tag, hits).map(({ term, field, points }) => ({
    term: term.spec,
    field,
    points: points / MICRO,
  }));
  if (standing?.hinted) terms.push({ term: 'hints', field: 'source', points: SOURCE_HINT / MICRO });
  return { tag: tag.tag.slug, points: (standing?.points ?? 0) / MICRO, by, terms };
}
