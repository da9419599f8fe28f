import type { SafeHtml } from '../model/values.js';
import { feedHtml } from './feed-html.js';

/** "Each feed under 1 MB", less the feed's own head. */
const FEED_BYTES = 1_000_000;
/**
 * Set aside an entry for title, excerpt, tags, source and reasons: 1.5 to 3 KB in the largest format, JSON.
 */
const REST_BYTES = 4096;

/**
 * Whether an entry's content may be published in full: then `limit` such entries stay below a megabyte in the
 * format that escapes it worst. Depends on this content alone, so that it never changes with an entry's
 * company.
 */
export function fitsFull(content: SafeHtml, limit: number): boolean {
  const share = FEED_BYTES / Math.max(1, limit);
  const room = share - Math.min(REST_BYTES, share / 2);
  if (content.length > room) return false;
  const clean = feedHtml(content);
  return Math.max(Buffer.byteLength(clean), Buffer.byteLength(JSON.stringify(clean))) <= room;
}
