import { compileRules } from '../classify/index.js';
import { type Evaluation, evaluate } from '../classify/report/evaluate.js';
import {
  type JsonFeedDocument,
  type JsonObject,
  tagsOf,
  withoutCategories,
} from '../classify/report/json-feed.js';
import type { Config } from '../config/config.js';
import { readConfig } from '../config/read.js';
import { UserError } from '../model/errors.js';
import { evaluationReport } from '../terminal/evaluation-report.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { createStyle } from '../terminal/style.js';
import { readFeedInput, sourceOf } from './feed-input.js';

interface ClassifyOptions extends CommonOptions {
  readonly eval: boolean;
}

/** `tagwire classify`: what the rules say of a JSON Feed, or how well they say it. */
export const classify: RegisterCommand = (command, io) => {
  command
    .option('--eval', 'score the rules against the tags that the items have', false)
    .action(async (file: string, options: ClassifyOptions) => {
      const config = await readConfig(options.config);
      const feed = await readFeedInput(file, io);
      if (options.eval) report(evaluateFeed(config, feed), options, io);
      else io.out(`${JSON.stringify(classified(config, feed), null, 2)}\n`);
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

function evaluateFeed(config: Config, feed: JsonFeedDocument): Evaluation {
  const labelled = feed.items.map(({ object, subject }) => ({
    subject: withoutCategories(subject),
    tags: tagsOf(object),
  }));
  if (!labelled.some(({ tags }) => tags.length > 0)) {
    throw new UserError('no item has tags, so there is nothing to score against');
  }
  return evaluate(config, labelled);
}

function report(evaluation: Evaluation, options: CommonOptions, io: Io): void {
  io.out(
    options.json ? `${JSON.stringify(evaluation, null, 2)}\n` : evaluationReport(evaluation, createStyle(io)),
  );
}
