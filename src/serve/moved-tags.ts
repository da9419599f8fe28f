import type { Tag } from '../config/config.js';
import type { Moved } from './answer.js';

/** All that a tag publishes: its feeds, its OPML list, its page and archive. */
const OF_A_TAG = /^tags\/([^/.]+)([./].*)?$/;

/**
 * What became of tags: the addresses of an alias have moved to those of its tag, whatever is asked for of it, and
 * a removed tag is gone. A tag that came back is neither.
 */
export function movedTags(
  tags: readonly Pick<Tag, 'slug' | 'aliases'>[],
  removed: Iterable<string>,
): (path: string) => Moved | null {
  const gone = new Set(removed);
  const renamed = new Map(
    tags.flatMap(({ slug, aliases }) => aliases.map((alias) => [alias, slug] as const)),
  );
  for (const { slug } of tags) {
    gone.delete(slug);
    renamed.delete(slug);
  }
  return (path) => {
    const [, slug, rest = '/'] = OF_A_TAG.exec(path) ?? [];
    if (slug === undefined) return null;
    const to = renamed.get(slug);
    if (to !== undefined) return { kind: 'moved', to: `tags/${to}${rest}` };
    return gone.has(slug) ? { kind: 'gone' } : null;
  };
}
