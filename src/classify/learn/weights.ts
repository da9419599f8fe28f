import type { LearnedTerm } from '../../config/config.js';
import { compareText } from '../../model/compare-text.js';
import type { RuleSet } from '../rules/rules.js';
import { type Example, type Examples, FEWEST_POSTS } from './examples.js';

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
 * have them. Makes a lexicon for each of `scales`, with weights so many times as large; the same for the same
 * examples, in whatever order.
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
  scales: readonly number[],
): readonly LearnedTerm[][] {
  const found = scales.map(() => vocabulary.map((): LearnedTerm['weights'][number][] => []));
  for (const tags of contestsOf(rules)) {
    const members = new Set(tags);
    const isGroup = rules.tags[tags[0] ?? 0]?.group !== null;
    const telling = examples.filter(
      ({ wanted, known }) => known === null && (!isGroup || [...wanted].some((tag) => members.has(tag))),
    );
    let whole: Sums | null = null;
    for (const tag of tags) {
      const partly = examples.filter(({ known }) => known?.has(tag));
      const own = [...telling, ...partly].filter(({ wanted }) => wanted.has(tag));
      if (own.length < FEWEST_POSTS) continue;
      whole ??= sumOf(telling, vocabulary.length);
      const all = partly.length === 0 ? whole : sumOf([...telling, ...partly], vocabulary.length);
      const ranked = rankedWords(sumOf(own, vocabulary.length), all);
      const slug = rules.tags[tag]?.slug ?? '';
      for (const [at, scale] of scales.entries())
        for (const { word, weight } of bestOf(ranked, scale)) found[at]?.[word]?.push({ tag: slug, weight });
    }
  }
  return found.map((byWord) =>
    vocabulary.flatMap((term, word) => {
      const weights = (byWord[word] ?? []).sort((a, b) => compareText(a.tag, b.tag));
      return weights.length === 0 ? [] : [{ term, weights }];
    }),
  );
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
    for (let at = 0; at < example.words.length; at++) {
      const word = example.words[at] ?? 0;
      const count = example.counts[at] ?? 0;
      words[word] = (words[word] ?? 0) + count;
      posts[word] = (posts[word] ?? 0) + 1;
      total += count;
    }
  return { words, posts, total };
}

interface Ranked {
  readonly word: number;
  readonly weight: number;
  readonly rank: number;
}

/** Words by how much they tell of a tag: by their weights and by how often there is something to tell. */
function rankedWords(own: Sums, all: Sums): readonly Ranked[] {
  const size = all.words.length;
  // One find of a word on average: until it has shown otherwise a word is as frequent here as everywhere.
  const prior = (word: number): number => (size * (all.words[word] ?? 0)) / all.total;
  const odds = (found: number, total: number, word: number): number =>
    Math.log((found + prior(word)) / (total + size));
  const weighed: Ranked[] = [];
  for (let word = 0; word < size; word++) {
    const inside = own.words[word] ?? 0;
    const everywhere = all.words[word] ?? 0;
    // With "title": 0 a word of titles alone counts nothing.
    if ((all.posts[word] ?? 0) < FEWEST_POSTS || everywhere === 0) continue;
    const weight = odds(inside, own.total, word) - odds(everywhere - inside, all.total - own.total, word);
    weighed.push({ word, weight, rank: Math.abs(weight) * everywhere ** FREQUENCY });
  }
  return weighed.sort((a, b) => b.rank - a.rank || a.word - b.word);
}

/** The first ones, in steps. */
function bestOf(ranked: readonly Ranked[], scale: number): readonly Pick<Ranked, 'word' | 'weight'>[] {
  const best: Pick<Ranked, 'word' | 'weight'>[] = [];
  for (const { word, weight } of ranked) {
    const written = Math.round((weight * scale) / STEP) * STEP;
    if (written !== 0) best.push({ word, weight: written });
    if (best.length === BEST) break;
  }
  return best;
}
