import { compileRules } from '../classify/index.js';
import { type Evaluation, evaluate, type Labelled } from '../classify/report/evaluate.js';
import {
  type JsonFeedDocument,
  type JsonObject,
  tagsOf,
  withoutCategories,
} from '../classify/report/json-feed.js';
import type { Config } from '../config/config.js';
import { readConfig } from '../config/read.js';
import { UserError } from '../model/errors.js';
import { identitiesOf, identityKey } from '../model/identity.js';
import { labelledByHand } from '../operate/labelled.js';
import { withReader } from '../operate/site.js';
import { evaluationReport } from '../terminal/evaluation-report.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { createStyle } from '../terminal/style.js';
import { readFeedInput, sourceOf } from './arguments/feed-input.js';

interface ClassifyOptions extends CommonOptions {
  readonly eval: boolean;
  readonly filed: boolean;
}

/** `tagwire classify`: what the rules say of a JSON Feed, or how well they say it. */
export const classify: RegisterCommand = (command, io) => {
  command
    .option(
      '--eval',
      'score the rules against the tags that the items have, and the posts that are filed by hand',
      false,
    )
    .option('--filed', 'with --eval: against those that are filed by hand alone; reads no file', false)
    .action(async (file: string, options: ClassifyOptions) => {
      const config = await readConfig(options.config);
      if (options.filed && !options.eval) throw new UserError('--filed says what --eval scores against', 2);
      const feed = options.filed ? { object: {}, items: [] } : await readFeedInput(file, io);
      if (options.eval) report(await evaluateFeed(config, feed, options), options, io);
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

/** What the feed says of a post it says whole, so a filing by hand of the same post adds nothing. */
async function evaluateFeed(
  config: Config,
  feed: JsonFeedDocument,
  options: ClassifyOptions,
): Promise<Evaluation> {
  const items = feed.items.map(({ object, subject }) => ({
    subject: withoutCategories(subject),
    tags: tagsOf(object),
  }));
  const named = new Set(
    feed.items.flatMap(({ object }) => (isText(object['id']) ? identityKey(object['id']) : [])),
  );
  const filed = await withReader(options, (store) => labelledByHand(store, config));
  const more = filed.filter(({ entry }) => !identitiesOf(entry).some((key) => named.has(key)));
  const labelled: readonly Labelled[] = [...items, ...more];
  if (!labelled.some(({ tags, known = [] }) => tags.length + known.length > 0)) {
    const what = options.filed ? 'no stored post is filed by hand' : 'no item has tags';
    throw new UserError(`${what}, so there is nothing to score against`);
  }
  return evaluate(config, labelled);
}

const isText = (value: unknown): value is string => typeof value === 'string';

function report(evaluation: Evaluation, options: CommonOptions, io: Io): void {
  io.out(
    options.json ? `${JSON.stringify(evaluation, null, 2)}\n` : evaluationReport(evaluation, createStyle(io)),
  );
}
