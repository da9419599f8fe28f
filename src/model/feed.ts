import type { Enclosure, HttpUrl, Instant, Person } from './values.js';

/** Text or HTML as its author wrote it: hostile until `sanitize()` has seen it. */
export interface Markup {
  readonly type: 'text' | 'html';
  readonly value: string;
  /** What relative references in it resolve against; null where nothing is known. */
  readonly base: HttpUrl | null;
}

/** How often a feed says that it changes; all hints, none binding. */
export interface Rhythm {
  /** RSS 2.0 `ttl`. */
  readonly ttlMinutes: number | null;
  /** `sy:updatePeriod` divided by `sy:updateFrequency`. */
  readonly updateEveryMs: number | null;
  /** RSS 2.0 `skipHours`: hours of the day in UTC, 0 to 23. */
  readonly skipHours: readonly number[];
  /** RSS 2.0 `skipDays`: 0 Sunday to 6 Saturday, in UTC. */
  readonly skipDays: readonly number[];
}

/** A feed as its author meant it, whatever its format. */
export interface Feed {
  /** For people: "RSS 2.0", "Atom 1.0", "RDF (RSS 1.0)", "JSON Feed 1.1". */
  readonly format: string;
  /** The character encoding that the document was read in. */
  readonly encoding: string;
  /** The XML was malformed and has been mended before it was read. */
  readonly repaired: boolean;
  /** What could not be read or had to be guessed, in words: `item 3: unreadable date "…"`. */
  readonly problems: readonly string[];
  /** Entries that hold nothing at all. */
  readonly dropped: number;
  readonly id: string | null;
  /** Plain text. */
  readonly title: string | null;
  readonly home: HttpUrl | null;
  readonly self: HttpUrl | null;
  readonly description: string | null;
  readonly language: string | null;
  readonly authors: readonly Person[];
  readonly icon: HttpUrl | null;
  readonly image: HttpUrl | null;
  readonly updated: Instant | null;
  readonly hubs: readonly HttpUrl[];
  readonly rhythm: Rhythm;
  readonly entries: readonly FeedEntry[];
}

/** One entry (Atom) or item (RSS, JSON Feed). */
export interface FeedEntry {
  /** guid, atom:id or JSON id verbatim, trimmed; null where there is none or several entries share it. */
  readonly id: string | null;
  /** The alternate link, absolute. */
  readonly url: HttpUrl | null;
  /** Plain text, white space folded; null rather than empty. */
  readonly title: string | null;
  readonly authors: readonly Person[];
  readonly content: Markup | null;
  readonly summary: Markup | null;
  readonly published: Instant | null;
  readonly updated: Instant | null;
  readonly categories: readonly string[];
  readonly enclosures: readonly Enclosure[];
  readonly image: HttpUrl | null;
  readonly language: string | null;
  /** `source` of RSS 2.0 and Atom: where the entry was first published, if the feed republishes it. */
  readonly source: { readonly title: string | null; readonly url: HttpUrl | null } | null;
}
