import { labelledItem } from '../classify/report/json-feed.js';
import { type Suggestions, suggest as suggestTerms } from '../classify/report/suggest.js';
import { namesOfTags } from '../classify/report/tag-names.js';
import type { Config } from '../config/config.js';
import { readConfig } from '../config/read.js';
import { UserError } from '../model/errors.js';
import { slugify } from '../model/slug.js';
import { filedEntries } from '../operate/labelled.js';
import { withReader } from '../operate/site.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { createStyle } from '../terminal/style.js';
import { suggestReport } from '../terminal/suggest-report.js';
import { readFeedInput } from './arguments/feed-input.js';
import { slugOfTag } from './arguments/named-tag.js';
import { suggestSources } from './suggest/sources.js';

interface SuggestOptions extends CommonOptions {
  readonly sources: boolean;
  readonly from?: string;
  readonly limit: string;
}

/** `tagwire suggest`: terms that would separate a tag best, or sources that need no gate. */
export const suggest: RegisterCommand = (command, io) => {
  command
    .option(
      '--sources',
      'instead of terms the sources that need no "only": nearly all of their posts pass',
      false,
    )
    .option(
      '--from <file>',
      'a JSON Feed whose items have the tags that they should have, instead of what is stored; with --sources beside it',
    )
    .option('--limit <n>', 'how many terms, or sources', '25')
    .action(async (name: string | undefined, options: SuggestOptions) => {
      const limit = Number(options.limit);
      if (!Number.isSafeInteger(limit) || limit < 1)
        throw new UserError('--limit is a whole number from 1', 2);
      if ((name === undefined) !== options.sources)
        throw new UserError('suggest takes a tag, or --sources', 2);
      if (name === undefined) await suggestSources(options, limit, io);
      else await suggestFor(name, options, limit, io);
    });
};

async function suggestFor(name: string, options: SuggestOptions, limit: number, io: Io): Promise<void> {
  const config = await readConfig(options.config);
  const slug = slugOfTag(name, config);
  const found =
    options.from === undefined
      ? await withReader(options, (store) =>
          suggestTerms(config, slug, () => filedEntries(store, config), limit),
        )
      : await fromFeed(config, slug, options.from, limit, io);
  if (found.inside === 0)
    throw new UserError(`no entry has the tag ${slug}, so there is nothing to learn from`);
  io.out(options.json ? `${JSON.stringify(found, null, 2)}\n` : suggestReport(slug, found, createStyle(io)));
}

async function fromFeed(
  config: Config,
  slug: string,
  file: string,
  limit: number,
  io: Io,
): Promise<Suggestions> {
  const { items } = await readFeedInput(file, io);
  const names = namesOfTags(config);
  const labelled = items.map(labelledItem).map(({ subject, tags }) => ({
    subject,
    tags: tags.flatMap((name) => names.get(slugify(name)) ?? []),
  }));
  return suggestTerms(config, slug, () => labelled, limit);
}
