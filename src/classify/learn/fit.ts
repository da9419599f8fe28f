import type { LearnedTerm } from '../../config/config.js';
import type { RuleSet } from '../rules/rules.js';
import { type Candidates, candidatesOf } from './candidates.js';
import type { Example, Examples } from './examples.js';

/*
 * The constants of the fit. Some 60 settings were tried by five folds over the 1,048 open posts of Read
 * Rust's editor, with hand-written terms chosen anew in each fold; around these the result hardly moves.
 */
/** Times that the posts are gone through. */
const ROUNDS = 15;
/** The first step, which AdaGrad shortens (Duchi, Hazan and Singer, 2011). */
const RATE = 0.1;
/** Pull of every weight towards nothing. */
const DECAY = 0.3;
/** How fast points make sure. */
const SHARP = 1.5;
/** The part of the rules' points that is counted while learning: they know these posts, and are too sure. */
const HAND = 0.5;
/** The part of a weight that is written, in steps of so many points. */
const SHARE = 0.7;
const STEP = 0.5;
/** Words of a tag: more is more than a person reads. */
const BEST = 150;

/**
 * Fits the weights of words to examples, beside what the rules give: a logistic regression for each tag
 * outside groups, one over all tags of a group and none of them. Only words that speak for a tag are taken,
 * since what speaks against one is hard to read. The same for the same examples, in the same order.
 */
export function fitLexicon(
  rules: RuleSet,
  { vocabulary }: Examples,
  examples: readonly Example[],
): LearnedTerm[] {
  const candidates = candidatesOf(examples, vocabulary.length, rules.tags.length);
  const weights = new Float64Array(candidates.tags.length);
  const contests = contestsOf(rules);
  const steps = new Float64Array(weights.length).fill(1);
  const errors = new Float64Array(rules.tags.length);
  for (let round = 0; round < ROUNDS; round++)
    for (const example of examples) {
      const scores = scoresOf(example, candidates, weights);
      errors.fill(0);
      for (const contest of contests) contest(example, scores, errors);
      learnFrom(example, errors, candidates, weights, steps);
    }
  return lexiconOf(rules, vocabulary, candidates, weights);
}

/** The points of each tag, the learned ones with them. */
function scoresOf(
  { words, counts, points }: Example,
  candidates: Candidates,
  weights: Float64Array,
): Float64Array {
  const scores = Float64Array.from(points, (one) => one * HAND);
  const { from, tags } = candidates;
  for (const [at, word] of words.entries()) {
    const count = counts[at] ?? 0;
    for (let n = from[word] ?? 0; n < (from[word + 1] ?? 0); n++) {
      const tag = tags[n] ?? 0;
      scores[tag] = (scores[tag] ?? 0) + (weights[n] ?? 0) * count;
    }
  }
  return scores;
}

/** One step: weights move against the errors of their tags. */
function learnFrom(
  { words, counts }: Example,
  errors: Float64Array,
  { from, tags }: Candidates,
  weights: Float64Array,
  steps: Float64Array,
): void {
  for (const [at, word] of words.entries()) {
    const count = counts[at] ?? 0;
    for (let n = from[word] ?? 0; n < (from[word + 1] ?? 0); n++) {
      const weight = weights[n] ?? 0;
      const slope = (errors[tags[n] ?? 0] ?? 0) * count * SHARP + DECAY * weight;
      const step = (steps[n] ?? 0) + slope * slope;
      steps[n] = step;
      weights[n] = Math.max(0, weight - (RATE * slope) / Math.sqrt(step));
    }
  }
}

/** Adds to `errors` how far each tag's chance is from what it should be. */
type Contest = (example: Example, scores: Float64Array, errors: Float64Array) => void;

function contestsOf(rules: RuleSet): readonly Contest[] {
  const min = rules.tags.map((tag) => tag.min ?? rules.classify.min);
  const alone = rules.tags.flatMap(({ group }, index) => (group === null ? [index] : []));
  const groups = rules.groups.map((group) => {
    const members = rules.tags.flatMap((tag, index) => (tag.group === group.slug ? [index] : []));
    const fallback = rules.tags.findIndex(({ slug }) => slug === group.default);
    return competing(members, min, fallback);
  });
  return [...groups, ...alone.map((index) => byItself(index, min[index] ?? 1))];
}

const competing =
  (members: readonly number[], min: readonly number[], fallback: number): Contest =>
  ({ wanted, known }, scores, errors) => {
    const wins = members.filter((tag) => wanted.has(tag));
    if (wins.length === 0 || known !== null) return;
    // With none of them the group's default is given, so a post that should have it may have none.
    const rating = (tag: number): number => SHARP * ((scores[tag] ?? 0) - (min[tag] ?? 1));
    const most = Math.max(0, ...members.map(rating));
    const none = Math.exp(-most);
    const total = members.reduce((sum, tag) => sum + Math.exp(rating(tag) - most), none);
    for (const tag of members) {
      const chance = Math.exp(rating(tag) - most);
      const wanting = wanted.has(tag) ? (tag === fallback ? chance / (chance + none) : 1) / wins.length : 0;
      errors[tag] = chance / total - wanting;
    }
  };

const byItself =
  (tag: number, min: number): Contest =>
  ({ wanted, known }, scores, errors) => {
    if (known !== null && !known.has(tag)) return;
    errors[tag] = 1 / (1 + Math.exp(-SHARP * ((scores[tag] ?? 0) - min))) - (wanted.has(tag) ? 1 : 0);
  };

/** The best words of each tag, rounded. */
function lexiconOf(
  rules: RuleSet,
  vocabulary: readonly string[],
  { from, tags }: Candidates,
  weights: Float64Array,
): LearnedTerm[] {
  const byTag = rules.tags.map((): { word: number; points: number; weight: number }[] => []);
  for (let word = 0; word < vocabulary.length; word++)
    for (let n = from[word] ?? 0; n < (from[word + 1] ?? 0); n++) {
      const weight = weights[n] ?? 0;
      const points = Math.round((weight * SHARE) / STEP) * STEP;
      if (points !== 0) byTag[tags[n] ?? 0]?.push({ word, points, weight });
    }
  const terms = new Map<number, LearnedTerm['weights'][number][]>();
  for (const [tag, words] of byTag.entries())
    for (const { word, points } of words
      .sort((a, b) => b.weight - a.weight || a.word - b.word)
      .slice(0, BEST)) {
      const slug = rules.tags[tag]?.slug ?? '';
      terms.set(word, [...(terms.get(word) ?? []), { tag: slug, points }]);
    }
  return [...terms]
    .sort(([a], [b]) => a - b)
    .map(([word, list]) => ({
      term: vocabulary[word] ?? '',
      weights: list.sort((a, b) => (a.tag < b.tag ? -1 : 1)),
    }));
}
