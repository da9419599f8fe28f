import { hexHash } from '../../model/hash.js';
import { newestFirst } from '../../model/newest-first.js';
import type { Post } from '../../model/post.js';
import type { DocRef, StreamData } from '../../model/stream.js';
import { SEGMENT_SIZE } from '../../store/stream-policy.js';
import type { ArchiveRef } from './view.js';

/*
 * The site's documents are search segments of 500 posts, the newest of them open. Its archives (RFC 5005, 4)
 * are parts of segments: those of a full one are numbered; those of the open one are named by what they hold
 * as well, since the posts under one address must not become others.
 */

/** Posts in an archive: no fewer, where `publish.limit` is small, than make a page worth its file. */
const sizeOf = (limit: number): number => Math.min(100, Math.max(50, limit));

/** The segment that posts are still added to; null where there is none. */
export function openSegment({ docs }: Pick<StreamData, 'docs'>): DocRef | null {
  const last = docs.at(-1);
  return last !== undefined && last.count < SEGMENT_SIZE ? last : null;
}

/** An archive with its posts, newest first. */
export interface SitePart {
  readonly n: string;
  readonly posts: readonly Post[];
}

/**
 * The archives that a segment makes, the oldest first. Of the open one only as far as the feed doesn't show
 * their posts.
 */
export function partsOf(
  data: StreamData,
  { n }: Pick<DocRef, 'n'>,
  posts: readonly Post[],
  limit: number,
): readonly SitePart[] {
  const size = sizeOf(limit);
  const oldestFirst = [...posts].sort((a, b) => newestFirst(b, a));
  const isOpen = openSegment(data)?.n === n;
  const parts: SitePart[] = [];
  for (let at = 0; at < oldestFirst.length; at += size) {
    const part = oldestFirst.slice(at, at + size).toReversed();
    const hash = isOpen ? `-${hexHash(8, JSON.stringify(part))}` : '';
    parts.push({ n: `${n}-${at / size + 1}${hash}`, posts: part });
  }
  if (!isOpen) return parts;
  const shown = new Set(data.window.map(({ post }) => post.id));
  const last = parts.findLastIndex((part) => part.posts.some(({ id }) => !shown.has(id)));
  return parts.slice(0, last + 1);
}

/**
 * All archives of the site, each leading on to the one before it.
 * @param open the posts of the open segment; none where there is none
 */
export function siteArchives(data: StreamData, open: readonly Post[], limit: number): readonly ArchiveRef[] {
  const size = sizeOf(limit);
  return data.docs.flatMap((ref): readonly ArchiveRef[] => {
    if (ref === openSegment(data))
      return partsOf(data, ref, open, limit).map(({ n, posts }) => ({
        n,
        count: posts.length,
        from: posts.at(-1)?.published ?? ref.from,
        to: posts[0]?.published ?? ref.to,
      }));
    return Array.from({ length: Math.ceil(ref.count / size) }, (_, at) => ({
      ...{ n: `${ref.n}-${at + 1}`, from: ref.from, to: ref.to },
      count: Math.min(size, ref.count - at * size),
    }));
  });
}
