import type { TagReason } from './filing.js';
import type { Enclosure, HttpUrl, Instant, Person, SafeHtml, SourceKey } from './values.js';

/**
 * The source as it was when the entry was stored: Atom `source` must not move with the source (RFC 4287
 * 4.2.11).
 */
export interface SourceSnapshot {
  readonly id: string;
  readonly title: string;
  readonly updated: Instant;
  readonly home: HttpUrl | null;
  /** The feed's address; null where the source is private. */
  readonly feed: HttpUrl | null;
}

/** Another source that carries the same post. */
export interface Credit {
  readonly source: SourceKey;
  readonly title: string;
  readonly url: HttpUrl | null;
}

/** A published post: the one cleaned record that all feeds and pages are made from. */
export interface Post {
  /** Atom `id`, RSS `guid`, JSON `id`. Never changes. */
  readonly id: string;
  /**
   * The hexadecimal digits of its `urn:uuid` v5: the post's place on our own pages, `sources/<key>/#<uuid>`.
   */
  readonly uuid: string;
  readonly source: SourceKey;
  /** The entry's key within its source. */
  readonly key: string;
  readonly url: HttpUrl | null;
  readonly title: string | null;
  /** The entry's, else the feed's; may be empty. */
  readonly authors: readonly Person[];
  readonly published: Instant;
  /** Its place among the posts of the same date, the least first; 0 where it is missing. */
  readonly order?: number;
  /** The pass that brought it as news; missing where it never was. */
  readonly news?: Instant;
  /** Never earlier than `published`. */
  readonly updated: Instant;
  readonly language: string | null;
  /**
   * At most `publish.excerpt` characters of visible text in `p`, `pre` and `code`; empty where there is none.
   */
  readonly excerpt: SafeHtml;
  /** For `full` sources, where it fits; else null. */
  readonly content: SafeHtml | null;
  /** Slugs, sorted. */
  readonly tags: readonly string[];
  readonly enclosures: readonly Enclosure[];
  readonly image: HttpUrl | null;
  readonly from: SourceSnapshot;
  readonly also: readonly Credit[];
  readonly why: readonly TagReason[];
  /** The posts that it lists, newest first, as they were when its week closed; of a digest alone. */
  readonly digest?: readonly Post[];
}
