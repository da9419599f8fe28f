import { compileRules } from '../classify/index.js';
import { evaluateInFolds } from '../classify/learn/learn.js';
import { type Evaluation, evaluate } from '../classify/report/evaluate.js';
import type { JsonFeedDocument, JsonObject } from '../classify/report/json-feed.js';
import type { Config } from '../config/config.js';
import { readConfig } from '../config/read.js';
import { UserError } from '../model/errors.js';
import { evaluationReport } from '../terminal/evaluation-report.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { createStyle } from '../terminal/style.js';
import { readFeedInput, sourceOf } from './arguments/feed-input.js';
import { labelledPosts } from './arguments/labelled-posts.js';

interface ClassifyOptions extends CommonOptions {
  readonly eval: boolean;
  readonly filed: boolean;
  readonly folds?: string;
}

/** `tagwire classify`: what the rules say of a JSON Feed, or how well they say it. */
export const classify: RegisterCommand = (command, io) => {
  command
    .option(
      '--eval',
      'score the rules against the tags that the items have, and the posts that are filed by hand',
      false,
    )
    .option('--folds <n>', 'with --eval: learn the lexicon anew for each of n parts, from the other parts')
    .option('--filed', 'with --eval: against those that are filed by hand alone; reads no file', false)
    .action(async (file: string, options: ClassifyOptions) => {
      const config = await readConfig(options.config);
      if (options.filed && !options.eval) throw new UserError('--filed goes with --eval', 2);
      if (options.folds !== undefined && !options.eval) throw new UserError('--folds goes with --eval', 2);
      if (options.eval)
        report(await evaluateFeed(config, options.filed ? null : file, options, io), options, io);
      else io.out(`${JSON.stringify(classified(config, await readFeedInput(file, io)), null, 2)}\n`);
    });
};

/** The document with each item's `tags` replaced; all else as it was. */
function classified(config: Config, feed: JsonFeedDocument): JsonObject {
  const classifier = compileRules(config);
  const source = sourceOf(config, feed.object);
  const items = feed.items.map(({ object, subject }) => ({
    ...object,
    tags: classifier.classify(subject, source).tags,
  }));
  return { ...feed.object, items };
}

/** @throws UserError where no post has tags */
async function evaluateFeed(
  config: Config,
  file: string | null,
  options: ClassifyOptions,
  io: Io,
): Promise<Evaluation> {
  const posts = await labelledPosts(config, file, options, io, 'score against');
  return options.folds === undefined
    ? evaluate(config, posts)
    : evaluateInFolds(config, posts, foldsOf(options.folds));
}

function foldsOf(text: string): number {
  const folds = Number(text);
  if (!Number.isSafeInteger(folds) || folds < 2 || folds > 100)
    throw new UserError('--folds is a whole number from 2 to 100', 2);
  return folds;
}

function report(evaluation: Evaluation, options: CommonOptions, io: Io): void {
  io.out(
    options.json ? `${JSON.stringify(evaluation, null, 2)}\n` : evaluationReport(evaluation, createStyle(io)),
  );
}
