import { sureness } from '../report/separate.js';
import { type Example, LEAST_POSTS } from './examples.js';

/** The tags of which each word may come to speak. */
export interface Candidates {
  /** Those of the word n are at from[n] up to from[n + 1]. */
  readonly from: Int32Array;
  readonly tags: Int32Array;
}

/** Words that are looked at for a tag. */
const MOST_WORDS = 400;
/** Standard deviations from which one is. */
const SURE = 1;

/** The words that separate each tag's posts from the others best: the surest by their log-odds. */
export function candidatesOf(examples: readonly Example[], words: number, tags: number): Candidates {
  const found = new Int32Array(words);
  const inside = Array.from({ length: tags }, () => new Map<number, number>());
  const posts = new Int32Array(tags);
  for (const example of examples) {
    for (const word of example.words) found[word] = (found[word] ?? 0) + 1;
    for (const tag of example.wanted) {
      posts[tag] = (posts[tag] ?? 0) + 1;
      const counts = inside[tag];
      if (counts !== undefined)
        for (const word of example.words) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const byWord = Array.from({ length: words }, (): number[] => []);
  for (const [tag, counts] of inside.entries()) {
    const own = posts[tag] ?? 0;
    const total = { inside: own, outside: examples.length - own };
    const sure = [...counts]
      .filter(([, count]) => count >= LEAST_POSTS - 1)
      .map(([word, count]) => {
        const score = sureness({ inside: count, outside: (found[word] ?? 0) - count }, total);
        return { word, score };
      })
      .filter(({ score }) => score >= SURE)
      .sort((a, b) => b.score - a.score || a.word - b.word);
    for (const { word } of sure.slice(0, MOST_WORDS)) byWord[word]?.push(tag);
  }
  const from = new Int32Array(words + 1);
  for (const [word, list] of byWord.entries()) from[word + 1] = (from[word] ?? 0) + list.length;
  return { from, tags: Int32Array.from(byWord.flat()) };
}
