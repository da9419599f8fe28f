import type { Instant } from '../../model/values.js';
import type { EntryRecord } from './record.js';

/** A feed as all formats say it: cleaned, with absolute addresses. */
export interface FeedRecord {
  /** The same in the live feed and its archives, which are parts of one feed (RFC 5005 4). */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly language: string;
  readonly author: { readonly name: string; readonly url: string | null } | null;
  readonly logo: string | null;
  readonly hub: string | null;
  /** The list, in OPML, of the sources that the site is made of; null where it is made of none. */
  readonly blogroll: string | null;
  /** RSS `ttl`: how long a copy is good for. */
  readonly ttlMinutes: number;
  readonly updated: Instant;
  /** The page that shows the same posts. */
  readonly page: string;
  /** For an archive document: the live feed that it belongs to. */
  readonly current: string | null;
  readonly previousArchive: string | null;
  /** The page of all tags: the scheme that categories are from. */
  readonly scheme: string;
  readonly entries: readonly EntryRecord[];
}
