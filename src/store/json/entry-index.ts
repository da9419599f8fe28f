import path from 'node:path';
import { lookupsOf } from '../../merge/identity.js';
import type { SourceKey } from '../../model.js';
import type { Entry, EntryRef, Lookup } from '../store.js';
import { IndexShards } from './index-shards.js';

/** Where an entry stands: its source, its shard and its key. */
export interface Location extends EntryRef {
  readonly shard: number;
}

/** Stands for a source in references: the hash that ends its key. */
const TAIL = 8;
const BURIED = 'x';

/**
 * Finds entries by identity (`i`), by path and title (`p`) and by canonical link (`l`), and remembers what the operator has
 * removed for good.
 */
export class EntryIndex {
  private readonly shards: IndexShards;
  private readonly sources = new Map<string, SourceKey>();

  constructor(folder: string) {
    this.shards = new IndexShards(path.join(folder, 'index'));
  }

  /** Makes a source known; references name it by the end of its key. */
  addSource(key: SourceKey): void {
    this.sources.set(key.slice(-TAIL), key);
  }

  async byIdentity(identity: string): Promise<Found> {
    return this.found(`i${identity}`);
  }

  async byPlace(place: string): Promise<Found> {
    return this.found(`p${place}`);
  }

  async byLink(link: string): Promise<Found> {
    return this.found(`l${link}`);
  }

  /** Makes an entry findable under all that it is known by. Adding twice is adding once. */
  async add(location: Location, entry: Entry): Promise<void> {
    const ref = refOf(location);
    for (const hash of hashesOf(location.source, entry)) await this.shards.add(hash, ref);
  }

  async remove(location: Location, entry: Entry): Promise<void> {
    const ref = refOf(location);
    for (const hash of hashesOf(location.source, entry)) await this.shards.remove(hash, ref);
  }

  /** From now on `byIdentity` and `byLink` say that it is buried. */
  async bury({ identity, link }: Pick<Lookup, 'identity' | 'link'>): Promise<void> {
    await this.shards.add(`i${identity}`, BURIED);
    if (link !== null) await this.shards.add(`l${link}`, BURIED);
  }

  get isFull(): boolean {
    return this.shards.isFull;
  }

  flush(): Promise<void> {
    return this.shards.flush();
  }

  private async found(hash: string): Promise<Found> {
    const refs = await this.shards.get(hash);
    const at = refs.map((ref) => this.locationOf(ref)).filter((location) => location !== null);
    return { at, buried: refs.includes(BURIED) };
  }

  private locationOf(ref: string): Location | null {
    const [tail = '', shard, key] = ref.split('.');
    const source = this.sources.get(tail);
    return source === undefined || key === undefined ? null : { source, shard: Number(shard), key };
  }
}

export interface Found {
  readonly at: readonly Location[];
  readonly buried: boolean;
}

const refOf = ({ source, shard, key }: Location): string => `${source.slice(-TAIL)}.${shard}.${key}`;

function hashesOf(source: SourceKey, entry: Entry): readonly string[] {
  const { identities, place, link } = lookupsOf(source, entry);
  return [
    ...identities.map((identity) => `i${identity}`),
    ...(place === null ? [] : [`p${place}`]),
    ...(link === null ? [] : [`l${link}`]),
  ];
}
