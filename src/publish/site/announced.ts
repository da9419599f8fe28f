import type { Config } from '../../config/config.js';
import { compareText } from '../../model/compare-text.js';
import { shortHash } from '../../model/hash.js';
import type { StreamData } from '../../model/stream.js';
import type { Fingerprints } from '../../store/store.js';
import type { RemovedStream } from '../feeds/farewell.js';
import { liveFeeds } from '../feeds/feed-at.js';
import { addressesOf, nameOf, streamOf } from './paths.js';

/**
 * What subscribers of a stream's feeds would call news where it differs: which posts they show, and when each
 * was changed last. Nothing else of a post, nothing of the site; '' where they show none.
 */
export function announcedOf({ window }: Pick<StreamData, 'window'>): string {
  const posts = window.map(({ post }) => [post.id, post.updated] as const);
  if (posts.length === 0) return '';
  return shortHash(JSON.stringify(posts.toSorted(([a], [b]) => compareText(a, b))));
}

/** What there is to announce after a publication. */
export interface Announcement {
  /** For the next publication. */
  readonly announced: Fingerprints;
  /** Paths of the live feeds that have a new, changed or removed post, those of aliases too; sorted. */
  readonly news: readonly string[];
}

/**
 * Compares what feeds show with what they showed.
 * @param before at the last publication
 * @param rendered what streams show that have been rendered since; the others show what they did
 * @param streams all that are configured
 * @param parting those whose feeds say farewell, which is news once
 */
export function announce(
  before: Fingerprints,
  rendered: ReadonlyMap<string, string>,
  { streams, parting }: { readonly streams: readonly string[]; readonly parting: readonly RemovedStream[] },
  config: Pick<Config, 'tags'>,
): Announcement {
  const announced = Object.fromEntries([
    ...streams.map((name) => [name, rendered.get(name) ?? before[name] ?? ''] as const),
    ...parting.map((gone) => [nameOf(gone), `farewell ${gone.removed}`] as const),
  ]);
  const names = Object.keys(announced).filter((name) => announced[name] !== (before[name] ?? ''));
  const places = names.flatMap((name) => addressesOf({ config }, streamOf(name)));
  return { announced, news: places.flatMap(liveFeeds).sort() };
}
