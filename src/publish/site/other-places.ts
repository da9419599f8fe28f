import type { Config } from '../../config/config.js';
import type { RemovedStream } from '../feeds/farewell.js';
import { liveFeeds } from '../feeds/feed-at.js';
import { streamNames } from './follow.js';
import { feedPath, nameOf, streamOf, streamPath } from './paths.js';
import { titlesOf } from './retired.js';

/*
 * Where files stand that are those of no configured stream: of aliases, and of streams that are no more.
 */

type Named = Pick<RemovedStream, 'kind' | 'slug'>;

/** Where a stream's files are: `tags/ffi/`, and `tags/ffi.` with any extension; digests are files alone. */
export const placesOf = (stream: Named): readonly string[] => [
  ...(stream.kind === 'weekly' ? [] : [streamPath(stream)]),
  feedPath(stream, ''),
];

/** Where no page is: that of an alias moved with its tag, and the feeds alone stand at both names. */
export const aliasPages = ({ tags }: Config): readonly string[] =>
  tags.flatMap(({ aliases }) => aliases.map((slug) => streamPath({ kind: 'tag', slug })));

/** What stands there all the same: the feeds of its digests. */
export const aliasDigests = ({ publish, tags }: Config): readonly string[] =>
  publish.digest.includes('weekly')
    ? tags.flatMap(({ aliases }) => aliases.flatMap((slug) => liveFeeds({ kind: 'weekly', slug })))
    : [];

/** Names that no configured stream has: of aliases, and of streams that are no more. */
export function otherNames(config: Config, removed: readonly RemovedStream[]): readonly string[] {
  const streams = new Set(streamNames(config));
  return [...Object.keys(titlesOf(config)), ...removed.map(nameOf)].filter((name) => !streams.has(name));
}

/** Of these those that only a later database than this one has known, and nobody asks for any more. */
export function strangersAmong(names: Iterable<string>, config: Config): readonly Named[] {
  const known = titlesOf(config);
  return [...names]
    .filter((name) => !Object.hasOwn(known, name))
    .map(streamOf)
    .flatMap(({ kind, slug }) => (kind === 'site' ? [] : [{ kind, slug }]));
}
