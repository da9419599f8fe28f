import type { Post } from '../model/post.js';
import { DAY_MS } from '../model/spans.js';
import { type Instant, instant, toMs } from '../model/values.js';

/**
 * What is news stays in a window for so long, counted to the next news: readers that poll daily miss none.
 */
const NEWS_MS = DAY_MS;

/** A window grows to so many times its limit for news, and no further. */
const MOST_TIMES = 4;

/** The most posts that a window of this limit holds. */
export const mostIn = (limit: number): number => MOST_TIMES * limit;

/** When a post of a window must have become news to stay in it beyond the limit; null where none has. */
export const newsSince = (latest: Instant | null): Instant | null =>
  latest === null ? null : instant(toMs(latest) - NEWS_MS);

/**
 * What a window shows of a stream's posts that aren't archived only: the newest `limit`, and of the rest what
 * became news since then, as long as there is room. No clock is asked, so that the same posts always make the
 * same window.
 * @param places newest first
 * @param since as `newsSince` has it
 */
export function shownOf<P extends { readonly post: Post }>(
  places: readonly P[],
  limit: number,
  since: Instant | null,
): readonly P[] {
  const isNews = ({ post }: P): boolean => since !== null && post.news !== undefined && post.news >= since;
  return [...places.slice(0, limit), ...places.slice(limit).filter(isNews)].slice(0, mostIn(limit));
}
