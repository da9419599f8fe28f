import type { LearnedTerm } from '../../config/config.js';
import { compileRules, type RuleSet } from '../index.js';
import { type Evaluation, evaluate, evaluateBy, type Labelled } from '../report/evaluate.js';
import { readExamples } from './examples.js';
import { fitLexicon } from './fit.js';
import { foldsOf } from './folds.js';

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

/** Learns a lexicon from posts filed by hand. Pure: the same for the same posts in the same order. */
export function learn(rules: RuleSet, posts: readonly Labelled[]): Learned {
  const alone = { ...rules, lexicon: [] };
  const examples = readExamples(alone, posts);
  return {
    lexicon: fitLexicon(alone, examples, examples.examples),
    before: evaluate(alone, posts),
    after: evaluateInFolds(alone, posts, FOLDS, examples),
  };
}

/** Whether a lexicon is worth having. */
export const helps = ({ before, after, lexicon }: Learned): boolean =>
  lexicon.length > 0 && after.micro.f1 > before.micro.f1;

/**
 * Scores rules with a lexicon that is learned anew for each part of the posts, from the other parts. Copies
 * of one post are in one part.
 */
export function evaluateInFolds(
  rules: RuleSet,
  posts: readonly Labelled[],
  folds: number,
  all = readExamples(rules, posts),
): Evaluation {
  const foldOf = foldsOf(posts, folds);
  const classifiers = Array.from({ length: folds }, (_, fold) => {
    const others = all.examples.filter((_example, index) => foldOf[index] !== fold);
    return compileRules({ ...rules, lexicon: fitLexicon(rules, all, others) });
  });
  return evaluateBy(rules, posts, (index) => {
    const classifier = classifiers[foldOf[index] ?? 0];
    if (classifier === undefined) throw new TypeError('each post is in a fold');
    return classifier;
  });
}
