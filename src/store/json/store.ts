import path from 'node:path';
import type { Low } from 'lowdb';
import type { Entry, EntryRef } from '../../model/entry.js';
import type { Lookup } from '../../model/identity.js';
import type { Doc, StreamChange, StreamData } from '../../model/stream.js';
import type { SourceKey } from '../../model/values.js';
import type { HostState } from '../../schedule/index.js';
import type { SourceRecord } from '../../sources/record.js';
import type {
  Commit,
  Dirty,
  EntryShard,
  Facts,
  Known,
  Listing,
  OwnedEntry,
  Store,
  StoreOptions,
  Summary,
  Unfinished,
} from '../store.js';
import { finishBatches } from './batch.js';
import { Buried } from './buried.js';
import { type DbFile, readDb } from './db-file.js';
import { removeStaleTemps } from './disk.js';
import { EntryIndex } from './entry-index.js';
import { EntryWriter } from './entry-writer.js';
import { Finder } from './finder.js';
import { type Lock, takeLock } from './lock.js';
import { Pending } from './pending.js';
import { SourceShelf } from './source-shelf.js';
import { StreamFiles } from './stream-files.js';
import { untoldOf } from './untold.js';
import { WriteQueue } from './write-queue.js';

/** Stream changes kept in memory, about 2 KB each, before they are applied. */
const CHANGES_IN_MEMORY = 6000;

/**
 * Opens the JSON database in `folder`, made where it does not exist. Takes its lock: a UserError names who holds it;
 * another one names a file that is damaged.
 */
export async function openJsonStore(folder: string, options: StoreOptions): Promise<Store> {
  const lock = takeLock(folder, options.now);
  try {
    await finishBatches(folder);
    const pending = await Pending.open(folder);
    await removeStaleTemps(folder, lock.wasStale || pending.left !== null ? 'all' : 'top');
    const db = await readDb(folder);
    return new JsonStore(folder, options, lock, db, pending, await Buried.open(folder));
  } catch (error) {
    lock.release();
    throw error;
  }
}

class JsonStore implements Store {
  private readonly queue: WriteQueue;
  private readonly shelf: SourceShelf;
  private readonly index: EntryIndex;
  private readonly finder: Finder;
  private readonly writer: EntryWriter;
  private readonly streams: StreamFiles;
  private readonly records: Map<SourceKey, SourceRecord>;
  readonly passNumber: number;
  private dbChanged = false;
  /** What a crash left has been told to the streams; until then its sources stay announced. */
  private isRecovered: boolean;

  constructor(
    folder: string,
    private readonly options: StoreOptions,
    private readonly lock: Lock,
    private readonly db: Low<DbFile>,
    private readonly pending: Pending,
    private readonly buried: Buried,
  ) {
    this.queue = new WriteQueue(folder);
    this.shelf = new SourceShelf(path.join(folder, 'sources'), this.queue);
    this.index = new EntryIndex(folder);
    this.finder = new Finder(this.index, this.shelf, this.buried);
    this.streams = new StreamFiles(folder);
    this.records = new Map(Object.entries(db.data.sources));
    for (const key of this.records.keys()) this.index.addSource(key);
    this.passNumber = Math.max(db.data.facts.pass, pending.left?.round ?? 0) + 1;
    this.isRecovered = pending.left === null;
    pending.begin(this.passNumber);
    this.writer = new EntryWriter(this.shelf, this.index, this.finder, pending);
  }

  get facts(): Facts {
    return this.db.data.facts;
  }

  setFacts(facts: Partial<Facts>): void {
    this.db.data.facts = { ...this.facts, ...facts };
    this.dbChanged = true;
  }

  get hosts(): HostState {
    return this.db.data.hosts;
  }

  setHosts(hosts: HostState): void {
    this.db.data.hosts = hosts;
    this.dbChanged = true;
  }

  sources(): ReadonlyMap<SourceKey, SourceRecord> {
    return this.records;
  }

  putSource(record: SourceRecord): void {
    this.index.addSource(record.key);
    this.records.set(record.key, record);
    this.dbChanged = true;
  }

  expect(sources: Iterable<SourceKey>): void {
    this.pending.expect(sources);
  }

  async listing(source: SourceKey): Promise<Listing> {
    return (await this.shelf.open(source)).listing();
  }

  find(source: SourceKey, lookups: readonly Lookup[]): Promise<readonly Known[]> {
    return this.finder.find(source, lookups);
  }

  entry(ref: EntryRef): Promise<Entry | null> {
    return this.finder.entry(ref);
  }

  search(text: string): Promise<readonly OwnedEntry[]> {
    return this.finder.search(text);
  }

  async *entries(source: SourceKey): AsyncIterable<EntryShard> {
    yield* (await this.shelf.open(source)).shards();
  }

  async newest(source: SourceKey, most: number): Promise<readonly Entry[]> {
    return (await this.shelf.open(source)).newest(most);
  }

  async commit(commit: Commit): Promise<void> {
    await this.writer.commit(commit);
    await this.relieve();
  }

  async prune(source: SourceKey, keys: ReadonlySet<string>): Promise<void> {
    for await (const _shard of this.writer.prune(source, keys)) await this.relieve();
  }

  bury(entries: Iterable<Pick<Entry, 'id' | 'ids' | 'url'>>): Promise<void> {
    return this.buried.add(entries);
  }

  async *unfinished(): AsyncIterable<Unfinished> {
    if (this.isRecovered) return;
    const left = this.pending.left?.sources.filter((source) => this.records.has(source)) ?? [];
    for (const source of left) {
      const untold = await untoldOf(source, await this.shelf.open(source), this.pending.since, this.index);
      if (untold.length > 0) this.pending.mark({ sources: [source] });
      yield* untold;
    }
    this.isRecovered = true;
  }

  async restream(changes: readonly StreamChange[]): Promise<void> {
    this.writer.changes.push(...changes);
    await this.relieve();
  }

  async checkpoint(): Promise<void> {
    await this.queue.drain();
    await this.index.flush();
    await this.pending.keep();
    if (!this.dbChanged) return;
    this.db.data.sources = Object.fromEntries(this.records);
    this.dbChanged = false;
    await this.db.write();
  }

  async settle(): Promise<void> {
    const changes = this.writer.changes.splice(0);
    if (changes.length > 0) this.setFacts({ pass: this.pending.round });
    await this.checkpoint();
    if (changes.length === 0 && this.pending.left === null) return;
    await this.pending.beginStreams(new Set(changes.flatMap(({ was, now }) => [...was, ...now])));
    const changed = await this.streams.apply(changes, this.options.limit, this.options.at);
    if (!this.isRecovered) return this.pending.partlySettled(changed);
    await this.pending.settled(changed);
  }

  stream(name: string): Promise<StreamData | null> {
    return this.streams.read(name);
  }

  doc(name: string, n: number): Promise<Doc | null> {
    return this.streams.doc(name, n);
  }

  summary(): Promise<Summary> {
    return this.streams.counts();
  }

  /** A configured stream is born with the first pass that knows it. */
  async ensureStreams(names: Iterable<string>): Promise<void> {
    const born: string[] = [];
    for (const name of names) if (await this.streams.ensure(name, this.options.at)) born.push(name);
    if (born.length > 0) this.pending.mark({ streams: born });
  }

  async retireStream(name: string): Promise<void> {
    await this.streams.remove(name);
  }

  dirty(): Dirty {
    return this.pending.dirty();
  }

  markDirty(what: Parameters<Store['markDirty']>[0]): void {
    this.pending.mark(what);
  }

  clean(): Promise<void> {
    return this.pending.clear();
  }

  async close(): Promise<void> {
    await this.queue.drain().finally(() => this.lock.release());
  }

  /** What is in memory must not grow with what a pass brings. */
  private async relieve(): Promise<void> {
    if (this.writer.changes.length >= CHANGES_IN_MEMORY) await this.settle();
    else if (this.index.isFull) await this.checkpoint();
  }
}
