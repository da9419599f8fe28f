import path from 'node:path';
import type { Entry } from '../../model/entry.js';
import { UserError } from '../../model/errors.js';
import type { Placement } from '../../model/stream.js';
import type { SourceKey } from '../../model/values.js';
import type { Listed, Listing } from '../store.js';
import type { FileText } from './batch.js';
import { readText } from './disk.js';
import {
  DATA_VERSION,
  isRecord,
  type Kind,
  openDocument,
  parseDocument,
  readable,
  renameMember,
  type Versioned,
} from './document.js';
import type { WriteQueue } from './write-queue.js';

/**
 * `sources/<key>.json`: the newest entries, what the last document listed, and the changes of the last pass.
 */
export interface HeadFile extends Versioned {
  /** The number under which `entries` will be sealed. */
  n: number;
  /** The last round of changes; once the streams have been told of it, `changes` means nothing. */
  round: number;
  /** Entry's key → how it stood when the streams last knew it. */
  changes: Record<string, Placement>;
  /** Identity → [entry's key, hash of its raw fields]. */
  listing: Record<string, readonly [key: string | null, raw: string]>;
  entries: Record<string, Entry>;
}

/** `sources/<key>.001.json`: sealed entries, rewritten only by an edit or a change of rules. */
interface SealedFile extends Versioned {
  entries: Record<string, Entry>;
}

export const HEAD_FILE: Kind<HeadFile> = {
  check: (data) =>
    typeof data['n'] === 'number' &&
    typeof data['round'] === 'number' &&
    [data['entries'], data['listing'], data['changes']].every(isRecord),
  empty: () => ({ version: DATA_VERSION, n: 1, round: 0, changes: {}, listing: {}, entries: {} }),
  upgrade: ({ entries }) => upgradeEntries(entries),
};

export const SEALED_FILE: Kind<SealedFile> = {
  check: (data) => isRecord(data['entries']),
  empty: () => ({ version: DATA_VERSION, entries: {} }),
  upgrade: ({ entries }) => upgradeEntries(entries),
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

/** A head is sealed at so many entries or characters: each new entry rewrites it, so it stays small. */
const SEAL_ENTRIES = 200;
const SEAL_LENGTH = 600_000;

/**
 * The files of one source. Changes are made in memory; `take` hands out the texts to write, all in one batch.
 */
export class SourceFiles {
  private readonly sealed = new Map<number, SealedFile>();
  private readonly changedShards = new Set<number>();

  private constructor(
    private readonly folder: string,
    readonly key: SourceKey,
    readonly head: HeadFile,
    private readonly queue: WriteQueue,
  ) {}

  static async open(folder: string, key: SourceKey, queue: WriteQueue): Promise<SourceFiles> {
    const file = headFileName(folder, key);
    await queue.settled(file);
    const low = openDocument(file, HEAD_FILE);
    await low.read();
    return new SourceFiles(folder, key, low.data, queue);
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
    if (n > this.head.n) return null; // of an index that remembers what has been lost since
    const shard = n === this.head.n ? this.head : await this.shard(n);
    return shard.entries[key] ?? null;
  }

  /** The shard that holds an entry, null where none does. */
  async shardOf(key: string): Promise<number | null> {
    for (let n = this.head.n; n > 0; n--) if ((await this.entry(key, n)) !== null) return n;
    return null;
  }

  /** All shards, oldest first. */
  async *shards(): AsyncIterable<Shard> {
    for (let n = 1; n < this.head.n; n++) yield { n, entries: Object.values((await this.shard(n)).entries) };
    yield { n: this.head.n, entries: Object.values(this.head.entries) };
  }

  /** The newest shards that together hold `most` entries. */
  async newest(most: number): Promise<readonly Entry[]> {
    const found = Object.values(this.head.entries);
    for (let n = this.head.n - 1; n > 0 && found.length < most; n--)
      found.push(...Object.values((await this.shard(n)).entries));
    return found;
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
  noteChange(round: number, since: number, key: string, before: Placement): void {
    if (this.head.round < since) this.head.changes = {};
    this.head.round = round;
    this.head.changes[key] ??= before;
  }

  /** What the streams don't know, given the first round that they were not told of. */
  changesSince(since: number): Readonly<Record<string, Placement>> {
    return this.head.round < since ? {} : this.head.changes;
  }

  /** Files to write together: edited shards, a head that has become full (sealed), the head. */
  take(): readonly FileText[] {
    const files = [...this.sealed]
      .filter(([n]) => this.changedShards.has(n))
      .map(([n, shard]) => ({ file: this.shardFile(n), text: readable(shard) }));
    this.changedShards.clear();
    let text = readable(this.head);
    if (text.length > SEAL_LENGTH || Object.keys(this.head.entries).length >= SEAL_ENTRIES) {
      files.push({
        file: this.shardFile(this.head.n),
        text: readable({ version: DATA_VERSION, entries: this.head.entries }),
      });
      this.head.n += 1;
      this.head.entries = {};
      text = readable(this.head);
    }
    this.sealed.clear();
    return [...files, { file: headFileName(this.folder, this.key), text }];
  }

  private async shard(n: number): Promise<SealedFile> {
    const known = this.sealed.get(n);
    if (known !== undefined) return known;
    const file = this.shardFile(n);
    await this.queue.settled(file);
    const text = await readText(file);
    if (text === null) throw new UserError(`${file} is missing; tagwire doctor goes on without it`);
    const shard = parseDocument(text, file, SEALED_FILE);
    // Only what has to be written stays: a long history must not pile up in memory.
    for (const other of this.sealed.keys()) if (!this.changedShards.has(other)) this.sealed.delete(other);
    this.sealed.set(n, shard);
    return shard;
  }

  private shardFile(n: number): string {
    return path.join(this.folder, `${this.key}.${String(n).padStart(3, '0')}.json`);
  }
}

const headFileName = (folder: string, key: SourceKey): string => path.join(folder, `${key}.json`);
