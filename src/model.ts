/**
 * The words of tagwire as types: what flows from a source's document to a published feed.
 * Everything here is plain JSON, so that a value can be stored and read back as it is.
 */

declare const brand: unique symbol;

/** An instant in UTC to the second, `YYYY-MM-DDTHH:MM:SSZ` (RFC 3339). Sorts as text. Made by `instant()` only. */
export type Instant = string & { readonly [brand]: 'Instant' };
/** An absolute http(s) URL as `new URL` prints it or as its publisher wrote it. Made by `httpUrl()` only. */
export type HttpUrl = string & { readonly [brand]: 'HttpUrl' };
/** HTML that has been through `sanitize()` or `escapeHtml()`: safe to publish as it stands. */
export type SafeHtml = string & { readonly [brand]: 'SafeHtml' };

/** File-name safe and stable for the life of a source, whatever happens to its URL. */
export type SourceKey = string;

/** RFC 4287 3.2: `name` is never empty. */
export interface Person {
  readonly name: string;
  readonly url: HttpUrl | null;
}

/** RSS 2.0 `enclosure`, Atom `link rel="enclosure"`, JSON Feed attachment. */
export interface Enclosure {
  readonly url: HttpUrl;
  readonly type: string | null;
  /** Bytes. */
  readonly length: number | null;
  readonly title: string | null;
  /** Seconds. */
  readonly duration: number | null;
}

// ---------------------------------------------------------------- parse

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

// ---------------------------------------------------------------- classify

/** Where a term was found. */
export type Field = 'title' | 'text' | 'category' | 'url' | 'host' | 'author' | 'source' | 'code';

/** One term that counted for a tag. */
export interface TermHit {
  /** The term as the rule has it, `title:stm32`. */
  readonly term: string;
  readonly field: Field;
  readonly points: number;
}

/** Why an entry has a tag. `terms` is empty for a group's default. */
export interface TagReason {
  readonly tag: string;
  readonly points: number;
  /** What the points came from; or the rule that gave the tag without points. */
  readonly by: 'terms' | 'source' | 'implied' | 'default';
  readonly terms: readonly TermHit[];
}

/** What the rules say of an entry. */
export interface Filing {
  /** Slugs, sorted. */
  readonly tags: readonly string[];
  /** In the order of `tags`. */
  readonly why: readonly TagReason[];
  /** False where `only` holds the entry back: stored, never published. */
  readonly passes: boolean;
}

// ---------------------------------------------------------------- store

/** The source as it was when the entry was stored: Atom `source` must not move with the source (RFC 4287 4.2.11). */
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

// ---------------------------------------------------------------- publish

/** A published post: the one cleaned record that all feeds and pages are made from. */
export interface Post {
  /** Atom `id`, RSS `guid`, JSON `id`. Never changes. */
  readonly id: string;
  /** The hexadecimal digits of its `urn:uuid` v5: the post's place on our own pages, `sources/<key>/#<uuid>`. */
  readonly uuid: string;
  readonly source: SourceKey;
  /** The entry's key within its source. */
  readonly key: string;
  readonly url: HttpUrl | null;
  readonly title: string | null;
  /** The entry's, else the feed's; may be empty. */
  readonly authors: readonly Person[];
  readonly published: Instant;
  /** Never earlier than `published`. */
  readonly updated: Instant;
  readonly language: string | null;
  /** At most `publish.excerpt` characters of visible text in `p`, `pre` and `code`; empty where there is none. */
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
}

/** A file to be published: `path` is relative to public/, with `/` between its parts. */
export interface OutputFile {
  readonly path: string;
  readonly body: string | Uint8Array;
}

// ---------------------------------------------------------------- the makers of brands

/** Milliseconds since 1970 as an instant; fractions of a second are cut. Throws a RangeError outside the years 0 to 9999. */
export function instant(ms: number): Instant {
  const text = new Date(ms).toISOString();
  if (text.length !== 24) throw new RangeError(`no four-digit year: ${text}`);
  return `${text.slice(0, 19)}Z` as Instant;
}

/** An instant as milliseconds since 1970. */
export const toMs = (at: Instant): number => Date.parse(at);

/** The absolute URL where `text` is one over http or https (resolved against `base` if given), else null. */
export function httpUrl(text: string, base?: string | null): HttpUrl | null {
  const resolved = base ?? undefined;
  if (!URL.canParse(text, resolved)) return null;
  const url = new URL(text, resolved);
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== ''
    ? (url.href as HttpUrl)
    : null;
}

/** For the `default` of an exhaustive switch: the compiler proves that it is never reached. */
export function unreachable(value: never): never {
  throw new TypeError(`unexpected case: ${JSON.stringify(value)}`);
}
