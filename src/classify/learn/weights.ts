import type { LearnedTerm } from '../../config/config.js';
import type { RuleSet } from '../rules/rules.js';
import type { Example, Examples } from './examples.js';
import { FEWEST_POSTS } from './examples.js';

/** Steps in which weights are written. */
const STEP = 0.5;
/** Words of a tag: more is more than a person reads. */
const BEST = 150;
/** How much the frequency of a word counts where the best are chosen: the more, the fewer are chosen. */
const FREQUENCY = 0.75;

/**
 * Weighs words by examples: by how much the log-odds of a word among a tag's posts exceed those among the
 * others (with a Dirichlet prior: Monroe, Colaresi and Quinn, "Fightin' Words", 2008), below zero for a word
 * that speaks against the tag. The tags of a group are told from each other, all others from what doesn't
 * have them. `scale` times as much is written. The same for the same examples, in whatever order.
 *
 * What the rules say of an example is left out on purpose. Rules know the posts that they were written by, so
 * what is fitted beside them is fitted to the odd posts that they miss. Measured on the 1,048 open posts of
 * Read Rust's editor, in four divisions into five folds, with hand-written terms chosen anew in each fold in
 * two ways: the rules alone 0.673 / 0.656 and 0.656 / 0.624 micro / macro F1; a logistic regression beside
 * them adds -0.003 / 0.003 and 0 / 0.010, this adds 0.006 / 0.005 and 0.013 / 0.018. Some 120 settings were
 * tried: words or pairs, other forms joined, addresses, other priors, ranks, steps and numbers of words,
 * Complement Naive Bayes, regressions with other penalties and scales, other thresholds.
 */
export function weighWords(
  rules: RuleSet,
  { vocabulary }: Examples,
  examples: readonly Example[],
  scale: number,
): LearnedTerm[] {
  const found = vocabulary.map((): LearnedTerm['weights'][number][] => []);
  for (const tags of contestsOf(rules)) {
    const members = new Set(tags);
    const isGroup = rules.tags[tags[0] ?? 0]?.group !== null;
    const telling = examples.filter(
      ({ wanted, known }) => known === null && (!isGroup || [...wanted].some((tag) => members.has(tag))),
    );
    const whole = sumOf(telling, vocabulary.length);
    for (const tag of tags) {
      const partly = examples.filter(({ known }) => known?.has(tag));
      const all = partly.length === 0 ? whole : sumOf([...telling, ...partly], vocabulary.length);
      const own = [...telling, ...partly].filter(({ wanted }) => wanted.has(tag));
      if (own.length < FEWEST_POSTS) continue;
      const slug = rules.tags[tag]?.slug ?? '';
      for (const { word, weight } of bestOf(sumOf(own, vocabulary.length), all, scale))
        found[word]?.push({ tag: slug, weight });
    }
  }
  return vocabulary.flatMap((term, word) => {
    const weights = found[word] ?? [];
    return weights.length === 0 ? [] : [{ term, weights: weights.sort((a, b) => (a.tag < b.tag ? -1 : 1)) }];
  });
}

/** The places of tags that are told from each other: the members of each group, and each other tag alone. */
function contestsOf({ tags, groups }: RuleSet): readonly (readonly number[])[] {
  const placesIn = (slug: string): readonly number[] =>
    tags.flatMap(({ group }, place) => (group === slug ? [place] : []));
  const alone = tags.flatMap(({ group }, place) => (group === null ? [[place]] : []));
  return [...groups.map(({ slug }) => placesIn(slug)), ...alone];
}

/** How often words are found in some posts, as rules count them. */
interface Sums {
  readonly words: Float64Array;
  /** Posts that have each word. */
  readonly posts: Int32Array;
  readonly total: number;
}

function sumOf(examples: readonly Example[], size: number): Sums {
  const words = new Float64Array(size);
  const posts = new Int32Array(size);
  let total = 0;
  for (const example of examples)
    for (const [at, word] of example.words.entries()) {
      const count = example.counts[at] ?? 0;
      words[word] = (words[word] ?? 0) + count;
      posts[word] = (posts[word] ?? 0) + 1;
      total += count;
    }
  return { words, posts, total };
}

/** The words that tell most of a tag: by their weights and by how often there is something to tell. */
function bestOf(
  own: Sums,
  all: Sums,
  scale: number,
): readonly { readonly word: number; readonly weight: number }[] {
  const size = all.words.length;
  // One find of a word on average: until it has shown otherwise a word is as frequent here as everywhere.
  const prior = (word: number): number => (size * (all.words[word] ?? 0)) / all.total;
  const odds = (found: number, total: number, word: number): number =>
    Math.log((found + prior(word)) / (total + size));
  const weighed: { word: number; weight: number; rank: number }[] = [];
  for (let word = 0; word < size; word++) {
    if ((all.posts[word] ?? 0) < FEWEST_POSTS) continue;
    const inside = own.words[word] ?? 0;
    const everywhere = all.words[word] ?? 0;
    const exact = odds(inside, own.total, word) - odds(everywhere - inside, all.total - own.total, word);
    const weight = Math.round((exact * scale) / STEP) * STEP;
    if (weight !== 0) weighed.push({ word, weight, rank: Math.abs(exact) * everywhere ** FREQUENCY });
  }
  return weighed.sort((a, b) => b.rank - a.rank || a.word - b.word).slice(0, BEST);
}
