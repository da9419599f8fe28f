import type { StreamPolicy } from './streams.js';

/** Search segments are the whole site's documents (see `StreamPolicy.seal`). */
export const SEGMENT_SIZE = 500;
/**
 * Posts in an archive at most: each archive is three files. A feed of `publish.limit` posts stays below a
 * megabyte with full texts, and so an archive below two.
 */
const ARCHIVE_SIZE = 100;

/** How a stream keeps its posts. */
export function policyOf(name: string, limit: number): StreamPolicy {
  if (name === 'site') {
    const size = SEGMENT_SIZE;
    return { limit, docSize: size, filled: size, joined: size, seal: 'at-once', tidy: true };
  }
  const docSize = Math.min(ARCHIVE_SIZE, 2 * limit);
  const filled = Math.min(docSize, Math.ceil(limit / 2));
  // Two that have just been sealed stay as they are: only what has lost posts is worth another address.
  const joined = Math.min(docSize, Math.max(filled, 2 * filled - 1));
  return { limit, docSize, filled, joined, seal: 'overflow', tidy: true };
}
