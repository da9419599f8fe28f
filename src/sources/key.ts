import { comparableUrl } from '../model/address.js';
import { hexHash } from '../model/hash.js';
import type { HttpUrl, SourceKey } from '../model/values.js';

/** The keys that sources have, by what tells them apart. */
export class TakenKeys {
  private readonly tails: Set<string>;

  constructor(keys: Iterable<SourceKey>) {
    this.tails = new Set([...keys].map(tailOf));
  }

  add(key: SourceKey): void {
    this.tails.add(tailOf(key));
  }

  has(tail: string): boolean {
    return this.tails.has(tail);
  }
}

const TAIL = 8;

/** The last eight digits of a key: they alone tell a source from all others. */
export const tailOf = (key: SourceKey): string => key.slice(-TAIL);

/**
 * `blog-example-org-feed-1a2b3c4d`: for people, and unique by its last eight digits, which the index refers
 * to. It is part of published addresses, so that of a private source is `private-1a2b3c4d`.
 */
export function sourceKey(url: HttpUrl, taken: TakenKeys, hidden: boolean): SourceKey {
  const { hostname, pathname } = new URL(url);
  const words = (hidden ? 'private' : `${hostname.replace(/^www\./, '')}${pathname}`)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  for (let salt = 0; ; salt++) {
    const tail = hexHash(TAIL, `${comparableUrl(url)}${'#'.repeat(salt)}`);
    if (!taken.has(tail)) return `${words.slice(0, 40).replace(/-$/, '')}-${tail}`;
  }
}
