import { type Instant, instant, type SourceKey } from '../../model/values.js';
import type { Facts, StoreOptions } from '../store.js';
import { writeBatch } from './batch.js';
import { type DbFile, dbText } from './db-file.js';
import type { EntryWriter } from './entry-writer.js';
import type { Pending } from './pending.js';
import type { Parts } from './reader.js';
import { newestPublished, recount } from './recount.js';
import type { WriteQueue } from './write-queue.js';

/** A checkpoint makes validators durable; each writes all of db.json. */
const CHECKPOINT_MS = 10_000;

/** The files of a database that is written to. */
export interface WrittenParts extends Parts {
  readonly folder: string;
  /** `db.json` but for the records. */
  readonly low: { readonly data: Omit<DbFile, 'sources'> };
  readonly pending: Pending;
  readonly queue: WriteQueue;
}

/** Makes what was done durable, in its order, and brings the streams up to it. */
export class Checkpoints {
  private readonly openedAt: Instant;
  private writer: EntryWriter | null = null;
  private dbChanged = false;
  private savedAt: number;

  constructor(
    private readonly parts: WrittenParts,
    private readonly options: StoreOptions,
  ) {
    this.savedAt = options.now();
    this.openedAt = instant(this.savedAt);
  }

  /** From now on the streams are told what this writer notes for them. */
  begin(writer: EntryWriter): void {
    this.writer = writer;
  }

  /** Replaces facts; durable with the next checkpoint. */
  changeFacts(facts: Partial<Facts>): void {
    this.parts.low.data.facts = { ...this.parts.db.facts, ...facts };
    this.dbChanged = true;
  }

  /** Something else of `db.json` has been replaced. */
  noteDbChange(): void {
    this.dbChanged = true;
  }

  /** Makes a configured stream that isn't there yet, as of the opening; answers whether it was missing. */
  ensureStream(name: string): Promise<boolean> {
    return this.parts.streams.ensure(name, this.openedAt);
  }

  /** Makes everything so far durable, validators last. */
  async checkpoint(): Promise<void> {
    await this.parts.queue.drain();
    await this.parts.index.flush();
    await this.keepValidators();
  }

  /**
   * Makes entries and validators durable where the last checkpoint was a while ago. The index may wait: news
   * belongs to nearly all of its files, and recovery makes findable again what the streams were not told of.
   */
  async checkpointWhenDue(): Promise<void> {
    if (this.options.now() - this.savedAt < CHECKPOINT_MS) return;
    await this.parts.queue.drain();
    await this.keepValidators();
  }

  private async keepValidators(): Promise<void> {
    const { folder, pending, records, low, outbox } = this.parts;
    this.savedAt = this.options.now();
    await pending.keep();
    const letters = outbox.text();
    const isDbOld = this.dbChanged || records.changed;
    this.dbChanged = false;
    const texts = [
      ...(isDbOld ? [dbText(folder, low.data, records.take())] : []),
      ...(letters === null ? [] : [letters]),
    ];
    await writeBatch(folder, texts);
    if (isDbOld) records.saved();
  }

  /** Makes everything durable and brings the streams up to their entries. */
  async settle(): Promise<void> {
    const { pending, streams } = this.parts;
    const changes = this.writer?.takeUntold() ?? [];
    for (const source of this.writer?.uncounted ?? []) await recount(this.parts, source);
    this.writer?.uncounted.clear();
    if (changes.length > 0) this.changeFacts({ pass: pending.round });
    await this.checkpoint();
    if (changes.length === 0 && pending.left === null && !this.writer?.left.size) return;
    await pending.beginStreams(new Set(changes.flatMap(({ was, now }) => [...was, ...now])));
    const told = await streams.apply(changes, this.options.limit, this.openedAt, await this.newestAnew());
    await pending.settled(told.changed, told.fresh);
  }

  /** What is in memory must not grow with what a pass brings. */
  async relieve(): Promise<void> {
    if (this.writer?.isFull === true) await this.settle();
    else if (this.parts.index.isFull) await this.checkpoint();
  }

  /** The newest post of each source that has lost one which may have been it. */
  private async newestAnew(): Promise<ReadonlyMap<SourceKey, Instant | null>> {
    const { newest } = await this.parts.streams.counts();
    const found = new Map<SourceKey, Instant | null>();
    for (const [source, lost] of this.writer?.left ?? []) {
      if (lost < (newest[source] ?? '')) continue;
      found.set(source, await newestPublished(await this.parts.sources.open(source)));
    }
    this.writer?.left.clear();
    return found;
  }
}
