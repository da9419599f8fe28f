import type { Post } from './post.js';
import type { Instant } from './values.js';

type Dated = Pick<Post, 'id' | 'published' | 'order'>;

/**
 * The order of every feed and page: by published date, newest first; of equal dates as their document has
 * them, else by id, so that it never depends on arrival.
 */
export function newestFirst(a: Dated, b: Dated): number {
  return compareText(b.published, a.published) || (a.order ?? 0) - (b.order ?? 0) || compareText(a.id, b.id);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function earlier(a: Instant | null, b: Instant): Instant {
  return a === null || b < a ? b : a;
}
