import path from 'node:path';
import type { Entry } from '../../model/entry.js';
import { UserError } from '../../model/errors.js';
import type { Placement, StreamChange } from '../../model/stream.js';
import type { SourceKey } from '../../model/values.js';
import type { Listed, Listing } from '../store.js';
import type { FileText } from './batch.js';
import { readText } from './disk.js';
import {
  DATA_VERSION,
  type Kind,
  parseDocument,
  readable,
  renameMember,
  type Versioned,
} from './document.js';
import { isEntry, isListed, isListOf, isNumber, isPlacement, isRecordOf } from './shapes.js';
import type { WriteQueue } from './write-queue.js';

/**
 * `sources/<key>.json`: the newest entries, what the last document listed, and the changes of the last pass.
 */
export interface HeadFile extends Versioned {
  /** The number under which `entries` will be sealed; none is given twice. */
  n: number;
  /** The sealed files that hold entries, the oldest first. */
  sealed: number[];
  /** The last round of changes; once the streams have been told of it, `changes` means nothing. */
  round: number;
  /** Entry's key → how it stood when the streams last knew it. */
  changes: Record<string, Stood>;
  /** Identity → [entry's key, hash of its raw fields]. */
  listing: Record<string, readonly [key: string | null, raw: string]>;
  entries: Record<string, Entry>;
}

/** How an entry stood before it changed; and whether it has just become news. */
export type Stood = Placement & Pick<StreamChange, 'isNews'>;

/** `sources/<key>.001.json`: sealed entries, rewritten only by an edit or a change of rules. */
interface SealedFile extends Versioned {
  entries: Record<string, Entry>;
}

export const HEAD_FILE: Kind<HeadFile> = {
  check: (data) =>
    typeof data['n'] === 'number' &&
    typeof data['round'] === 'number' &&
    isListOf(data['sealed'] ?? [], isNumber) &&
    isRecordOf(data['entries'], isEntry) &&
    isRecordOf(data['listing'], isListed) &&
    isRecordOf(data['changes'], isPlacement),
  empty: () => ({ version: DATA_VERSION, n: 1, sealed: [], round: 0, changes: {}, listing: {}, entries: {} }),
  upgrade: (head, from) => {
    head.sealed = Array.from({ length: head.n - 1 }, (_, index) => index + 1);
    if (from === 1) upgradeEntries(head.entries);
  },
};

export const SEALED_FILE: Kind<SealedFile> = {
  check: (data) => isRecordOf(data['entries'], isEntry),
  empty: () => ({ version: DATA_VERSION, entries: {} }),
  upgrade: ({ entries }, from) => {
    if (from === 1) upgradeEntries(entries);
  },
};

function upgradeEntries(entries: Record<string, Entry>): void {
  for (const entry of Object.values(entries)) {
    renameMember(entry, 'passes', 'admitted');
    renameMember(entry, 'held', 'archivedOnly');
  }
}

/** Entries that are stored together. */
export interface Shard {
  readonly n: number;
  readonly entries: readonly Entry[];
}

/** A head is sealed at so many entries or bytes: each new entry rewrites it, so it stays small. */
const SEAL_ENTRIES = 200;
const SEAL_BYTES = 600_000;

/**
 * The files of one source. Changes are made in memory; `take` hands out the texts to write, all in one batch.
 */
export class SourceFiles {
  private readonly loaded = new Map<number, SealedFile>();
  private readonly changedShards = new Set<number>();

  private constructor(
    private readonly folder: string,
    readonly key: SourceKey,
    readonly head: HeadFile,
    private readonly queue: WriteQueue,
  ) {}

  /**
   * @param entries how many it is known to have: without its head, sealed ones would be written over
   * @throws UserError where the head is missing all the same, or damaged
   */
  static async open(folder: string, key: SourceKey, queue: WriteQueue, entries = 0): Promise<SourceFiles> {
    const file = headFileName(folder, key);
    await queue.settled(file);
    const text = await readText(file);
    if (text === null && entries > 0)
      throw new UserError(`${file} is missing; tagwire doctor goes on without it`);
    const head = text === null ? HEAD_FILE.empty() : parseDocument(text, file, HEAD_FILE);
    return new SourceFiles(folder, key, head, queue);
  }

  listing(): Listing {
    const entries = Object.entries(this.head.listing);
    return new Map(entries.map(([identity, [key, raw]]): [string, Listed] => [identity, { key, raw }]));
  }

  setListing(listing: Listing): void {
    this.head.listing = Object.fromEntries(
      [...listing].map(([identity, { key, raw }]) => [identity, [key, raw]]),
    );
  }

  /** The entry under `key` in shard `n`, null where it isn't there. */
  async entry(key: string, n: number): Promise<Entry | null> {
    if (n === this.head.n) return this.head.entries[key] ?? null;
    // An index remembers what has been lost since.
    return this.head.sealed.includes(n) ? ((await this.shard(n)).entries[key] ?? null) : null;
  }

  /** The shard that holds an entry, null where none does. */
  async shardOf(key: string): Promise<number | null> {
    for (const n of [...this.head.sealed, this.head.n].reverse())
      if ((await this.entry(key, n)) !== null) return n;
    return null;
  }

  /** All shards, oldest first. */
  async *shards(): AsyncIterable<Shard> {
    for (const n of [...this.head.sealed]) yield { n, entries: Object.values((await this.shard(n)).entries) };
    yield { n: this.head.n, entries: Object.values(this.head.entries) };
  }

  /** The newest shards that together hold `most` entries. */
  async newest(most: number): Promise<readonly Entry[]> {
    const found = Object.values(this.head.entries);
    for (const n of [...this.head.sealed].reverse()) {
      if (found.length >= most) break;
      found.push(...Object.values((await this.shard(n)).entries));
    }
    return found;
  }

  /** The number of a sealed shard; null where there is none of it. */
  sealedAs(n: number | null): number | null {
    return n !== null && this.head.sealed.includes(n) ? n : null;
  }

  /** Stores an entry, in shard `n` where it is already, else in the head; returns its shard. */
  async put(entry: Entry, n: number | null): Promise<number> {
    if (n === null || n === this.head.n) {
      this.head.entries[entry.key] = entry;
      return this.head.n;
    }
    (await this.shard(n)).entries[entry.key] = entry;
    this.changedShards.add(n);
    return n;
  }

  async drop(key: string, n: number): Promise<void> {
    const shard = n === this.head.n ? this.head : await this.shard(n);
    delete shard.entries[key];
    if (n !== this.head.n) this.changedShards.add(n);
  }

  /**
   * Remembers where a changed entry stood, for the streams; the first memory since they were told is the one
   * that counts.
   */
  noteChange(round: number, since: number, key: string, before: Stood): void {
    if (this.head.round < since) this.head.changes = {};
    this.head.round = round;
    this.head.changes[key] ??= before;
  }

  /** What the streams don't know, given the first round that they were not told of. */
  changesSince(since: number): Readonly<Record<string, Stood>> {
    return this.head.round < since ? {} : this.head.changes;
  }

  /**
   * Files to write together: edited shards, a head that has become full (sealed), the head. A shard without
   * entries goes.
   */
  take(): readonly FileText[] {
    const files: FileText[] = [];
    for (const [n, shard] of this.loaded) {
      if (!this.changedShards.has(n)) continue;
      const isEmpty = Object.keys(shard.entries).length === 0;
      if (isEmpty) this.head.sealed = this.head.sealed.filter((other) => other !== n);
      files.push({ file: this.shardFile(n), text: isEmpty ? null : readable(shard) });
    }
    this.changedShards.clear();
    this.loaded.clear();
    return [...files, ...this.headFiles()];
  }

  /** The head, and first the sealed file of what it held where that is too much. */
  private headFiles(): readonly FileText[] {
    const isFull = Object.keys(this.head.entries).length >= SEAL_ENTRIES;
    const text = isFull ? null : readable(this.head);
    if (text !== null && text.length <= SEAL_BYTES) return [this.headFile(text)];
    return [this.seal(), this.headFile(readable(this.head))];
  }

  private headFile(text: Uint8Array): FileText {
    return { file: headFileName(this.folder, this.key), text };
  }

  /**
   * Has the head begin anew; returns the file of the entries that it had, to be written before the head is.
   */
  seal(): FileText {
    const text = readable({ version: DATA_VERSION, entries: this.head.entries });
    const sealed = { file: this.shardFile(this.head.n), text };
    this.head.sealed.push(this.head.n);
    this.head.n += 1;
    this.head.entries = {};
    return sealed;
  }

  private async shard(n: number): Promise<SealedFile> {
    const known = this.loaded.get(n);
    if (known !== undefined) return known;
    const file = this.shardFile(n);
    await this.queue.settled(file);
    const text = await readText(file);
    if (text === null && (await this.isStillSealed(n)))
      throw new UserError(`${file} is missing; tagwire doctor goes on without it`);
    const shard = text === null ? SEALED_FILE.empty() : parseDocument(text, file, SEALED_FILE);
    // Only what has to be written stays: a long history must not pile up in memory.
    for (const other of this.loaded.keys()) if (!this.changedShards.has(other)) this.loaded.delete(other);
    this.loaded.set(n, shard);
    return shard;
  }

  /**
   * Whether the head says so that is on disk by now: one that reads may have another who writes beside it.
   */
  private async isStillSealed(n: number): Promise<boolean> {
    const { head } = await SourceFiles.open(this.folder, this.key, this.queue);
    return head.sealed.includes(n);
  }

  private shardFile(n: number): string {
    return path.join(this.folder, `${this.key}.${String(n).padStart(3, '0')}.json`);
  }
}

const headFileName = (folder: string, key: SourceKey): string => path.join(folder, `${key}.json`);
