import type { LearnedTerm } from '../../config/config.js';

/** A lexicon as its file has it: a line a term, so that a change is one line. */
export function lexiconText(lexicon: readonly LearnedTerm[]): string {
  const lines = lexicon.map(({ term, weights }) => {
    const tags = weights.map(({ tag, weight }) => `${JSON.stringify(tag)}: ${weight}`);
    return `  ${JSON.stringify(term)}: { ${tags.join(', ')} }`;
  });
  return lines.length === 0 ? '{}\n' : `{\n${lines.join(',\n')}\n}\n`;
}
