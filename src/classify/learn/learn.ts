import type { LearnedTerm } from '../../config/config.js';
import { compileRules, type RuleSet } from '../index.js';
import { type Evaluation, evaluate, evaluateBy, type Labelled } from '../report/evaluate.js';
import { type Examples, readExamples } from './examples.js';
import { foldsOf } from './folds.js';
import { weighWords } from './weights.js';

/** What posts filed by hand teach. */
export interface Learned {
  readonly lexicon: readonly LearnedTerm[];
  /** The rules alone. */
  readonly before: Evaluation;
  /** With what was learned, each post by the others only. */
  readonly after: Evaluation;
}

/** Parts into which posts are divided to be judged by what the others teach. */
export const FOLDS = 5;

/**
 * How much more the weights may count. Where rules are good, twice as much is too much already (micro F1 of
 * 0.654 in place of 0.676 with the data of weights.ts); where there are hardly any, words have to be enough.
 */
const SCALES = [1, 2, 4] as const;

/** Learns a lexicon from posts filed by hand. Pure: the same for the same posts in the same order. */
export function learn(rules: RuleSet, posts: readonly Labelled[]): Learned {
  const alone = { ...rules, lexicon: [] };
  const examples = readExamples(alone, posts);
  const { scale, evaluation } = bestInFolds(alone, posts, FOLDS, examples);
  return {
    lexicon: weighWords(alone, examples, examples.examples, [scale])[0] ?? [],
    before: evaluate(alone, posts),
    after: evaluation,
  };
}

/** Whether a lexicon is worth having. */
export const helps = ({ before, after, lexicon }: Learned): boolean =>
  lexicon.length > 0 && after.micro.f1 > before.micro.f1;

/**
 * Scores rules with a lexicon that is learned anew for each part of the posts, from the other parts. Copies
 * of one post are in one part.
 */
export const evaluateInFolds = (rules: RuleSet, posts: readonly Labelled[], folds: number): Evaluation =>
  bestInFolds(rules, posts, folds, readExamples(rules, posts)).evaluation;

/** The smallest scale than which twice as much does no better, and how well it does. */
function bestInFolds(
  rules: RuleSet,
  posts: readonly Labelled[],
  folds: number,
  examples: Examples,
): { readonly scale: number; readonly evaluation: Evaluation } {
  const foldOf = foldsOf(posts, folds);
  const lexicons = Array.from({ length: folds }, (_, fold) => {
    const others = examples.examples.filter((_example, index) => foldOf[index] !== fold);
    return weighWords(rules, examples, others, SCALES);
  });
  const evaluationAt = (at: number): Evaluation => {
    const classifiers = lexicons.map((one) => compileRules({ ...rules, lexicon: one[at] ?? [] }));
    return evaluateBy(rules, posts, (index) => {
      const classifier = classifiers[foldOf[index] ?? 0];
      if (classifier === undefined) throw new TypeError('each post is in a fold');
      return classifier;
    });
  };
  let best: { readonly scale: number; readonly evaluation: Evaluation } = {
    scale: SCALES[0],
    evaluation: evaluationAt(0),
  };
  for (const [at, scale] of SCALES.entries()) {
    if (at === 0) continue;
    const evaluation = evaluationAt(at);
    if (evaluation.micro.f1 <= best.evaluation.micro.f1) break; // more is worse still
    best = { scale, evaluation };
  }
  return best;
}
