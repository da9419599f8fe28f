import { NO_SOURCE, type SourceRules } from '../../classify/index.js';
import { type JsonFeedDocument, type JsonObject, readLabelledFeed } from '../../classify/report/json-feed.js';
import type { Config } from '../../config/config.js';
import { comparableUrl } from '../../model/address.js';
import { UserError } from '../../model/errors.js';
import { httpUrl } from '../../model/values.js';
import type { Io } from '../../terminal/io.js';
import { inputName, readInput } from './input.js';

/** The JSON Feed in a file or on standard input. Throws a UserError where it is something else. */
export async function readFeedInput(file: string, io: Io): Promise<JsonFeedDocument> {
  const feed = readLabelledFeed(await readInput(file, io));
  if (typeof feed === 'string') throw new UserError(`${inputName(file)} is ${feed}`);
  return feed;
}

/** A feed that names its own address as one of our sources gets that source's tags and hints too. */
export function sourceOf(config: Config, feed: JsonObject): SourceRules {
  const url = typeof feed['feed_url'] === 'string' ? httpUrl(feed['feed_url']) : null;
  if (url === null) return NO_SOURCE;
  const own = comparableUrl(url);
  return config.sources.find((source) => comparableUrl(source.url) === own) ?? NO_SOURCE;
}
