import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { HealthEvent } from '../../events/event.js';
import { UserError } from '../../model/errors.js';
import { unreachable } from '../../model/unreachable.js';
import type { SourceKey } from '../../model/values.js';
import type { HostState } from '../../schedule/index.js';
import type { SourceRecord } from '../../sources/record.js';
import type { Facts, Piece, Removal, StoreOptions } from '../store.js';
import { type FileText, isInside } from './batch.js';
import { writeDb } from './db-file.js';
import { diskError, namesIn, removeStaleTemps, syncFolder } from './disk.js';
import { EntryIndex } from './index/entry-index.js';
import { IndexFilling } from './index/fill-index.js';
import { takeLock } from './lock/lock.js';
import { Outbox } from './outbox.js';
import { Pending } from './pending.js';
import { KeptRemoval, type RemovalDraft } from './removal/kept-removal.js';
import { Removed } from './removal/removed.js';
import { MENDING_NAME } from './repair/mending.js';
import { beginRestoring, endRestoring, isHalfRestored } from './restoring.js';
import { SourceFiles } from './source-files.js';
import { docText, windowText } from './streams/stream-file.js';
import { summaryText } from './streams/summary.js';
import { WriteQueue } from './write-queue.js';

/** All that a database has at the top of its folder, and what a repair has moved aside. */
const NAMES: ReadonlySet<string> = new Set([
  ...['db.json', 'pending.json', 'removed.json', 'removal.json', 'outbox.json', 'subscriptions.json'],
  MENDING_NAME,
  ...['summary.json', 'site.json'],
  ...['removal', 'sources', 'index', 'site', 'tags', 'bundles', 'weekly', 'batches', 'quarantine'],
]);

/**
 * Makes a database of pieces in a folder that has none. While it works the folder says so: whatever is
 * killed, the next restoring begins anew, and nothing else opens the half of a database. A failure empties
 * the folder again. UserErrors: a database is there already, or in use; the disk is full.
 */
export async function restoreJsonStore(
  folder: string,
  pieces: AsyncIterable<Piece>,
  { now }: Pick<StoreOptions, 'now'>,
): Promise<void> {
  const lock = await takeLock(folder, now());
  try {
    if (!(await isHalfRestored(folder))) await refuseDatabase(folder);
    await beginRestoring(folder);
    await empty(folder);
    try {
      await fill(folder, pieces);
    } catch (error) {
      await empty(folder);
      await endRestoring(folder);
      throw error;
    }
    await endRestoring(folder);
  } finally {
    lock.release();
  }
}

async function refuseDatabase(folder: string): Promise<void> {
  if ((await namesIn(folder)).some((name) => NAMES.has(name)))
    throw new UserError(`${folder} has a database already: another is written only where there is none`);
}

async function empty(folder: string): Promise<void> {
  await removeStaleTemps(folder, 'top');
  try {
    for (const name of NAMES) await rm(path.join(folder, name), { recursive: true, force: true });
  } catch (error) {
    throw diskError(error, folder);
  }
  await syncFolder(folder);
}

async function fill(folder: string, pieces: AsyncIterable<Piece>): Promise<void> {
  const work = await Restoring.begin(folder);
  try {
    for await (const piece of pieces) await work.take(piece);
  } finally {
    await work.settled(); // nothing is written any more by the time that the folder is emptied
  }
  await work.finish();
}

/** A database that is being made. Sources and streams go to disk as they come, the rest at the end. */
class Restoring {
  private facts: Facts | null = null;
  private events: readonly HealthEvent[] = [];
  private hosts: HostState = {};
  private readonly records = new Map<SourceKey, SourceRecord>();
  private readonly index: IndexFilling;
  private readonly queue: WriteQueue;
  private source: SourceInPieces | null = null;
  private removal: Removal | null = null;

  private constructor(
    private readonly folder: string,
    private readonly removed: Removed,
    private readonly kept: KeptRemoval,
    private readonly draft: RemovalDraft,
    private readonly pending: Pending,
    private readonly outbox: Outbox,
  ) {
    this.index = new IndexFilling(new EntryIndex(folder, 'write'));
    this.queue = new WriteQueue(folder);
  }

  static async begin(folder: string): Promise<Restoring> {
    const kept = await KeptRemoval.open(folder);
    const [removed, pending] = [await Removed.open(folder), await Pending.open(folder)];
    return new Restoring(folder, removed, kept, await kept.draft(), pending, await Outbox.open(folder));
  }

  async take(piece: Piece): Promise<void> {
    switch (piece.kind) {
      case 'facts':
        this.facts = piece.facts;
        this.pending.begin(piece.facts.pass + 1);
        return;
      case 'events':
        this.events = piece.events;
        return;
      case 'holds':
        this.hosts = piece.holds;
        return;
      case 'removed':
        return this.removed.remember(piece);
      case 'removal':
        this.removal = piece.removal;
        return;
      case 'taken':
        return this.draft.add(piece.taken);
      case 'source':
        return this.begin(piece);
      case 'entries':
        return this.add(piece);
      case 'counts':
        return this.write(summaryText(this.folder, piece.counts));
      case 'stream':
        return this.write(windowText(this.folder, piece.stream));
      case 'doc':
        return this.write(docText(this.folder, piece.stream, piece.doc));
      case 'unrendered':
        return this.pending.restore(piece.unrendered);
      case 'outbox':
        return this.outbox.restore(piece.letters);
      default:
        return unreachable(piece);
    }
  }

  settled(): Promise<void> {
    return this.queue.drain();
  }

  /** `db.json` comes last: what it knows is there. */
  async finish(): Promise<void> {
    if (this.facts === null) throw new TypeError('a database has facts');
    await this.endSource();
    const letters = this.outbox.text();
    if (letters !== null) await this.write(letters);
    await this.queue.drain();
    await this.index.finish();
    await this.index.clear();
    await this.pending.keep();
    if (this.removal !== null)
      await this.kept.keep(this.draft, this.removal, this.removal.undoing ? 'undoing' : 'removed');
    await writeDb(this.folder, {
      facts: this.facts,
      events: this.events,
      hosts: this.hosts,
      sources: Object.fromEntries(this.records),
    });
  }

  private async begin({ record, listing }: Extract<Piece, { kind: 'source' }>): Promise<void> {
    await this.endSource();
    this.records.set(record.key, record);
    const files = await SourceFiles.open(path.join(this.folder, 'sources'), record.key, this.queue);
    files.setListing(new Map(listing));
    this.source = new SourceInPieces(files, listing.length > 0);
  }

  private async add({ source, entries }: Extract<Piece, { kind: 'entries' }>): Promise<void> {
    if (this.source?.files.key !== source) throw new TypeError(`entries of ${source} out of place`);
    const full = this.source.next();
    if (full !== null) await this.write(full);
    for (const entry of entries) {
      const shard = await this.source.files.put(entry, null);
      await this.index.take({ source, key: entry.key, shard }, entry);
    }
  }

  private async endSource(): Promise<void> {
    if (this.source?.hasFiles) for (const file of this.source.files.take()) await this.write(file);
    this.source = null;
  }

  private write(file: FileText): Promise<void> {
    const name = path.relative(this.folder, file.file);
    if (!isInside(name)) throw new UserError(`${name} would be outside ${this.folder}`);
    return this.queue.add([file]);
  }
}

/** A source whose entries come part by part: each part but the last is sealed as it was. */
class SourceInPieces {
  private hasBegun = false;

  constructor(
    readonly files: SourceFiles,
    private readonly isListing: boolean,
  ) {}

  /** Of a source that has brought nothing yet there are none. */
  get hasFiles(): boolean {
    return this.hasBegun || this.isListing;
  }

  /** Another part begins: the file of the one before, null where there is none. */
  next(): FileText | null {
    if (this.hasBegun) return this.files.seal();
    this.hasBegun = true;
    return null;
  }
}
