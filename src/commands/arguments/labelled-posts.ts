import type { Labelled } from '../../classify/report/evaluate.js';
import { labelledItem } from '../../classify/report/json-feed.js';
import type { Config } from '../../config/config.js';
import { UserError } from '../../model/errors.js';
import { identitiesOf, identityKey } from '../../model/identity.js';
import { labelledByHand } from '../../operate/labelled.js';
import { withReader } from '../../operate/site.js';
import type { CommonOptions, Io } from '../../terminal/io.js';
import { readFeedInput } from './feed-input.js';

/**
 * The posts of a JSON Feed with tags, and those that filings.json files. What the feed says of a post it says
 * whole, so a filing by hand of the same post adds nothing.
 * @param file null for the filings alone
 * @param purpose what they are needed for, in words
 * @throws UserError where no post has tags
 */
export async function labelledPosts(
  config: Config,
  file: string | null,
  options: CommonOptions,
  io: Io,
  purpose: 'score against' | 'learn from',
): Promise<readonly Labelled[]> {
  const items = file === null ? [] : (await readFeedInput(file, io)).items;
  const named = new Set(
    items.flatMap(({ object }) => (isText(object['id']) ? identityKey(object['id']) : [])),
  );
  const filed = await withReader(options, (store) => labelledByHand(store, config));
  const more = filed.filter(({ entry }) => !identitiesOf(entry).some((key) => named.has(key)));
  const labelled: readonly Labelled[] = [...items.map(labelledItem), ...more];
  if (!labelled.some(({ tags, known = [] }) => tags.length + known.length > 0)) {
    const what = file === null ? 'no stored post is filed by hand' : 'no item has tags';
    throw new UserError(`${what}, so there is nothing to ${purpose}`);
  }
  return labelled;
}

const isText = (value: unknown): value is string => typeof value === 'string';
