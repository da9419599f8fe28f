import path from 'node:path';
import type { Low } from 'lowdb';
import { identitiesOf, identityKey, linkKey, linkOf } from '../../merge/identity.js';
import type { SourceKey } from '../../model.js';
import type { HostState } from '../../schedule.js';
import type {
  Before,
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
  OwnedEntry,
  Put,
  SourceRecord,
  Store,
  StoreOptions,
  StreamChange,
  StreamData,
  Summary,
  Unfinished,
} from '../store.js';
import { standing, streamChanges } from '../store.js';
import { finishBatches } from './batch.js';
import { type BuriedFile, openBuried } from './buried-file.js';
import { type DbFile, readDb } from './db-file.js';
import { removeDurably, removeStaleTemps } from './disk.js';
import { EntryIndex, type Location } from './entry-index.js';
import { knownOf } from './find.js';
import { type Lock, takeLock } from './lock.js';
import { Pending } from './pending.js';
import type { SourceFiles } from './source-files.js';
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
    await finishBatches(folder);
    const pending = await Pending.open(folder);
    await removeStaleTemps(folder, lock.wasStale || pending.left !== null ? 'all' : 'top');
    const db = await readDb(folder);
    const buried = openBuried(folder);
    await buried.read();
    return new JsonStore(folder, options, lock, db, pending, buried);
  } catch (error) {
    lock.release();
    throw error;
  }
}

class JsonStore implements Store {
  private readonly queue: WriteQueue;
  private readonly shelf: SourceShelf;
  private readonly index: EntryIndex;
  private readonly streams: StreamFiles;
  private readonly records: Map<SourceKey, SourceRecord>;
  readonly passNumber: number;
  /** Grows with each `settle`: tells changes that the streams know from those that they don't. */
  private round: number;
  private changes: StreamChange[] = [];
  private dbChanged = false;
  /** What a crash left has been told to the streams; until then its sources stay announced. */
  private isRecovered: boolean;

  constructor(
    folder: string,
    private readonly options: StoreOptions,
    private readonly lock: Lock,
    private readonly db: Low<DbFile>,
    private readonly pending: Pending,
    private readonly buried: Low<BuriedFile>,
  ) {
    this.queue = new WriteQueue(folder);
    this.shelf = new SourceShelf(path.join(folder, 'sources'), this.queue);
    this.index = new EntryIndex(folder);
    this.streams = new StreamFiles(folder);
    this.records = new Map(Object.entries(db.data.sources));
    for (const key of this.records.keys()) this.index.addSource(key);
    this.passNumber = Math.max(db.data.facts.pass, pending.left?.round ?? 0) + 1;
    this.round = this.passNumber;
    this.isRecovered = pending.left === null;
    pending.begin(this.round);
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

  async find(source: SourceKey, lookups: readonly Lookup[]): Promise<readonly Known[]> {
    const known: Known[] = [];
    for (const lookup of lookups)
      known.push({
        ...(await knownOf(source, lookup, this.index, (at) => this.read(at))),
        removed: this.isBuried(lookup),
      });
    return known;
  }

  async entry(ref: EntryRef): Promise<Entry | null> {
    const at = await this.locate(ref);
    return at === null ? null : this.read(at);
  }

  async search(text: string): Promise<readonly OwnedEntry[]> {
    const identity = identityKey(text);
    const link = linkKey(text);
    const places = [...(await this.index.byIdentity(identity)), ...(await this.index.byLink(link))];
    const found = new Map<string, OwnedEntry>();
    for (const at of places) {
      const entry = await this.read(at);
      const isMeant = entry !== null && (linkOf(entry) === link || identitiesOf(entry).includes(identity));
      if (isMeant) found.set(`${at.source} ${at.key}`, { source: at.source, entry });
    }
    return [...found.values()];
  }

  async *entries(source: SourceKey): AsyncIterable<EntryShard> {
    yield* (await this.shelf.open(source)).shards();
  }

  async newest(source: SourceKey, most: number): Promise<readonly Entry[]> {
    return (await this.shelf.open(source)).newest(most);
  }

  async commit(commit: Commit): Promise<void> {
    const sources = [...new Set([commit.source, ...commit.puts.map((put) => put.source)])];
    if (commit.puts.length > 0) await this.pending.announce(sources);
    for (const put of commit.puts) await this.put(put);
    if (commit.listing !== null) (await this.shelf.change(commit.source)).setListing(commit.listing);
    await this.save(sources);
  }

  async prune(source: SourceKey, keys: ReadonlySet<string>): Promise<void> {
    const opened = await this.shelf.open(source);
    const listing = new Map(
      [...opened.listing()].map(([identity, listed]) => [
        identity,
        keys.has(listed.key ?? '') ? { ...listed, key: null } : listed,
      ]),
    );
    for await (const { n, entries } of opened.shards()) {
      const pruned = entries.filter(({ key }) => keys.has(key));
      if (pruned.length === 0) continue;
      await this.pending.announce([source]);
      const files = await this.shelf.change(source);
      files.setListing(listing);
      for (const entry of pruned) {
        await files.drop(entry.key, n);
        await this.index.remove({ source, key: entry.key, shard: n }, entry);
        this.note(files, entry.key, standing(entry));
        this.changes.push(...streamChanges(standing(entry), null, null));
      }
      await this.save([source]);
    }
  }

  async bury(entries: Iterable<Pick<Entry, 'id' | 'ids' | 'url'>>): Promise<void> {
    const { identities, links } = this.buried.data;
    for (const entry of entries) {
      for (const id of [...entry.ids, entry.id]) identities[identityKey(id)] = id;
      if (entry.url !== null) links[linkKey(entry.url)] = entry.url;
    }
    await this.buried.write();
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
    for (const source of this.pending.left?.sources ?? []) {
      if (this.isRecovered || !this.records.has(source)) continue;
      const files = await this.shelf.open(source);
      const untold = files.untold(this.pending.since);
      if (Object.keys(untold).length === 0) continue;
      this.pending.mark({ sources: [source] });
      const entries = new Map<string, Entry>();
      for await (const shard of files.shards()) {
        for (const entry of shard.entries) {
          if (!(entry.key in untold)) continue;
          entries.set(entry.key, entry);
          await this.index.add({ source, key: entry.key, shard: shard.n }, entry);
        }
      }
      for (const [key, before] of Object.entries(untold))
        yield { source, entry: entries.get(key) ?? null, before };
    }
    this.isRecovered = true;
  }

  async restream(changes: readonly StreamChange[]): Promise<void> {
    this.changes.push(...changes);
    if (this.changes.length >= CHANGES_IN_MEMORY) await this.settle();
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
    const { changes } = this;
    this.changes = [];
    if (changes.length > 0) this.setFacts({ pass: this.round });
    await this.checkpoint();
    if (changes.length === 0 && this.pending.left === null) return;
    await this.pending.beginStreams(new Set(changes.flatMap(({ was, now }) => [...was, ...now])));
    const changed = await this.streams.apply(changes, this.options.limit, this.options.at);
    if (!this.isRecovered) return this.pending.partlySettled(changed);
    await this.pending.settled(changed);
    this.round += 1;
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

  private async put(put: Put): Promise<void> {
    const { source, entry } = put;
    const files = await this.shelf.change(source);
    if (put.shard === undefined) {
      const known = put.before === null ? null : await this.locate({ source, key: entry.key });
      const shard = await files.put(entry, known?.shard ?? null);
      await this.index.add({ source, key: entry.key, shard }, entry);
    } else {
      await files.put(entry, put.shard);
    }
    this.note(files, entry.key, put.before ?? { ...standing(entry), streams: [] });
    this.changes.push(...structuredClone(streamChanges(put.before, entry, put.post)));
  }

  /** Hands the changed files of these sources to the disk, together. */
  private async save(sources: readonly SourceKey[]): Promise<void> {
    await this.shelf.save(sources);
    if (this.changes.length >= CHANGES_IN_MEMORY) await this.settle();
    else if (this.index.isFull) await this.checkpoint();
  }

  /** The key of an entry is that of the first identity it had, under which the index has it for ever. */
  private async locate({ source, key }: EntryRef): Promise<Location | null> {
    const places = await this.index.byIdentity(key);
    return places.find((at) => at.source === source && at.key === key) ?? null;
  }

  private async read(at: Location): Promise<Entry | null> {
    return (await this.shelf.open(at.source)).entry(at.key, at.shard);
  }

  private isBuried({ identity, link }: Lookup): boolean {
    const { identities, links } = this.buried.data;
    return Object.hasOwn(identities, identity) || (link !== null && Object.hasOwn(links, link));
  }

  private note(files: SourceFiles, key: string, before: Before): void {
    files.noteChange(this.round, this.pending.since, key, before);
  }
}
