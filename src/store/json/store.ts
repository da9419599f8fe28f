import path from 'node:path';
import type { Low } from 'lowdb';
import { identityKey, linkKey } from '../../merge/identity.js';
import type { SourceKey } from '../../model.js';
import type { HostState } from '../../schedule.js';
import type {
  Commit,
  Dirty,
  Doc,
  Entry,
  EntryRef,
  EntryShard,
  Facts,
  Known,
  Listing,
  Lookup,
  Put,
  SourceRecord,
  Store,
  StoreOptions,
  StreamChange,
  StreamData,
  Summary,
  Unfinished,
} from '../store.js';
import { streamChanges } from '../store.js';
import { type DbFile, openDb } from './db-file.js';
import { removeDurably, removeStaleTemps } from './disk.js';
import { EntryIndex, type Location } from './entry-index.js';
import { knownOf } from './find.js';
import { type Lock, takeLock } from './lock.js';
import { Pending } from './pending.js';
import { SourceShelf } from './source-shelf.js';
import { StreamFiles } from './stream-files.js';
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
    if (lock.wasStale) await removeStaleTemps(folder);
    const db = openDb(folder);
    await db.read();
    return new JsonStore(folder, options, lock, db, await Pending.open(folder));
  } catch (error) {
    lock.release();
    throw error;
  }
}

class JsonStore implements Store {
  private readonly queue = new WriteQueue();
  private readonly shelf: SourceShelf;
  private readonly index: EntryIndex;
  private readonly streams: StreamFiles;
  private readonly records: Map<SourceKey, SourceRecord>;
  private readonly pass: number;
  private changes: StreamChange[] = [];
  private dbChanged = false;
  /** What a crash left is still being told to the streams: its sources stay announced. */
  private isRecovering = false;

  constructor(
    folder: string,
    private readonly options: StoreOptions,
    private readonly lock: Lock,
    private readonly db: Low<DbFile>,
    private readonly pending: Pending,
  ) {
    this.shelf = new SourceShelf(path.join(folder, 'sources'), this.queue);
    this.index = new EntryIndex(folder);
    this.streams = new StreamFiles(folder);
    this.records = new Map(Object.entries(db.data.sources));
    for (const key of this.records.keys()) this.index.addSource(key);
    this.pass = Math.max(db.data.facts.pass, pending.left?.pass ?? 0) + 1;
  }

  get facts(): Facts {
    return this.db.data.facts;
  }

  get passNumber(): number {
    return this.pass;
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

  async find(source: SourceKey, lookups: readonly Lookup[]): Promise<readonly Known[]> {
    const known: Known[] = [];
    for (const lookup of lookups)
      known.push(await knownOf(source, lookup, this.index, (at) => this.read(at)));
    return known;
  }

  async entry(ref: EntryRef): Promise<Entry | null> {
    const files = await this.shelf.open(ref.source);
    for await (const shard of files.shards()) {
      const entry = shard.entries.find(({ key }) => key === ref.key);
      if (entry !== undefined) return entry;
    }
    return null;
  }

  async search(text: string): Promise<readonly EntryRef[]> {
    const found = [await this.index.byIdentity(identityKey(text)), await this.index.byLink(linkKey(text))];
    const refs = new Map<string, EntryRef>();
    for (const { at } of found)
      for (const { source, key } of at) refs.set(`${source} ${key}`, { source, key });
    return [...refs.values()];
  }

  async *entries(source: SourceKey): AsyncIterable<EntryShard> {
    yield* (await this.shelf.open(source)).shards();
  }

  async newest(source: SourceKey, most: number): Promise<readonly Entry[]> {
    return (await this.shelf.open(source)).newest(most);
  }

  async commit(commit: Commit): Promise<void> {
    const sources = [...new Set([commit.source, ...commit.puts.map((put) => put.source)])];
    if (commit.puts.length > 0) await this.pending.announce(this.pass, sources);
    for (const put of commit.puts) await this.put(put);
    if (commit.listing !== null) (await this.shelf.change(commit.source)).setListing(commit.listing);
    await this.save(sources);
  }

  async prune(source: SourceKey, keys: ReadonlySet<string>): Promise<void> {
    await this.pending.announce(this.pass, [source]);
    const files = await this.shelf.change(source);
    for await (const shard of files.shards()) {
      for (const entry of shard.entries) {
        if (!keys.has(entry.key)) continue;
        const location = await this.locate(source, entry);
        if (location === null) continue;
        await files.drop(entry.key, location.shard);
        await this.index.remove(location, entry);
        const before = { id: entry.id, published: entry.published, streams: entry.streams };
        files.noteChange(this.pass, entry.key, before);
        this.changes.push(...streamChanges(before, null, null));
      }
    }
    files.setListing(
      new Map(
        [...files.listing()].map(([identity, listed]) => [
          identity,
          keys.has(listed.key ?? '') ? { ...listed, key: null } : listed,
        ]),
      ),
    );
    await this.save([source]);
  }

  bury(lookup: Pick<Lookup, 'identity' | 'link'>): Promise<void> {
    return this.index.bury(lookup);
  }

  async dropSource(source: SourceKey): Promise<void> {
    const keys = new Set<string>();
    for await (const { entries } of this.entries(source)) for (const { key } of entries) keys.add(key);
    await this.prune(source, keys);
    this.records.delete(source);
    this.dbChanged = true;
    await this.settle();
    for (const file of (await this.shelf.open(source)).files()) await removeDurably(file);
    this.shelf.forget(source);
  }

  async *unfinished(): AsyncIterable<Unfinished> {
    this.isRecovering = true;
    for (const source of this.pending.left?.sources ?? []) {
      if (!this.records.has(source)) continue;
      const files = await this.shelf.open(source);
      if (files.head.pass !== this.pending.left?.pass) continue;
      const entries = new Map<string, Entry>();
      for await (const shard of files.shards()) {
        for (const entry of shard.entries) if (entry.key in files.head.changes) entries.set(entry.key, entry);
      }
      for (const [key, before] of Object.entries(files.head.changes)) {
        const entry = entries.get(key) ?? null;
        if (entry !== null) await this.reindex(source, entry);
        yield { source, entry, before };
      }
    }
    this.isRecovering = false;
  }

  async restream(changes: readonly StreamChange[]): Promise<void> {
    this.changes.push(...changes);
    if (this.changes.length >= CHANGES_IN_MEMORY) await this.settle();
  }

  async checkpoint(): Promise<void> {
    await this.queue.drain();
    await this.index.flush();
    if (!this.dbChanged) return;
    this.db.data.sources = Object.fromEntries(this.records);
    this.dbChanged = false;
    await this.db.write();
  }

  async settle(): Promise<void> {
    if (this.changes.length > 0 && this.facts.pass < this.pass) this.setFacts({ pass: this.pass });
    await this.checkpoint();
    const { changes } = this;
    this.changes = [];
    if (changes.length === 0 && this.pending.left === null) return;
    await this.pending.beginStreams(this.pass, new Set(changes.flatMap(({ was, now }) => [...was, ...now])));
    const changed = await this.streams.apply(changes, this.options.limit, this.options.at);
    await this.pending.settled(this.pass, changed, !this.isRecovering);
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

  async markDirty(what: { all?: boolean; sources?: Iterable<SourceKey> }): Promise<void> {
    this.pending.mark(what);
    await this.pending.keep(this.pass);
  }

  clean(): Promise<void> {
    return this.pending.clear();
  }

  async close(): Promise<void> {
    await this.queue.drain().finally(() => this.lock.release());
  }

  private async put(put: Put): Promise<void> {
    const { source, entry } = put;
    const files = await this.shelf.change(source);
    if (put.shard === undefined) {
      const known = put.before === null ? null : await this.locate(source, entry);
      const shard = await files.put(entry, known?.shard ?? null);
      await this.index.add({ source, key: entry.key, shard }, entry);
    } else {
      await files.put(entry, put.shard);
    }
    files.noteChange(
      this.pass,
      entry.key,
      put.before ?? { id: entry.id, published: entry.published, streams: [] },
    );
    this.changes.push(...structuredClone(streamChanges(put.before, entry, put.post)));
  }

  /** Hands the changed files of these sources to the disk, in this order. */
  private async save(sources: readonly SourceKey[]): Promise<void> {
    await this.shelf.save(sources);
    if (this.changes.length >= CHANGES_IN_MEMORY) await this.settle();
    else if (this.index.isFull) await this.checkpoint();
  }

  private async locate(source: SourceKey, entry: Entry): Promise<Location | null> {
    const { at } = await this.index.byIdentity(identityKey(entry.ids[0] ?? entry.id));
    return at.find((location) => location.source === source && location.key === entry.key) ?? null;
  }

  private async read(at: Location): Promise<Entry | null> {
    return (await this.shelf.open(at.source)).entry(at.key, at.shard);
  }

  private async reindex(source: SourceKey, entry: Entry): Promise<void> {
    const files = await this.shelf.open(source);
    const known = await this.locate(source, entry);
    const shard = known?.shard ?? (await files.shardOf(entry.key));
    if (shard !== null) await this.index.add({ source, key: entry.key, shard }, entry);
  }
}
