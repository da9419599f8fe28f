import type {
  Credit,
  Enclosure,
  Feed,
  HttpUrl,
  Instant,
  Person,
  Post,
  SafeHtml,
  SourceKey,
  SourceSnapshot,
  TagReason,
} from '../model.js';
import type { HostState, PollState } from '../schedule.js';

/** Where an entry is stored. */
export interface EntryRef {
  readonly source: SourceKey;
  /** The entry's key within its source. */
  readonly key: string;
}

/** A stored entry: everything that was read, so that rules, `full` and `excerpt` may change without a request. */
export interface Entry {
  /** A short hash of the identity it was first seen under; never changes. */
  readonly key: string;
  /** The published id; never changes, but for the copy that gives way to a better one. */
  readonly id: string;
  /** Every identity it has been seen under, the newest last: guid, atom:id, else link, else a content hash. */
  readonly ids: readonly string[];
  readonly url: HttpUrl | null;
  readonly title: string | null;
  readonly authors: readonly Person[];
  readonly content: SafeHtml | null;
  readonly summary: SafeHtml | null;
  readonly published: Instant;
  readonly updated: Instant;
  /** When it was first stored. */
  readonly seen: Instant;
  readonly categories: readonly string[];
  readonly enclosures: readonly Enclosure[];
  readonly image: HttpUrl | null;
  readonly language: string | null;
  readonly from: SourceSnapshot;
  /** Hash of what a reader sees: where it differs the entry was edited. */
  readonly visible: string;
  /** The pass that stored it, or took it over; ties within one pass go by the order of feeds.json. */
  readonly pass: number;
  readonly tags: readonly string[];
  readonly why: readonly TagReason[];
  /** False where `only` holds it back. */
  readonly passes: boolean;
  /** Tags that came with an import and that rules don't touch; null where rules decide. */
  readonly keptTags: readonly string[] | null;
  /** Held back by `first`: in archives and on pages, never in a feed's window. */
  readonly held: boolean;
  /** Another source's copy of the same post is published instead. */
  readonly copyOf: EntryRef | null;
  /** Other sources' copies of this post, credited with it. */
  readonly copies: readonly (Credit & EntryRef)[];
  /** The streams that carry it: `site`, `tags/ffi`, `bundles/systems`. Empty where it isn't published. */
  readonly streams: readonly string[];
}

/** What a source's last feed said of itself. */
export interface FeedFacts
  extends Pick<Feed, 'format' | 'id' | 'title' | 'home' | 'language' | 'authors' | 'updated' | 'rhythm'> {}

/** A source's state between passes. */
export interface SourceRecord {
  readonly key: SourceKey;
  /** As feeds.json has it, or had it last. */
  readonly url: HttpUrl;
  /** As it was first seen: the namespace of its `urn:uuid` ids. */
  readonly origin: HttpUrl;
  /** Addresses it was polled at before. */
  readonly former: readonly HttpUrl[];
  /** Its address is published nowhere, also when it has left feeds.json. */
  readonly private: boolean;
  readonly poll: PollState;
  /** Null until a feed has been read. */
  readonly feed: FeedFacts | null;
  /** Stored entries. */
  readonly entries: number;
  /** Of these, held back by `only`. */
  readonly withheld: number;
  /** Published date of the oldest stored entry: tells when retention has something to do. */
  readonly oldest: Instant | null;
}

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

/** How an entry stood in its streams before a change. */
export interface Before {
  readonly id: string;
  readonly published: Instant;
  readonly streams: readonly string[];
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

/** How an entry of a document is looked for; see `merge/identity.ts`. */
export interface Lookup {
  /** Normalised identity. */
  readonly identity: string;
  /** Path and title, which outlive a move to another host or a change of ids. */
  readonly place: string | null;
  /** Canonical link. */
  readonly link: string | null;
}

/** What is known of an entry of a document. */
export interface Known {
  /** The source's own entry with this identity. */
  readonly own: Entry | null;
  /** The source's own entry with the same path and title, if there is exactly one. */
  readonly moved: Entry | null;
  /** Another source's published entry with the same canonical link. */
  readonly holder: { readonly source: SourceKey; readonly entry: Entry } | null;
  /** Several entries of this source, or of the holder's, share the canonical link: it identifies nothing. */
  readonly linkShared: boolean;
  /** Another entry holds this identity as its published id. */
  readonly idTaken: boolean;
  /** The operator has removed it for good. */
  readonly removed: boolean;
}

/** What the outputs still have to render. */
export interface Dirty {
  /** Everything: the configuration, theme or version changed, or public/ lost its marker. */
  readonly all: boolean;
  /** Stream → archive documents to render, null for all; its window is rendered too. */
  readonly streams: ReadonlyMap<string, ReadonlySet<number> | null>;
  readonly sources: ReadonlySet<SourceKey>;
}

/** A stream as it is stored. */
export interface StreamData {
  readonly name: string;
  readonly born: Instant;
  readonly count: number;
  readonly since: Instant | null;
  /** Newest first; `doc` is the sealed document that holds it too, 0 for none. */
  readonly window: readonly { readonly post: Post; readonly doc: number }[];
  readonly related: Readonly<Record<string, number>>;
  readonly writers: Readonly<Record<SourceKey, number>>;
  readonly years: Readonly<Record<string, number>>;
  readonly docs: readonly DocRef[];
}

export interface DocRef {
  readonly n: number;
  readonly count: number;
  readonly from: Instant;
  readonly to: Instant;
}

/** A sealed document's posts, newest first. */
export interface Doc {
  readonly n: number;
  readonly posts: readonly DocPost[];
}

export interface DocPost {
  readonly post: Post;
  readonly held: boolean;
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
  /** Tells this database from others: a public/ that was rendered from another one is rendered anew. */
  readonly id: string;
  /** Tags and bundles that were published once and are configured no more. */
  readonly retired: Readonly<Record<string, { readonly title: string; readonly since: Instant }>>;
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
  /** The number of this round of writing, larger than any before. */
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
  search(text: string): Promise<readonly EntryRef[]>;
  /** A source's entries, shard by shard, oldest shard first. */
  entries(source: SourceKey): AsyncIterable<EntryShard>;
  /** At least `most` of a source's newest entries, as far as it has them; in no order. */
  newest(source: SourceKey, most: number): Promise<readonly Entry[]>;

  commit(commit: Commit): Promise<void>;
  /** Takes entries out of the store; they stay out while their source's document still lists them. */
  prune(source: SourceKey, keys: ReadonlySet<string>): Promise<void>;
  /** Never takes an entry with this identity or canonical link again, from any source. */
  bury(lookup: Pick<Lookup, 'identity' | 'link'>): Promise<void>;
  /** Forgets a source and all that is stored of it. */
  dropSource(source: SourceKey): Promise<void>;

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
  /** Durable: what is marked is rendered even if this pass dies. */
  markDirty(what: { all?: boolean; sources?: Iterable<SourceKey> }): Promise<void>;
  /** Everything dirty has been rendered. */
  clean(): Promise<void>;
  close(): Promise<void>;
}

/** One post's move between streams. */
export interface StreamChange {
  readonly id: string;
  readonly published: Instant;
  readonly was: readonly string[];
  readonly now: readonly string[];
  /** Null where `now` is empty. */
  readonly post: Post | null;
  readonly held: boolean;
  /** Certainly in none of `now` yet: saves looking for it. */
  readonly isNew: boolean;
}

/** What the streams have to do about an entry that stood as `before` says and now is `entry` (null: gone). */
export function streamChanges(
  before: Before | null,
  entry: Entry | null,
  post: Post | null,
): readonly StreamChange[] {
  const streams = entry?.streams ?? [];
  const isSame =
    before === null || (entry !== null && before.id === entry.id && before.published === entry.published);
  const gone: StreamChange[] =
    isSame || before.streams.length === 0
      ? []
      : [
          {
            id: before.id,
            published: before.published,
            was: before.streams,
            now: [],
            post: null,
            held: false,
            isNew: false,
          },
        ];
  const was = isSame && before !== null ? before.streams : [];
  if (entry === null || (was.length === 0 && streams.length === 0)) return gone;
  const { id, published, held } = entry;
  return [...gone, { id, published, was, now: streams, post, held, isNew: before === null }];
}
