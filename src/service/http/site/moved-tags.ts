import type { Tag } from '../../../config/config.js';
import { feedAt } from '../../../publish/feeds/feed-at.js';
import type { Moved } from './site-route.js';

/** All that a tag or bundle publishes: its feeds, its OPML list, its page and archive. */
const OF_A_STREAM = /^((?:tags|bundles)\/[^/.]+)([./].*)?$/;

/** A file of an archive, its stream and number. */
const OF_AN_ARCHIVE = /^((?:tags|bundles)\/[^/.]+)\/archive\/(\d{1,9})\.[a-z]{1,9}$/;

/**
 * Whether an archive stood at a path once: its posts are gone, or stand elsewhere.
 * @param archives `tags/ffi` → the highest number that an archive of it has had
 */
export function pastArchives(archives: Readonly<Record<string, number>>): (path: string) => boolean {
  return (path) => {
    const [, stream = '', n] = OF_AN_ARCHIVE.exec(path) ?? [];
    return (
      n !== undefined &&
      Number(n) > 0 &&
      Object.hasOwn(archives, stream) &&
      Number(n) <= (archives[stream] ?? 0)
    );
  };
}

/**
 * What became of tags and bundles: the addresses of an alias have moved to those of its tag, whatever is
 * asked for of it, and a removed one is gone. A tag that came back is neither.
 * @param removed `tags/ffi`, `bundles/systems`, `weekly/ffi`
 */
export function movedTags(
  tags: readonly Pick<Tag, 'slug' | 'aliases'>[],
  removed: Iterable<string>,
): (path: string) => Moved | null {
  const gone = new Set(removed);
  const renamed = new Map<string, string>(
    tags.flatMap(({ slug, aliases }) => aliases.map((alias) => [`tags/${alias}`, `tags/${slug}`] as const)),
  );
  for (const { slug } of tags) {
    gone.delete(`tags/${slug}`);
    renamed.delete(`tags/${slug}`);
  }
  return (path) => {
    const [, stream, rest = '/'] = OF_A_STREAM.exec(path) ?? [];
    if (stream === undefined) return null;
    const to = renamed.get(stream);
    if (to !== undefined) return { kind: 'moved', to: to + rest };
    const isGone = gone.has(stream) || gone.has(feedAt(path)?.stream ?? '');
    return isGone ? { kind: 'gone' } : null;
  };
}
