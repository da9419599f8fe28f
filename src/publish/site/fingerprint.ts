import type { Config, Source } from '../../config/config.js';
import { longHash, shortHash } from '../../model/hash.js';
import { digestName } from '../../model/stream.js';
import type { SourceRecord } from '../../sources/record.js';
import type { Fingerprints } from '../../store/store.js';
import type { Theme } from './theme.js';

/**
 * Differs where the same posts, tags and sources would be rendered to other bytes: the site's settings as far
 * as they show on every page, theme, program, database.
 */
export function siteFingerprint(config: Config, theme: Theme, version: string, database: string): string {
  const { retention: _retention, ...publish } = config.publish;
  const { site, groups, classify, fetch } = config;
  const shown = [site, publish, groups, classify.min, fetch.interval.minMs, theme.version, version, database];
  return longHash(JSON.stringify(shown));
}

/**
 * Stream → two fingerprints, parted by a blank: of what its own pages and feeds show of the configuration,
 * and of what the pages of others show that name it.
 */
export function shownOfStreams({
  tags,
  bundles,
  publish,
}: Pick<Config, 'tags' | 'bundles' | 'publish'>): Fingerprints {
  return Object.fromEntries([
    ...tags.map(({ slug, title, description, group, aliases, min }) => [
      `tags/${slug}`,
      pair([description, aliases], [title, group, min]),
    ]),
    ...bundles.map(({ slug, title, description, any, all, none }) => [
      `bundles/${slug}`,
      pair([title, description, any, all, none], []),
    ]),
    ...(publish.digest.includes('weekly') ? tags : []).map(({ slug, title, aliases }) => [
      digestName(slug),
      pair([title, aliases], []),
    ]),
  ]);
}

/**
 * Two fingerprints, parted by a blank: of what the streams that a source writes for show of it, and of its
 * state. `source` is null for one that feeds.json no longer lists.
 */
export const shownOfSource = (source: Source | null, record: SourceRecord): string =>
  pair([source === null, source?.title ?? null, record.url, record.private], [source?.disabled ?? false]);

const pair = (first: unknown, second: unknown): string =>
  `${shortHash(JSON.stringify(first))} ${shortHash(JSON.stringify(second))}`;
