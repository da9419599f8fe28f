import type { Entry, EntryRef } from '../model/entry.js';
import type { Lookup } from '../model/identity.js';
import type { Post } from '../model/post.js';
import type { Before, Doc, StreamChange, StreamData } from '../model/stream.js';
import type { Instant, SourceKey } from '../model/values.js';
import type { HostState } from '../schedule/index.js';
import type { SourceRecord } from '../sources/record.js';

/** One entry as a commit writes it. */
export interface Put {
  readonly source: SourceKey;
  readonly entry: Entry;
  /** What was published of it before; null where it is new. */
  readonly before: Before | null;
  /** What is published of it; null where nothing is. */
  readonly post: Post | null;
  /** Where it stands, from `entries()`; then its identities must be what they were. */
  readonly shard?: number;
}

/** Entries that are stored together. */
export interface EntryShard {
  readonly n: number;
  readonly entries: readonly Entry[];
}

/** What a document lists: the identity of each of its entries → the stored entry and the hash of its raw fields. */
export type Listing = ReadonlyMap<string, Listed>;

export interface Listed {
  /** The stored entry's key; null for one that was pruned or removed and must not come back. */
  readonly key: string | null;
  readonly raw: string;
}

/** All that one poll changes; written so that a crash leaves the state before or after it. */
export interface Commit {
  readonly source: SourceKey;
  readonly puts: readonly Put[];
  /** Null leaves the stored listing as it is. */
  readonly listing: Listing | null;
}

/** What is known of an entry of a document. */
export interface Known {
  /** The source's own entry with this identity. */
  readonly own: Entry | null;
  /** The source's own entry with the same path and title, if there is exactly one. */
  readonly moved: Entry | null;
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

/** An entry and whose it is. */
export interface OwnedEntry {
  readonly source: SourceKey;
  readonly entry: Entry;
}

/** What the outputs still have to render. */
export interface Dirty {
  /** Everything: the configuration, theme or version changed, or public/ lost its marker. */
  readonly all: boolean;
  /** Stream → archive documents to render, null for all; its window is rendered too. */
  readonly streams: ReadonlyMap<string, ReadonlySet<number> | null>;
  readonly sources: ReadonlySet<SourceKey>;
}

/** Small facts about the whole database. */
export interface Facts {
  /** Counts passes that wrote something. */
  readonly pass: number;
  /** A pass has published: from now on `first` protects subscribers. */
  readonly published: boolean;
  /** What the stored filings were made with; differs → re-file. */
  readonly rules: string | null;
  /** What the stored posts were made with; differs → make them again. */
  readonly posts: string | null;
  /** Counts publications that changed something: a public/ that holds an earlier one missed the news between. */
  readonly edition: number;
  /** Tells this database from others: a public/ that was rendered from another one is rendered anew. */
  readonly id: string;
  /** Tags and bundles that were published once and are configured no more. */
  readonly retired: Readonly<Record<string, { readonly title: string; readonly since: Instant }>>;
  /** What the published streams are called: a removed one says farewell under its last title. */
  readonly titles: Readonly<Record<string, string>>;
  readonly lastPass: { readonly at: Instant; readonly ms: number } | null;
}

/** How a store is opened. */
export interface StoreOptions {
  /** Milliseconds since 1970, for the lock. */
  readonly now: number;
  /** The same as an instant: when streams are born. */
  readonly at: Instant;
  /** Posts in a stream's window (`publish.limit`). */
  readonly limit: number;
}

/** The state of all sources at some moment. */
export interface Snapshot {
  readonly facts: Facts;
  readonly hosts: HostState;
  readonly sources: ReadonlyMap<SourceKey, SourceRecord>;
}

/** What pages say of all streams and sources. */
export interface Summary {
  /** Posts a stream. */
  readonly counts: Readonly<Record<string, number>>;
  /** Published date of each source's newest post. */
  readonly newest: Readonly<Record<SourceKey, Instant>>;
}

/** An entry that a crash kept from its streams; `entry` is null where it was taken out of the store. */
export interface Unfinished {
  readonly source: SourceKey;
  readonly entry: Entry | null;
  readonly before: Before;
}

/**
 * The database. One writer at a time: opening takes a lock. The caller serialises everything but the plain look-ups,
 * because a decision rests on what was found before it.
 */
export interface Store {
  readonly facts: Facts;
  setFacts(facts: Partial<Facts>): void;
  /** Of this opening: larger than any before. */
  readonly passNumber: number;
  readonly hosts: HostState;
  setHosts(hosts: HostState): void;

  sources(): ReadonlyMap<SourceKey, SourceRecord>;
  putSource(record: SourceRecord): void;
  /** These sources will probably be committed to: lets the store announce them in one go. */
  expect(sources: Iterable<SourceKey>): void;

  /** What a source's last document listed. */
  listing(source: SourceKey): Promise<Listing>;
  /** One answer per lookup, in their order. */
  find(source: SourceKey, lookups: readonly Lookup[]): Promise<readonly Known[]>;
  entry(ref: EntryRef): Promise<Entry | null>;
  /** By published id, by a source's own id, or by link. */
  search(text: string): Promise<readonly OwnedEntry[]>;
  /** A source's entries, shard by shard, oldest shard first. */
  entries(source: SourceKey): AsyncIterable<EntryShard>;
  /** At least `most` of a source's newest entries, as far as it has them; in no order. */
  newest(source: SourceKey, most: number): Promise<readonly Entry[]>;

  commit(commit: Commit): Promise<void>;
  /** Takes entries out of the store; they stay out while their source's document still lists them. */
  prune(source: SourceKey, keys: ReadonlySet<string>): Promise<void>;
  /** Never takes an entry with one of these ids or links again, from any source. Durable at once. */
  bury(entries: Iterable<Pick<Entry, 'id' | 'ids' | 'url'>>): Promise<void>;

  /** What the streams have to be told again after a crash; tell them by `restream`. */
  unfinished(): AsyncIterable<Unfinished>;
  /** Has one post put where `now` says and taken out of the rest of `was`, in the next `settle`. */
  restream(changes: readonly StreamChange[]): Promise<void>;

  /** Makes everything so far durable, validators last. */
  checkpoint(): Promise<void>;
  /** Makes everything durable and brings the streams up to the commits; what is to be rendered is then in `dirty`. */
  settle(): Promise<void>;
  stream(name: string): Promise<StreamData | null>;
  doc(name: string, n: number): Promise<Doc | null>;
  summary(): Promise<Summary>;
  /** Streams that are configured exist, with or without posts. */
  ensureStreams(names: Iterable<string>): Promise<void>;
  /** Removes a stream that is configured no more. */
  retireStream(name: string): Promise<void>;

  dirty(): Dirty;
  /** Has these pages rendered, even if this pass dies after the next checkpoint. */
  markDirty(what: { all?: boolean; sources?: Iterable<SourceKey>; streams?: Iterable<string> }): void;
  /** Everything dirty has been rendered. */
  clean(): Promise<void>;
  close(): Promise<void>;
}
