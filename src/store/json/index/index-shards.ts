import path from 'node:path';
import pLimit from 'p-limit';
import { allDone } from '../../../model/all-done.js';
import { UserError } from '../../../model/errors.js';
import { myTurn } from '../../../model/turns.js';
import { namesIn, removeDurably, writeDurably } from '../disk.js';
import { DATA_VERSION, isRecord, type Kind, openDocument, readable, type Versioned } from '../document.js';
import { ShardRecords } from './shard-records.js';

/** Hash → references, separated by blanks. */
interface IndexFile extends Versioned {
  readonly version: number;
  readonly records: Record<string, string>;
}

export const INDEX_FILE: Kind<IndexFile> = {
  check: (data) => isRecord(data['records']),
  empty: () => ({ version: DATA_VERSION, records: {} }),
};

/**
 * A shard splits in two when it holds more: a look-up reads and a change writes about 10 KB, however large
 * the index.
 */
const SPLIT_AT = 256;
/** Shards kept in memory between flushes, about 8 KB each. */
const CACHED = 1500;
/** References in shards that are still to be split, about 200 bytes each. */
const UNWRITTEN = 100_000;
const IN_FLIGHT = 16;
const ROOT = 'root';
/** As many leading bits as are ever looked at: enough for 16 million shards. */
const HASH_BITS = 24;

interface Shard {
  records: ShardRecords;
  /** Its file was there. */
  readonly isFound: boolean;
  used: number;
}

/**
 * A persistent multi-map from short hashes to references, spread over files named after the leading bits of
 * the hash (`index/0110.json`), which together cover all hashes. Derived data: `doctor` rebuilds it from the
 * entries. Changes stay in memory until `flush`.
 */
export class IndexShards {
  private readonly shards = new Map<string, Promise<Shard>>();
  private names: Set<string> | null = null;
  private listing: Promise<Set<string>> | null = null;
  /** No name of a shard is shorter; they only grow. */
  private shortest = 0;
  private clock = 0;
  /** References added since the last flush: a shard may be large before it is split. */
  private unwritten = 0;

  /** @param access `read` changes nothing on disk, and follows another process that writes */
  constructor(
    private readonly folder: string,
    private readonly access: 'read' | 'write',
  ) {}

  /** References under `hash`, in the order they were added. */
  async get(hash: string): Promise<readonly string[]> {
    const refs = (await this.shardOf(hash)).records.get(hash);
    return refs === null ? [] : refs.split(' ');
  }

  /**
   * Returns whether that was news.
   * @param most so many references under one hash are enough, further ones are not kept
   */
  async add(hash: string, ref: string, most = Number.POSITIVE_INFINITY): Promise<boolean> {
    const { records } = await this.shardOf(hash);
    const old = records.get(hash);
    const known = old?.split(' ') ?? [];
    if (known.length >= most || known.includes(ref)) return false;
    records.set(hash, old === null ? ref : `${old} ${ref}`);
    this.unwritten += 1;
    return true;
  }

  async remove(hash: string, ref: string): Promise<void> {
    const { records } = await this.shardOf(hash);
    const left = records
      .get(hash)
      ?.split(' ')
      .filter((other) => other !== ref);
    if (left !== undefined) records.set(hash, left.length === 0 ? null : left.join(' '));
  }

  /** So much is in memory that the caller should flush before it goes on. */
  get isFull(): boolean {
    return this.shards.size > 2 * CACHED || this.unwritten > UNWRITTEN;
  }

  /**
   * Writes what changed, durably, splitting shards that have grown too large.
   * @param letGo of which shards, the least used first: `some` keeps those that are likely to be asked for
   */
  async flush(letGo: 'all' | 'some'): Promise<void> {
    const all = await Promise.all(
      [...this.shards].map(async ([name, shard]) => ({ name, shard: await shard })),
    );
    const limit = pLimit(IN_FLIGHT);
    await allDone(
      all
        .filter(({ shard }) => shard.records.isChanged)
        .map(({ name, shard }) => limit(() => this.save(name, shard))),
    );
    this.unwritten = 0;
    this.shortest = shortestOf(await this.known());
    if (letGo === 'all') this.shards.clear();
    if (this.shards.size <= CACHED) return;
    all.sort((a, b) => a.shard.used - b.shard.used);
    for (const { name } of all.slice(0, all.length - CACHED)) this.shards.delete(name);
  }

  private async save(name: string, shard: Shard): Promise<void> {
    await myTurn();
    const records = shard.records.all();
    if (fits(name, records)) {
      await this.write(name, records);
      shard.records.fill(records);
      return;
    }
    const names = await this.known();
    for await (const leaf of leavesOf(name, records)) {
      await this.write(leaf.name, leaf.records);
      const part = new ShardRecords(leaf.records);
      this.shards.set(leaf.name, Promise.resolve({ records: part, isFound: true, used: this.clock++ }));
      names.add(leaf.name);
    }
    await removeDurably(this.file(name)); // last: until then the whole is what counts
    names.delete(name);
    this.shards.delete(name);
    shard.records = new ShardRecords([]); // the flush still holds it, and with all of them the index twice
  }

  private async shardOf(hash: string): Promise<Shard> {
    for (let tries = 3; ; tries--) {
      // A pass looks a million times: what is in memory is found without waiting more than once.
      const name = this.nameFor(hash, this.names ?? (await this.known()));
      const shard = await (this.shards.get(name) ?? this.openShard(name));
      if (shard !== null) {
        shard.used = this.clock++;
        return shard;
      }
      if (tries === 0) throw new UserError(`${this.folder} is incomplete; tagwire doctor rebuilds it`);
      this.names = null; // a writer has split the shard meanwhile
    }
  }

  /** The shard that covers a hash: the largest, as the whole counts until it is taken away. */
  private nameFor(hash: string, names: ReadonlySet<string>): string {
    const bits = bitsOf(hash);
    let length = this.shortest;
    while (length < HASH_BITS && !names.has(bits.slice(0, length))) length++;
    return bits.slice(0, length);
  }

  /** Null where a reader doesn't find a shard that was there when the folder was listed. */
  private async openShard(name: string): Promise<Shard | null> {
    const reading = this.read(name);
    this.shards.set(name, reading);
    const shard = await reading;
    if (this.access === 'write' || shard.isFound || name === '') return shard;
    this.shards.delete(name);
    return null;
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
    if (covered !== 1) throw new UserError(`${this.folder} is incomplete; tagwire doctor rebuilds it`);
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

  private async read(name: string): Promise<Shard> {
    const low = openDocument(this.file(name), INDEX_FILE);
    const empty = low.data;
    await low.read();
    const { records } = low.data;
    return {
      records: new ShardRecords(Object.entries(records)),
      isFound: low.data !== empty,
      used: this.clock++,
    };
  }

  private write(name: string, records: ReadonlyMap<string, string>): Promise<void> {
    return writeDurably(this.file(name), readable({ version: DATA_VERSION, records }));
  }

  private file(name: string): string {
    return path.join(this.folder, `${name === '' ? ROOT : name}.json`);
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

/** The leading bits of a record's hash, which follows one letter that says what is hashed. */
function bitsOf(hash: string): string {
  let bits = '';
  for (let at = 1; bits.length < HASH_BITS; at += 1) bits += SIX_BITS.get(hash[at] ?? 'A');
  return bits;
}

/** The digits of base64url, six bits each. */
const SIX_BITS: ReadonlyMap<string, string> = new Map(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map((digit, value) => [
    digit,
    value.toString(2).padStart(6, '0'),
  ]),
);

const fits = (name: string, { size }: ReadonlyMap<string, string>): boolean =>
  size <= SPLIT_AT || name.length >= HASH_BITS;

/**
 * The records of a shard, spread over as many shards as it takes for each to be small enough. In a first
 * import it has 100,000, which are not to be gone through in one turn of the event loop.
 */
async function* leavesOf(
  name: string,
  records: ReadonlyMap<string, string>,
): AsyncGenerator<{ readonly name: string; readonly records: ReadonlyMap<string, string> }> {
  if (fits(name, records)) return yield { name, records };
  const halves = [new Map<string, string>(), new Map<string, string>()] as const;
  let n = 0;
  for (const [hash, refs] of records) {
    if (n++ % SPLIT_AT === 0) await myTurn();
    halves[bitsOf(hash)[name.length] === '0' ? 0 : 1].set(hash, refs);
  }
  yield* leavesOf(`${name}0`, halves[0]);
  yield* leavesOf(`${name}1`, halves[1]);
}
