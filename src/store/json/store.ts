import path from 'node:path';
import type { Low } from 'lowdb';
import pLimit from 'p-limit';
import type { HealthEvent } from '../../events/event.js';
import { withEvents } from '../../events/keep.js';
import type { Entry } from '../../model/entry.js';
import { type Instant, instant, type SourceKey } from '../../model/values.js';
import type { HostState, PollState, Subscription } from '../../schedule/index.js';
import { dueAmong } from '../../sources/due.js';
import type { SourceRecord } from '../../sources/record.js';
import { reconcile } from '../reconcile.js';
import type {
  Again,
  Changes,
  Claim,
  Decision,
  DocumentMerge,
  Doomed,
  EditScope,
  Facts,
  Letter,
  Piece,
  PostMaker,
  Reconciled,
  Removal,
  Store,
  StoreOptions,
  Touched,
  Waiting,
  WantedLetters,
} from '../store.js';
import { finishBatches, writeBatch } from './batch.js';
import { bringUpToDate } from './bring-up-to-date.js';
import { type DbFile, dbText, readDb } from './db-file.js';
import { readText, removeStaleTemps, writeDurably } from './disk.js';
import { EntryIndex, INDEX_KEYS } from './entry-index.js';
import { EntryWriter } from './entry-writer.js';
import { fillIndex } from './fill-index.js';
import { Finder } from './finder.js';
import { KeptRemoval } from './kept-removal.js';
import { type Lock, takeLock } from './lock.js';
import { OpenSources } from './open-sources.js';
import { Outbox } from './outbox.js';
import { Pending } from './pending.js';
import { JsonReader, type Parts } from './reader.js';
import { Records } from './records.js';
import { Removed } from './removed.js';
import { Remover } from './remover.js';
import { StreamFiles } from './stream-files.js';
import { Subscriptions } from './subscriptions.js';
import { findUnfinished, newestPublished, recount } from './unfinished.js';
import { piecesOf } from './whole.js';
import { WriteQueue } from './write-queue.js';

/** Stream changes kept in memory, about 2 KB each, before they are applied. */
const CHANGES_IN_MEMORY = 6000;
/** A checkpoint makes validators durable; each writes all of db.json. */
const CHECKPOINT_MS = 10_000;

/**
 * Opens the JSON database in `folder`, made where it does not exist. Takes its lock: a UserError names who
 * holds it; another one names a file that is damaged.
 */
export async function openJsonStore(folder: string, options: StoreOptions): Promise<Store> {
  const lock = await takeLock(folder, options.now());
  try {
    await finishBatches(folder);
    const low = await readDb(folder);
    await bringUpToDate(folder, low);
    const pending = await Pending.open(folder);
    await removeStaleTemps(folder, lock.wasStale || pending.left !== null ? 'all' : 'top');
    const records = new Records(low.data.sources, pending.left?.born);
    const queue = new WriteQueue(folder);
    const sources = new OpenSources(path.join(folder, 'sources'), queue);
    const index = new EntryIndex(folder, 'write');
    for (const key of records.all.keys()) index.addSource(key);
    const removed = await Removed.open(folder);
    const finder = new Finder(index, sources, removed);
    const streams = new StreamFiles(folder);
    const [outbox, kept] = [await Outbox.open(folder), await KeptRemoval.open(folder)];
    const subscriptions = await Subscriptions.open(folder);
    const files = { records, sources, index, finder, streams, removed, kept, outbox, subscriptions };
    const parts = { db: low.data, ...files };
    return new JsonStore({ ...parts, folder, low, lock, pending, queue }, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface WrittenParts extends Parts {
  readonly folder: string;
  readonly low: Low<DbFile>;
  readonly lock: Lock;
  readonly pending: Pending;
  readonly queue: WriteQueue;
}

class JsonStore extends JsonReader implements Store {
  private readonly openedAt: Instant;
  private readonly leases = new Map<SourceKey, number>();
  /** Calls that change something run one after the other: a decision rests on what was found before it. */
  private readonly oneByOne = pLimit(1);
  private begun: EntryWriter | null = null;
  /** One edit is seldom alone: the first announces all sources, instead of each one its own. */
  private areAllExpected = false;
  private dbChanged = false;
  private savedAt: number;

  constructor(
    protected override readonly parts: WrittenParts,
    private readonly options: StoreOptions,
  ) {
    super(parts);
    this.savedAt = options.now();
    this.openedAt = instant(this.savedAt);
  }

  begin(makePost: PostMaker): Promise<number> {
    return this.oneByOne(async () => {
      const { pending, db } = this.parts;
      // A pass that died before its streams were told has shown nothing to anybody: this one goes on with its
      // number.
      const pass = Math.max(db.facts.pass + 1, pending.left?.round ?? 0);
      pending.begin(pass);
      this.begun = new EntryWriter(this.parts, makePost);
      await this.checkpoint(); // what the index will refer to is on disk before it does
      await this.completeIndex();
      await this.finishInterrupted();
      if (this.parts.kept.isUnfinished) await this.remover.finish();
      await this.countUncounted();
      return pass;
    });
  }

  register(records: Iterable<SourceRecord>): Promise<void> {
    return this.oneByOne(() => {
      for (const record of records) {
        this.parts.records.register(record);
        this.parts.index.addSource(record.key);
      }
    });
  }

  claim({ among, now, all, lease }: Claim): Promise<readonly SourceRecord[]> {
    return this.oneByOne(() => {
      const { records, db, pending } = this.parts;
      const free = among.filter((key) => (this.leases.get(key) ?? 0) <= now);
      const due = dueAmong(
        free.map((key) => records.of(key)),
        db.hosts,
        now,
        all,
      );
      for (const { key } of due) this.leases.set(key, now + lease);
      pending.expect(due.map(({ key }) => key));
      return due;
    });
  }

  polled(source: SourceKey, poll: PollState, events: readonly HealthEvent[] = []): Promise<void> {
    return this.oneByOne(async () => {
      this.tell(events);
      this.parts.records.update(source, { poll });
      this.leases.delete(source);
      if (this.options.now() - this.savedAt >= CHECKPOINT_MS) await this.checkpoint();
    });
  }

  hold(host: string, hold: HostState[string] | null): Promise<void> {
    return this.oneByOne(() => {
      const { [host]: _before, ...others } = this.parts.db.hosts;
      this.parts.low.data.hosts = hold === null ? others : { ...others, [host]: hold };
      this.dbChanged = true;
    });
  }

  merge<D extends Decision>({ source, ask, decide }: DocumentMerge<D>): Promise<D> {
    return this.oneByOne(async () => {
      const { records, sources, finder } = this.parts;
      const listing = (await sources.open(source)).listing();
      const lookups = ask(listing);
      const known = lookups.length === 0 ? [] : await finder.find(source, lookups);
      const decision = decide(known, listing);
      if (decision.feed !== null) records.update(source, { feed: decision.feed });
      if (decision.puts.length > 0 || decision.listing !== null) {
        await this.writer.commit(source, decision);
        await this.relieve();
      }
      return decision;
    });
  }

  edit(source: SourceKey, change: (entry: Entry) => Entry, scope: EditScope = {}): Promise<void> {
    return this.oneByOne(async () => {
      if (!this.areAllExpected) this.parts.pending.expect(this.parts.records.all.keys());
      this.areAllExpected = true;
      for await (const _part of this.writer.edit(source, change, scope)) await this.relieve();
    });
  }

  prune(source: SourceKey, keys: ReadonlySet<string>): Promise<void> {
    return this.oneByOne(async () => {
      if (keys.size === 0) return;
      for await (const _part of this.writer.prune(source, keys)) await this.relieve();
    });
  }

  remove(what: Pick<Removal, 'of' | 'title'>, doomed: AsyncIterable<readonly Doomed[]>): Promise<number> {
    const at = instant(this.options.now());
    return this.oneByOne(() => this.remover.remove({ ...what, at }, doomed));
  }

  undoRemoval(file: (source: SourceRecord, entry: Entry) => Entry): Promise<Removal | null> {
    return this.oneByOne(() => this.remover.undo(file));
  }

  configure(names: Iterable<string>): Promise<void> {
    return this.oneByOne(async () => {
      const { streams, pending } = this.parts;
      const wanted = new Set(names);
      const born: string[] = [];
      for (const name of wanted) if (await streams.ensure(name, this.openedAt)) born.push(name);
      if (born.length > 0) pending.mark({ windows: born });
      for (const name of Object.keys((await streams.counts()).counts))
        if (!wanted.has(name)) await streams.remove(name);
    });
  }

  async touch(what: Touched): Promise<void> {
    this.parts.pending.mark(what);
  }

  changes(since: number | null): Promise<Changes> {
    return this.oneByOne(async () => {
      await this.settle();
      const { all, streams, sources } = this.parts.pending.dirty();
      const { edition } = this.parts.db.facts;
      const isAll = all || since !== edition;
      const isNone = !isAll && streams.size === 0 && sources.size === 0;
      return { edition: isNone ? edition : edition + 1, all: isAll, streams, sources };
    });
  }

  rendered(edition: number, facts: Partial<Facts> = {}, letters: readonly Letter[] = []): Promise<void> {
    return this.oneByOne(async () => {
      this.parts.outbox.add(letters, instant(this.options.now()));
      if (edition !== this.parts.db.facts.edition || Object.keys(facts).length > 0)
        this.changeFacts({ ...facts, edition });
      await this.checkpoint();
      await this.parts.pending.clear();
    });
  }

  takeLetters(wanted: WantedLetters): Promise<readonly Waiting[]> {
    return this.oneByOne(() => this.parts.outbox.take(wanted));
  }

  sent(outcomes: ReadonlyMap<string, Again>): Promise<void> {
    return this.oneByOne(() => {
      this.parts.outbox.settle(outcomes);
      return this.checkpoint();
    });
  }

  changeSubscriptions(changes: ReadonlyMap<string, Subscription | null>): Promise<void> {
    return this.oneByOne(() => this.parts.subscriptions.change(changes));
  }

  setFacts(facts: Partial<Facts>, events: readonly HealthEvent[] = []): Promise<void> {
    return this.oneByOne(() => {
      this.changeFacts(facts);
      this.tell(events);
      return this.checkpoint();
    });
  }

  keepHealthFeed(mark: string, render: () => string): Promise<void> {
    return this.oneByOne(async () => {
      const file = path.join(this.parts.folder, 'health.atom');
      if ((await readText(file))?.endsWith(mark) !== true) await writeDurably(file, Buffer.from(render()));
    });
  }

  flush(): Promise<void> {
    return this.oneByOne(async () => {
      await this.settle();
      await this.checkpoint();
    });
  }

  reconcile(): Promise<Reconciled> {
    return this.oneByOne(async () => {
      const { newest } = await this.parts.streams.counts();
      for (const source of this.parts.records.all.keys()) {
        await this.count(source);
        const found = await newestPublished(await this.parts.sources.open(source));
        if ((newest[source] ?? null) !== found) this.writer.recountNewest(source);
      }
      const reconciled = await reconcile(this, this.writer, () => this.relieve());
      await this.settle();
      return reconciled;
    });
  }

  async *whole(): AsyncIterable<Piece> {
    await this.flush();
    yield* piecesOf(this.parts);
  }

  override async close(): Promise<void> {
    await this.parts.queue.drain().finally(() => this.parts.lock.release());
  }

  private get writer(): EntryWriter {
    if (this.begun === null) throw new TypeError('begin() comes first');
    return this.begun;
  }

  /** They are written with the records of sources, in one file. */
  private tell(events: readonly HealthEvent[]): void {
    if (events.length === 0) return;
    this.parts.low.data.events = withEvents(this.parts.db.events, events);
    this.dbChanged = true;
  }

  private get remover(): Remover {
    const pace = { relieve: () => this.relieve(), checkpoint: () => this.checkpoint() };
    return new Remover(this.parts, this.writer, pace);
  }

  private changeFacts(facts: Partial<Facts>): void {
    this.parts.low.data.facts = { ...this.parts.db.facts, ...facts };
    this.dbChanged = true;
  }

  /** An index of an earlier program lacks keys; all entries are read once for them. */
  private async completeIndex(): Promise<void> {
    const { low, index, records, sources } = this.parts;
    if ((low.data.indexed ?? 1) >= INDEX_KEYS) return;
    await fillIndex(index, records.all.keys(), (key) => sources.open(key));
    low.data.indexed = INDEX_KEYS;
    this.dbChanged = true;
    await this.checkpoint();
  }

  /**
   * Has the streams told what a pass that died had stored, together with what this one brings, and its
   * sources counted. Doing it twice is doing it once.
   */
  private async finishInterrupted(): Promise<void> {
    const { pending, records, sources, index } = this.parts;
    if (pending.left === null) return;
    for (const source of pending.left.sources.filter((key) => records.all.has(key))) {
      const files = await sources.open(source);
      const unfinished = await findUnfinished(source, files, pending.since, index);
      if (unfinished.length === 0) continue;
      pending.mark({ sources: [source] });
      for (const { before, entry } of unfinished) {
        this.writer.tell(source, before, entry);
        this.writer.lose(source, before);
        await this.relieve();
      }
      await this.count(source);
    }
    pending.recovered();
  }

  private async count(source: SourceKey): Promise<void> {
    const { records, sources } = this.parts;
    const counts = await recount(await sources.open(source));
    const { entries, withheld, oldest, unshown } = records.of(source);
    if (JSON.stringify(counts) !== JSON.stringify({ entries, withheld, oldest, unshown }))
      records.update(source, counts);
  }

  /** A record of an earlier program doesn't say what is not shown: all its entries are read once for it. */
  private async countUncounted(): Promise<void> {
    for (const { key, unshown } of this.parts.records.all.values())
      if (unshown === null) await this.count(key);
  }

  /** Makes everything so far durable, validators last. */
  private async checkpoint(): Promise<void> {
    const { folder, queue, index, pending, records, low, outbox } = this.parts;
    this.savedAt = this.options.now();
    await queue.drain();
    await index.flush();
    await pending.keep();
    const letters = outbox.text();
    const isDbOld = this.dbChanged || records.changed;
    this.dbChanged = false;
    if (isDbOld) low.data.sources = records.take();
    const texts = [...(isDbOld ? [dbText(folder, low.data)] : []), ...(letters === null ? [] : [letters])];
    await writeBatch(folder, texts);
    if (isDbOld) records.saved();
  }

  /** Makes everything durable and brings the streams up to their entries. */
  private async settle(): Promise<void> {
    const { pending, streams } = this.parts;
    const changes = this.begun?.changes.splice(0) ?? [];
    for (const source of this.begun?.uncounted ?? []) await this.count(source);
    this.begun?.uncounted.clear();
    if (changes.length > 0) this.changeFacts({ pass: pending.round });
    await this.checkpoint();
    if (changes.length === 0 && pending.left === null && !this.begun?.left.size) return;
    await pending.beginStreams(new Set(changes.flatMap(({ was, now }) => [...was, ...now])));
    const changed = await streams.apply(changes, this.options.limit, this.openedAt, await this.newestAnew());
    await pending.settled(changed);
  }

  /** The newest post of each source that has lost one which may have been it. */
  private async newestAnew(): Promise<ReadonlyMap<SourceKey, Instant | null>> {
    const { newest } = await this.parts.streams.counts();
    const found = new Map<SourceKey, Instant | null>();
    for (const [source, lost] of this.writer.left) {
      if (lost < (newest[source] ?? '')) continue;
      found.set(source, await newestPublished(await this.parts.sources.open(source)));
    }
    this.writer.left.clear();
    return found;
  }

  /** What is in memory must not grow with what a pass brings. */
  private async relieve(): Promise<void> {
    if (this.writer.changes.length >= CHANGES_IN_MEMORY) await this.settle();
    else if (this.parts.index.isFull) await this.checkpoint();
  }
}
