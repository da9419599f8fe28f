import { compareText } from './compare-text.js';
import type { Post } from './post.js';

type Dated = Pick<Post, 'id' | 'published' | 'order'>;

/**
 * The order of every feed and page: by published date, newest first; of equal dates as their document has
 * them, else by id, so that it never depends on arrival.
 */
export function newestFirst(a: Dated, b: Dated): number {
  return compareText(b.published, a.published) || (a.order ?? 0) - (b.order ?? 0) || compareText(a.id, b.id);
}
