import { createHash } from 'node:crypto';
import { comparableUrl } from '../model/address.js';
import type { HttpUrl, SourceKey } from '../model/values.js';

/**
 * `blog-example-org-feed-1a2b3c4d`: for people, and unique by its last eight digits, which the index refers to. It is part of
 * published addresses, so that of a private source is `private-1a2b3c4d`.
 */
export function sourceKey(url: HttpUrl, taken: ReadonlySet<SourceKey>, hidden: boolean): SourceKey {
  const { hostname, pathname } = new URL(url);
  const words = (hidden ? 'private' : `${hostname.replace(/^www\./, '')}${pathname}`)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const tails = new Set([...taken].map((key) => key.slice(-8)));
  for (let salt = 0; ; salt++) {
    const tail = createHash('sha256')
      .update(`${comparableUrl(url)}${'#'.repeat(salt)}`)
      .digest('hex')
      .slice(0, 8);
    if (!tails.has(tail)) return `${words.slice(0, 40).replace(/-$/, '')}-${tail}`;
  }
}
