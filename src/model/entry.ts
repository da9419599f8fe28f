import type { TagReason } from './filing.js';
import type { Credit, SourceSnapshot } from './post.js';
import type { Enclosure, HttpUrl, Instant, Person, SafeHtml, SourceKey } from './values.js';

/** Where an entry is stored. */
export interface EntryRef {
  readonly source: SourceKey;
  /** The entry's key within its source. */
  readonly key: string;
}

/** An entry's name among those of all sources. */
export const nameOf = ({ source, key }: EntryRef): string => `${source} ${key}`;

/**
 * A stored entry: everything that was read, so that rules, `full` and `excerpt` may change without a request.
 */
export interface Entry {
  /** A short hash of the identity it was first seen under; never changes. */
  readonly key: string;
  /** The published id; never changes, except for the copy that gives way to a better one. */
  readonly id: string;
  /**
   * Every identity it has been seen under, the newest last: guid, atom:id, else link, else a content hash.
   */
  readonly ids: readonly string[];
  readonly url: HttpUrl | null;
  readonly title: string | null;
  readonly authors: readonly Person[];
  readonly content: SafeHtml | null;
  readonly summary: SafeHtml | null;
  readonly published: Instant;
  /** Its place among the entries of the same date, the least first; 0 where it is missing. */
  readonly order?: number;
  readonly updated: Instant;
  /** When it was first stored, as `firstSeen` has it. */
  readonly seen: Instant;
  readonly categories: readonly string[];
  readonly enclosures: readonly Enclosure[];
  readonly image: HttpUrl | null;
  readonly language: string | null;
  readonly from: SourceSnapshot;
  /** Hash of all its words and files: where it is the same, only markup may differ. */
  readonly visible: string;
  /** The pass that stored it, or took it over; ties within one pass go by the order of feeds.json. */
  readonly pass: number;
  readonly tags: readonly string[];
  readonly why: readonly TagReason[];
  /** False where `only` holds it back. */
  readonly admitted: boolean;
  /** Tags that came with an import and that rules don't touch; null where rules decide. */
  readonly keptTags: readonly string[] | null;
  /** Old when it came, or held back by `first`: in archives and on pages, never in a feed's window. */
  readonly archivedOnly: boolean;
  /**
   * The pass that brought it as news; missing where none did: the site had not been published yet, it is
   * archived only, came with a new source and was old, was imported, or is of a database from before this was
   * kept.
   */
  readonly news?: Instant;
  /** Another source's copy of the same post is published instead. */
  readonly copyOf: EntryRef | null;
  /** Other sources' copies of this post, credited with it. */
  readonly copies: readonly (Credit & EntryRef)[];
  /** The streams that carry it: `site`, `tags/ffi`, `bundles/systems`. Empty where it isn't published. */
  readonly streams: readonly string[];
}
