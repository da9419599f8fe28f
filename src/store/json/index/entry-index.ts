import path from 'node:path';
import type { Entry, EntryRef } from '../../../model/entry.js';
import { lookupsOf } from '../../../model/identity.js';
import type { SourceKey } from '../../../model/values.js';
import { tailOf } from '../../../sources/key.js';
import { IndexShards } from './index-shards.js';

/** Where an entry stands: its source, its shard and its key. */
export interface Location extends EntryRef {
  readonly shard: number;
}

/** Where an entry stands, as the index has it, under one of its keys. */
export interface IndexRecord {
  readonly hash: string;
  /** Of characters below U+0100, and no white space. */
  readonly ref: string;
}

/** Of entries that share a link or a title and path: as many are enough to know that it identifies none. */
const ENOUGH = 8;

/** Which keys an index has: one that was made with fewer, or with others, is filled up. */
export const INDEX_KEYS = 4;

/**
 * Finds entries by identity (`i`), by path and title (`p`), by date and title (`t`), by canonical link (`l`).
 */
export class EntryIndex {
  /** Its own, where nothing else is. */
  readonly folder: string;
  private readonly shards: IndexShards;
  private readonly sources = new Map<string, SourceKey>();

  /**
   * @param folder that of the database
   * @param access `read` changes nothing on disk, while another process may write
   */
  constructor(folder: string, access: 'read' | 'write') {
    this.folder = path.join(folder, 'index');
    this.shards = new IndexShards(this.folder, access);
  }

  /** Makes a source known; references name it by the end of its key. */
  addSource(key: SourceKey): void {
    this.sources.set(tailOf(key), key);
  }

  /** Where entries stand that have, or once had, this identity. */
  byIdentity(identity: string): Promise<readonly Location[]> {
    return this.found(`i${identity}`);
  }

  byPlace(place: string): Promise<readonly Location[]> {
    return this.found(`p${place}`);
  }

  byTwin(twin: string): Promise<readonly Location[]> {
    return this.found(`t${twin}`);
  }

  byLink(link: string): Promise<readonly Location[]> {
    return this.found(`l${link}`);
  }

  /** Makes an entry findable under all that it is known by. */
  async add(location: Location, entry: Entry): Promise<void> {
    for (const record of this.recordsOf(location, entry)) await this.put(record);
  }

  /** What `add` puts. */
  recordsOf(location: Location, entry: Entry): readonly IndexRecord[] {
    const ref = refOf(location);
    return keysOf(location, entry).map((hash) => ({ hash, ref }));
  }

  /** Returns whether it was news. */
  put({ hash, ref }: IndexRecord): Promise<boolean> {
    return this.shards.add(hash, ref, hash.startsWith('i') ? Number.POSITIVE_INFINITY : ENOUGH);
  }

  async remove(location: Location, entry: Entry): Promise<void> {
    for (const { hash, ref } of this.recordsOf(location, entry)) await this.shards.remove(hash, ref);
  }

  get isFull(): boolean {
    return this.shards.isFull;
  }

  /** Makes it durable. @param letGo `all`: none of it is going to be asked for again */
  flush(letGo: 'all' | 'some' = 'some'): Promise<void> {
    return this.shards.flush(letGo);
  }

  private async found(hash: string): Promise<readonly Location[]> {
    const refs = await this.shards.get(hash);
    return refs.map((ref) => this.locationOf(ref)).filter((location) => location !== null);
  }

  private locationOf(ref: string): Location | null {
    const [tail = '', shard, key] = ref.split('.');
    const source = this.sources.get(tail);
    return source === undefined || key === undefined ? null : { source, shard: Number(shard), key };
  }
}

function keysOf({ source }: Location, entry: Entry): readonly string[] {
  const { identities, place, twins, link } = lookupsOf(source, entry);
  return [
    ...identities.map((key) => `i${key}`),
    ...(place === null ? [] : [`p${place}`]),
    ...twins.map((key) => `t${key}`),
    ...(link === null ? [] : [`l${link}`]),
  ];
}

const refOf = ({ source, shard, key }: Location): string => `${tailOf(source)}.${shard}.${key}`;
