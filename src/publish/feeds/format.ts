import type { FeedRecord } from './feed-record.js';

/** A kind of feed. A new one is a file that makes such a record, and a line in `formats.ts`. */
export interface FeedFormat {
  /** What the names of its files end in: `atom` for `tags/ffi.atom`. */
  readonly extension: string;
  /** As `Content-Type` and `<link rel="alternate">` say it, without parameters. */
  readonly mediaType: string;
  /** As people call it: `JSON Feed`. */
  readonly label: string;
  /**
   * The whole file, entry by entry. The same record gives the same text; `self` is the address that it is
   * published at.
   */
  render(record: FeedRecord, self: string): Iterable<string>;
}
