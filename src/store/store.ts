import type { WantedWords } from '../classify/match/wanted-words.js';
import type { HealthEvent } from '../events/event.js';
import type { Entry, EntryRef } from '../model/entry.js';
import type { Lookup } from '../model/identity.js';
import type { Post } from '../model/post.js';
import type { Doc, Placement, StreamChange, StreamData } from '../model/stream.js';
import type { SourceKey } from '../model/values.js';
import type { HostState, PollState, Subscription } from '../schedule/index.js';
import type { FeedFacts, SourceRecord } from '../sources/record.js';
import type {
  Again,
  Changes,
  Counts,
  Facts,
  Fingerprints,
  Fresh,
  Known,
  Letter,
  Listing,
  OwnedEntry,
  Piece,
  PostMaker,
  Reconciled,
  Removal,
  TagCombination,
  Waiting,
} from './words.js';

export * from './words.js';

/**
 * What can be read of the database, by any number of processes and while a pass runs: nothing is locked, made
 * or changed. Each source, stream and part of the index is seen whole, though one may stand before a running
 * pass and another after it.
 */
export interface StoreReader {
  facts(): Promise<Facts>;
  /** What the operator should know of, the last event first; the newest few hundred are kept. */
  events(): Promise<readonly HealthEvent[]>;
  /** Hosts that asked to be left alone. */
  holds(): Promise<HostState>;
  sources(): Promise<ReadonlyMap<SourceKey, SourceRecord>>;
  /** All entries of a source, part by part, the oldest part first: never all of a long history at once. */
  entries(source: SourceKey): AsyncIterable<readonly Entry[]>;
  /** At least `most` of a source's newest entries, as far as it has them; in no order. */
  newest(source: SourceKey, most: number): Promise<readonly Entry[]>;
  entry(ref: EntryRef): Promise<Entry | null>;
  /** By published id, by a source's own id, or by link. */
  search(text: string): Promise<readonly OwnedEntry[]>;
  /** A stream with its newest posts; null where there is none of that name. */
  stream(name: string): Promise<StreamData | null>;
  /** A sealed document of a stream: posts that have left its window. */
  doc(name: string, n: number): Promise<Doc | null>;
  /**
   * The newest posts that have these tags, `most` at most, newest first; none that are archived only. As they
   * are now, whenever the store was opened, as with `newestWith`.
   */
  newestTagged(wanted: TagCombination, most: number): Promise<readonly Post[]>;
  /**
   * The same of the posts that have these words, as `isMeant` says: it decides, the words only save asking it
   * of all. Looked through are the newest documents of the whole site, `DOCS_SEARCHED` of them.
   */
  newestWith(words: WantedWords, isMeant: (post: Post) => boolean, most: number): Promise<readonly Post[]>;
  counts(): Promise<Counts>;
  /** What waits to be sent, in the order that it came. */
  outbox(): Promise<readonly Waiting[]>;
  /** The last removal, as long as it can be taken back; else null. */
  removal(): Promise<Removal | null>;
  /** Subscriptions to hubs of sources, the oldest first. Their secrets are in no backup: `whole` has none. */
  subscriptions(): Promise<readonly Subscription[]>;
  close(): Promise<void>;
}

/**
 * The database as a pass works on it. What a call has done is seen by all later calls; it is durable in the
 * order of the calls, at the latest when `flush`, `changes` or `rendered` returns, so that a crash never
 * keeps what came after and loses what came before: validators never run ahead of entries. Begin with
 * `begin`.
 */
export interface Store extends StoreReader {
  /** Finishes what an interrupted pass left. Returns the number of this pass, larger than any before. */
  begin(makePost: PostMaker): Promise<number>;

  /** Sources as the configuration has them, new ones too; what is counted of their entries stays. */
  register(records: Iterable<SourceRecord>): Promise<void>;
  /**
   * Sources that are due, each leased to the caller until it is `polled`, the lease ends or the store is
   * closed; a store of many workers leases whole hosts, some at a time. Ask again until there are none.
   */
  claim(wanted: Claim): Promise<readonly SourceRecord[]>;
  /**
   * What came of asking a source, and the events that it makes: both are durable, or neither is. Ends its
   * lease.
   */
  polled(source: SourceKey, poll: PollState, events?: readonly HealthEvent[]): Promise<void>;
  /**
   * Leases hosts to the caller for so many milliseconds, to ask there for what is no source: those of them
   * that no other worker has. To be released as soon as that is done.
   */
  claimHosts(hosts: Iterable<string>, lease: number): Promise<ReadonlySet<string>>;
  releaseHosts(hosts: Iterable<string>): Promise<void>;
  /** A host asked to be left alone, or (null) may be asked again. */
  hold(host: string, hold: HostState[string] | null): Promise<void>;

  /** Looks up what is known of a document's entries, and stores what is decided: one transaction. */
  merge<D extends Decision>(document: DocumentMerge<D>): Promise<D>;
  /** Replaces entries of a source by what `change` makes of them, which may be the very same. */
  edit(source: SourceKey, change: (entry: Entry) => Entry, scope?: EditScope): Promise<void>;
  /** Takes entries out; they stay out while their source's document still lists them. */
  prune(source: SourceKey, keys: ReadonlySet<string>): Promise<void>;
  /**
   * Takes entries out for good, all or none of them: no source brings one with their ids again, nor one with
   * their links. A post that stays loses the credit of its copies that go. What went is kept in place of the
   * removal before, for `undoRemoval`; where nothing is doomed that one stays. Returns how many went.
   * @param doomed handed out part by part, never all of a long history at once; reads, and changes nothing
   */
  remove(what: Pick<Removal, 'of' | 'title'>, doomed: AsyncIterable<readonly Doomed[]>): Promise<number>;
  /**
   * Takes the last removal back: its entries are there again as they stood, under their ids and dates, with
   * their copies and credits, and their sources may bring them. One that is cut short is ended by the next
   * call. Null where no removal is kept.
   * @param file the entry as it is filed today, given what is known of its source
   */
  undoRemoval(file: (source: SourceRecord, entry: Entry) => Entry): Promise<Removal | null>;

  /** Exactly these streams exist, with or without posts. */
  configure(streams: Iterable<string>): Promise<void>;
  /** Has streams changed by posts that no entry stands behind: digests. */
  tell(changes: readonly StreamChange[]): Promise<void>;
  /** Has pages and feeds rendered that a change of the configuration shows on. */
  touch(what: Touched): Promise<void>;
  /**
   * All that has to be rendered where these editions have been, streams brought up to their entries first.
   * @param held the newest first; counted is from the first that this database has made
   */
  changes(held: readonly string[]): Promise<Changes>;
  /**
   * Everything up to this edition, and the one that `changes` has named, has been rendered. Stores facts with
   * it, and what it announces: all of that or nothing. A letter that waits already is one with a new one of
   * the same kind, `to` and `about`. Where several workers publish, the first to have rendered an edition
   * announces it and what came before.
   */
  rendered(edition: string, facts?: Partial<Facts>, announce?: Announcing): Promise<void>;
  /** Letters whose time has come, the longest waiting first, each leased to the caller until it is `sent`. */
  takeLetters(wanted: WantedLetters): Promise<readonly Waiting[]>;
  /**
   * What came of letters, by their ids, durable when it returns. One that has been written anew since it was
   * taken waits on: what was sent may not have known the news.
   */
  sent(outcomes: ReadonlyMap<string, Again>): Promise<void>;
  /** Durable when it returns; facts and the events that they make at once. */
  setFacts(facts: Partial<Facts> | FactsChange, events?: readonly HealthEvent[]): Promise<void>;
  /**
   * Has the operator's feed at hand as a file, `health.atom`, where the database is a folder: rendered where
   * what is there doesn't end in `mark`.
   */
  keepHealthFeed(mark: string, render: () => string): Promise<void>;
  /** Subscriptions as they are by now, by their ids; null for those that are no more. Durable at once. */
  changeSubscriptions(changes: ReadonlyMap<string, Subscription | null>): Promise<void>;
  /** Everything done so far is durable, and streams are brought up to their entries. */
  flush(): Promise<void>;

  /** Compares what is derived from entries (streams, counts) with the entries, and mends it. */
  reconcile(): Promise<Reconciled>;

  /**
   * All that the database keeps, made durable first: `restoreStore` makes the same database of it. Change
   * nothing until it has been read to its end.
   */
  whole(): AsyncIterable<Piece>;
}

/**
 * What a publication announces, given what has been announced so far, and which posts have become news since:
 * stream → ids, the oldest first. Pure: it may be called again.
 */
export type Announcing = (
  before: Fingerprints,
  fresh: Fresh,
) => {
  readonly announced: Fingerprints;
  readonly letters: readonly Letter[];
};

/**
 * What becomes of facts, given how they are by now: other workers may have changed what was read a moment
 * ago. Pure: it may be called again.
 */
export type FactsChange = (now: Facts) => Partial<Facts>;

/** What a worker wants to poll. */
export interface Claim {
  /** The sources that may be asked at all, in the order of feeds.json. */
  readonly among: readonly SourceKey[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** All of them, whatever their rhythm; not against a Retry-After or a 410. */
  readonly all: boolean;
  /** Milliseconds that the lease lasts, by the store's clock. */
  readonly lease: number;
}

/** What a worker wants to send. */
export interface WantedLetters {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Milliseconds that the lease lasts. */
  readonly lease: number;
  readonly most: number;
  /** Milliseconds that no letter waits longer: what seems to was written when a clock was wrong. */
  readonly longestWait: number;
}

/** How one entry is written. */
export interface Put {
  readonly source: SourceKey;
  readonly entry: Entry;
  /** How it was published before; null where it is new. */
  readonly before: Placement | null;
  /** It has just become news: the next publication that shows it announces it. */
  readonly isNews?: boolean;
}

/** What a document changes. */
export interface Decision {
  readonly puts: readonly Put[];
  /** What the document lists from now on; null leaves that as it is. */
  readonly listing: Listing | null;
  /** What the document says of its source; null leaves what is known. */
  readonly feed: FeedFacts | null;
}

/** The merge of a document, as pure functions: they may be called again where another worker was faster. */
export interface DocumentMerge<D extends Decision> {
  readonly source: SourceKey;
  /** What the store is asked, given what the last document listed. */
  ask(listing: Listing): readonly Lookup[];
  /** `known` has one answer for each lookup, in their order. */
  decide(known: readonly Known[], listing: Listing): D | Promise<D>;
}

/** Entries of one source that are to be removed. */
export interface Doomed {
  readonly source: SourceKey;
  readonly entries: readonly Entry[];
  /** Nor are links with `not`: the posts of these copies stay, published from other sources. */
  readonly links: 'too' | 'not';
}

/** What an edit is about. */
export interface EditScope {
  /** Only these entries; all where it is missing. */
  readonly keys?: ReadonlySet<string>;
  /** Posts are made anew also of entries that stay as they are: what they are made with has changed. */
  readonly remake?: boolean;
}

/** What a change of the configuration shows on. */
export interface Touched {
  /** Everything that is published. */
  readonly all?: boolean;
  /** Pages of sources. */
  readonly sources?: Iterable<SourceKey>;
  /** Streams without their sealed documents. */
  readonly windows?: Iterable<string>;
  /** Streams with all their sealed documents. */
  readonly streams?: Iterable<string>;
}

/** How a store is opened. */
export interface StoreOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Posts in a stream's window beside what is news (`publish.limit`). */
  readonly limit: number;
}
