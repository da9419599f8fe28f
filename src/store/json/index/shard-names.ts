import path from 'node:path';
import { UserError } from '../../../model/errors.js';
import { namesIn, removeDurably } from '../disk.js';
import { bitsOf, HASH_BITS } from './split.js';

const ROOT = 'root';

/** What to do about an index of which a part is missing. */
export const incomplete = (folder: string): UserError =>
  new UserError(`${folder} is incomplete; tagwire doctor rebuilds it`);

/**
 * Which shards of an index there are, by name: the leading bits of the hashes that each covers, all of them
 * together every hash. Listed from the folder when they are first asked for.
 */
export class ShardNames {
  private names: Set<string> | null = null;
  private listing: Promise<Set<string>> | null = null;
  /** No name is shorter: they only grow. */
  private shortest = 0;

  /** @param access `read` changes nothing on disk, and follows another process that writes */
  constructor(
    private readonly folder: string,
    private readonly access: 'read' | 'write',
  ) {}

  /** The shard that covers a hash; null where the folder has to be listed first. */
  covering(hash: string): string | null {
    return this.names === null ? null : this.nameFor(hash, this.names);
  }

  /** The same, listing the folder first where that is needed. A UserError where a shard is missing. */
  async listedCovering(hash: string): Promise<string> {
    return this.nameFor(hash, await this.known());
  }

  /** A shard has been written, as a part of one that is there. */
  add(name: string): void {
    this.names?.add(name);
  }

  /** A shard has been taken away: others cover what it did. */
  delete(name: string): void {
    this.names?.delete(name);
  }

  /** Once many shards have been split: spares looking for names that are too short to be there. */
  async measure(): Promise<void> {
    this.shortest = shortestOf(await this.known());
  }

  /** Has the folder listed again: another process has changed it. */
  forget(): void {
    this.names = null;
  }

  /** The file of a shard. */
  file(name: string): string {
    return path.join(this.folder, `${name === '' ? ROOT : name}.json`);
  }

  /** The shard that covers a hash: the largest, as the whole counts until it is taken away. */
  private nameFor(hash: string, names: ReadonlySet<string>): string {
    const bits = bitsOf(hash);
    let length = this.shortest;
    while (length < HASH_BITS && !names.has(bits.slice(0, length))) length++;
    return bits.slice(0, length);
  }

  private async known(): Promise<Set<string>> {
    if (this.names !== null) return this.names;
    this.listing ??= this.listShards();
    this.names = await this.listing;
    this.listing = null;
    return this.names;
  }

  private async listShards(): Promise<Set<string>> {
    const names = new Set<string>();
    for (const file of await namesIn(this.folder)) {
      const stem = /^(root|[01]+)\.json$/.exec(file)?.[1];
      if (stem !== undefined) names.add(stem === ROOT ? '' : stem);
    }
    if (this.access === 'write') await this.finishSplits(names);
    if (names.size === 0) names.add('');
    this.shortest = shortestOf(names);
    if (this.access === 'read') return names;
    const covered = [...names].reduce((sum, name) => sum + 2 ** -name.length, 0);
    if (covered !== 1) throw incomplete(this.folder);
    return names;
  }

  /** A crash in the middle of a split leaves the whole beside some or all of its parts. */
  private async finishSplits(names: Set<string>): Promise<void> {
    const sorted = [...names].sort();
    for (const [at, whole] of sorted.entries()) {
      const parts = beginningWith(whole, sorted, at + 1).filter((name) => names.has(name));
      if (parts.length === 0) continue;
      const complete = parts.reduce((sum, name) => sum + 2 ** (whole.length - name.length), 0) === 1;
      for (const stale of complete ? [whole] : parts) {
        await removeDurably(this.file(stale));
        names.delete(stale);
      }
    }
  }
}

/** The names that begin with another, right behind which they stand in their order: of all shards few do. */
function beginningWith(whole: string, sorted: readonly string[], from: number): readonly string[] {
  let to = from;
  while (sorted[to]?.startsWith(whole) === true) to++;
  return sorted.slice(from, to);
}

const shortestOf = (names: Iterable<string>): number => {
  let shortest = HASH_BITS;
  for (const { length } of names) shortest = Math.min(shortest, length);
  return shortest;
};
