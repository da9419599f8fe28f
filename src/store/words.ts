import type { Bundle } from '../config/config.js';
import type { HealthEvent } from '../events/event.js';
import type { Troubles } from '../events/troubles.js';
import type { Entry, EntryRef } from '../model/entry.js';
import type { Post } from '../model/post.js';
import type { Doc, StreamData } from '../model/stream.js';
import type { HttpUrl, Instant, SourceKey } from '../model/values.js';
import type { HostState } from '../schedule/index.js';
import type { KnownLists } from '../sources/reading-lists.js';
import type { SourceRecord } from '../sources/record.js';

/**
 * What a document lists: the identity of each of its entries → the stored entry and the hash of its raw
 * fields.
 */
export type Listing = ReadonlyMap<string, Listed>;

export interface Listed {
  /** The stored entry's key; null for one that was pruned or removed and must not come back. */
  readonly key: string | null;
  readonly raw: string;
}

/** An entry and whose it is. */
export interface OwnedEntry {
  readonly source: SourceKey;
  readonly entry: Entry;
}

/** Stream → ids of posts in its window that are news and that nobody has announced, the oldest first. */
export type Fresh = ReadonlyMap<string, readonly string[]>;

/** What is known of an entry of a document. */
export interface Known {
  /** The source's own entry with this identity. */
  readonly own: Entry | null;
  /** The source's own entry with the same path and title, if there is exactly one. */
  readonly moved: Entry | null;
  /**
   * The source's own entry with the same title and instant of publication, or, of one without a date, with
   * the same title, host and path, if there is exactly one.
   */
  readonly twin: Entry | null;
  /** The source's own entry with the same canonical link, if there is exactly one. */
  readonly linked: Entry | null;
  /** Another source's published entry with the same canonical link. */
  readonly holder: OwnedEntry | null;
  /** Several entries of this source, or of the holder's, share the canonical link: it identifies nothing. */
  readonly linkShared: boolean;
  /** Another source has this identity too. */
  readonly idTaken: boolean;
  /** Of those the entry that has it as its published id. */
  readonly idHolder: OwnedEntry | null;
  /** The operator has removed it for good. */
  readonly removed: boolean;
}

/**
 * At least one of `any` (if any are named), all of `all`, none of `none`: what a bundle is, named or not. All
 * are slugs.
 */
export type TagCombination = Pick<Bundle, 'any' | 'all' | 'none'>;

/** Posts with certain words are looked for in so many documents of the whole site, the newest. */
export const DOCS_SEARCHED = 100;

/** What is published of an entry; null where nothing is. Pure. */
export type PostMaker = (entry: Entry, record: SourceRecord) => Post | null;

/** What → the fingerprint of what it was made with: another one says that it has to be made again. */
export type Fingerprints = Readonly<Record<string, string>>;

/** Small facts about the whole database. */
export interface Facts {
  /** Counts passes that wrote something. */
  readonly pass: number;
  /** A pass has published: from now on `first` protects subscribers. */
  readonly published: boolean;
  /**
   * What the stored entries were filed with and their posts made with: the rules of each tag and source, …
   */
  readonly made: Fingerprints;
  /** Posts that were filed by hand, as filings.json names them → how. */
  readonly filed: Fingerprints;
  /** What the published site shows of the configuration: titles of tags and sources, … */
  readonly shown: Fingerprints;
  /**
   * Counts publications that changed something: a public/ that holds an earlier one missed the news between.
   */
  readonly edition: number;
  /** What that edition is called, see `nameOf`; '' where there is none yet. */
  readonly editionName: string;
  /** Tells this database from others: a public/ that was rendered from another one is rendered anew. */
  readonly id: string;
  /** Tags and bundles that were published once and are configured no more. */
  readonly retired: Readonly<Record<string, { readonly title: string; readonly since: Instant }>>;
  /** What the published streams are called: a removed one says farewell under its last title. */
  readonly titles: Readonly<Record<string, string>>;
  /**
   * Where the site was when it was first published, `site.url`: the ids of its own feeds begin with it for
   * ever. Null before.
   */
  readonly firstUrl: HttpUrl | null;
  readonly lastPass: { readonly at: Instant; readonly ms: number } | null;
  /** Stream → fingerprint of the posts that its feeds show: another one is news for their subscribers. */
  readonly announced: Fingerprints;
  /** Digests of the site's tags; null, or missing, where none are made. */
  readonly digests?: {
    /** The last week that was closed, the date of its Monday. */
    readonly closed: string;
    /** Ids of posts that digests may list though they are gone. */
    readonly doubtful: readonly string[];
  } | null;
  /** What is wrong with the site as a whole. */
  readonly troubles: Troubles;
  /** What reading lists said last. */
  readonly lists: KnownLists;
}

/** What is to be sent to somebody, once. */
export interface Letter {
  /** Who knows how it is sent: `websub`. */
  readonly kind: string;
  /** Where it goes, in the words of that kind; never a secret. */
  readonly to: string;
  /** What it is about: what is sent is made of that when it is sent. */
  readonly about: string;
}

/** A letter that waits to be sent. */
export interface Waiting extends Letter {
  readonly id: string;
  readonly since: Instant;
  /** How often it has been tried. */
  readonly attempts: number;
  readonly notBefore: Instant;
}

/** When a letter is tried again; what came of one that has been delivered or given up is null. */
export type Again = Pick<Waiting, 'attempts' | 'notBefore'> | null;

/** What pages say of all streams and sources. */
export interface Counts {
  /** Posts a stream. */
  readonly counts: Readonly<Record<string, number>>;
  /** Published date of each source's newest published post. */
  readonly newest: Readonly<Record<SourceKey, Instant>>;
  /** The highest number that an archive of a stream has had, of streams that have had any. */
  readonly archives: Readonly<Record<string, number>>;
}

/** What has to be rendered. */
export interface Changes {
  /** What a public/ is called that has all of it: the same as before where there is nothing. */
  readonly edition: string;
  /** The edition that they are counted from; null where a public/ has held none that is known. */
  readonly since: string | null;
  /** Everything: there is no such edition, or all of it has changed. */
  readonly all: boolean;
  /** Stream → sealed documents to render beside its window, null for all. */
  readonly streams: ReadonlyMap<string, ReadonlySet<number> | null>;
  readonly sources: ReadonlySet<SourceKey>;
}

/** How far the streams were from what is stored. */
export interface Reconciled {
  /** Posts that a stream lacked. */
  readonly added: number;
  /** Posts that a stream had otherwise than their entries say. */
  readonly changed: number;
  /** Posts in a stream that no entry stands behind. */
  readonly removed: number;
}

/** The last removal, which is kept so that it can be taken back. */
export interface Removal {
  /** All of a source, or a post with every copy of it. */
  readonly of: 'source' | 'post';
  /** What that is called, else its address. */
  readonly title: string;
  readonly at: Instant;
  /** How many entries went. */
  readonly entries: number;
  /** Its undoing was begun and cut short: some of them may be back. */
  readonly undoing: boolean;
}

/** Entries of a source that a removal took out, as they stood, with all that it changed for them. */
export interface Taken {
  /** Their source as it stood. */
  readonly record: SourceRecord;
  readonly entries: readonly Entry[];
  /** What the last document of their source listed of them. */
  readonly listing: readonly (readonly [identity: string, listed: Listed])[];
  /** Those of their ids and links that were not known as removed before. */
  readonly ids: readonly string[];
  readonly links: readonly string[];
  /** Published posts that stay and lost the credit of one of them, with the copies that they had. */
  readonly leads: readonly (EntryRef & Pick<Entry, 'copies'>)[];
}

/**
 * A piece of all that a database keeps. In their order: facts, events and holds, what was removed, the last
 * removal with all that it took, each source with its entries, counts, each stream with its documents, what
 * has to be rendered, what waits to be sent.
 */
export type Piece =
  | { readonly kind: 'facts'; readonly facts: Facts }
  /** The last one first. */
  | { readonly kind: 'events'; readonly events: readonly HealthEvent[] }
  | { readonly kind: 'holds'; readonly holds: HostState }
  /** Ids and links that the operator has removed for good. */
  | { readonly kind: 'removed'; readonly ids: readonly string[]; readonly links: readonly string[] }
  | { readonly kind: 'removal'; readonly removal: Removal }
  | { readonly kind: 'taken'; readonly taken: readonly Taken[] }
  | {
      readonly kind: 'source';
      readonly record: SourceRecord;
      /** What its last document listed. */
      readonly listing: readonly (readonly [identity: string, listed: Listed])[];
    }
  /**
   * A part of the entries of a source, the oldest part first, as `entries` gives them; the last may be empty.
   */
  | { readonly kind: 'entries'; readonly source: SourceKey; readonly entries: readonly Entry[] }
  | { readonly kind: 'counts'; readonly counts: Counts }
  | { readonly kind: 'stream'; readonly stream: StreamData }
  | { readonly kind: 'doc'; readonly stream: string; readonly doc: Doc }
  | { readonly kind: 'unrendered'; readonly unrendered: Unrendered }
  | { readonly kind: 'outbox'; readonly letters: readonly Waiting[] };

/** What has changed since the edition that the facts name. */
export interface Unrendered {
  readonly all: boolean;
  /** Stream → sealed documents beside its window, null for all. */
  readonly streams: Readonly<Record<string, readonly number[] | null>>;
  readonly sources: readonly SourceKey[];
  /** `Fresh` as an object; missing in what an earlier program wrote. */
  readonly fresh?: Readonly<Record<string, readonly string[]>>;
}
