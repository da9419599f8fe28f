import { allDone } from '../../../model/all-done.js';
import { atOnce } from '../../../model/at-once.js';
import { myTurn } from '../../../model/turns.js';
import { removeDurably, writeDurably } from '../disk.js';
import { DATA_VERSION, type Kind, openDocument, readable, type Versioned } from '../document.js';
import { isRecordOf, isText } from '../shapes.js';
import { incomplete, ShardNames } from './shard-names.js';
import { ShardRecords } from './shard-records.js';
import { fits, leavesOf } from './split.js';

/** Hash → references, separated by blanks. */
interface IndexFile extends Versioned {
  readonly version: number;
  readonly records: Record<string, string>;
}

export const INDEX_FILE: Kind<IndexFile> = {
  check: (data) => isRecordOf(data['records'], isText),
  empty: () => ({ version: DATA_VERSION, records: {} }),
};

/** Shards that may have their texts in memory, about 12 KB each; where there are more, a flush is due. */
const LOADED = 3000;
/** Shards that keep their texts after a flush. */
const KEPT = 512;
/** Shards that are known at all after a flush, in about 3 KB each without their texts. */
const CACHED = 6000;
/** References in shards that are still to be split, about 200 bytes each. */
const UNWRITTEN = 100_000;
const IN_FLIGHT = 16;

interface Shard {
  readonly name: string;
  records: ShardRecords;
  /** Its text is being read. */
  loading: Promise<void> | null;
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
  private readonly names: ShardNames;
  private clock = 0;
  /** References added since the last flush: a shard may be large before it is split. */
  private unwritten = 0;
  /** Shards that have their texts, more or less. */
  private loaded = 0;

  /** @param access `read` changes nothing on disk, and follows another process that writes */
  constructor(
    private readonly folder: string,
    private readonly access: 'read' | 'write',
  ) {
    this.names = new ShardNames(folder, access);
  }

  /** References under `hash`, in the order they were added. */
  async get(hash: string): Promise<readonly string[]> {
    const refs = await this.look(hash, (records) => records.get(hash));
    return refs === null ? [] : refs.split(' ');
  }

  /**
   * Returns whether that was news.
   * @param most so many references under one hash are enough, further ones are not kept
   */
  add(hash: string, ref: string, most = Number.POSITIVE_INFINITY): Promise<boolean> {
    return this.look(hash, (records) => {
      const old = records.get(hash);
      const known = old?.split(' ') ?? [];
      if (known.length >= most || known.includes(ref)) return false;
      records.set(hash, old === null ? ref : `${old} ${ref}`);
      this.unwritten += 1;
      return true;
    });
  }

  remove(hash: string, ref: string): Promise<void> {
    return this.look(hash, (records) => {
      const left = records
        .get(hash)
        ?.split(' ')
        .filter((other) => other !== ref);
      if (left !== undefined) records.set(hash, left.length === 0 ? null : left.join(' '));
    });
  }

  /** So much is in memory that the caller should flush before it goes on. */
  get isFull(): boolean {
    return this.loaded > LOADED || this.unwritten > UNWRITTEN;
  }

  /**
   * Writes what changed, durably, splitting shards that have grown too large.
   * @param letGo of which shards, the least used first: `some` keeps those that are likely to be asked for
   */
  async flush(letGo: 'all' | 'some'): Promise<void> {
    const all = await Promise.all(this.shards.values());
    all.sort((a, b) => b.used - a.used);
    let kept = 0;
    const most = letGo === 'all' ? 0 : KEPT;
    const keepsText = (): boolean => {
      if (kept === most) return false;
      kept += 1;
      return true;
    };
    const limit = atOnce(IN_FLIGHT);
    await allDone(all.map((shard) => limit(() => this.save(shard, keepsText))));
    this.unwritten = 0;
    this.loaded = kept;
    await this.names.measure();
    if (letGo === 'all') this.shards.clear();
    if (this.shards.size <= CACHED) return;
    for (const { name } of all.slice(CACHED)) this.shards.delete(name);
  }

  /** @param keepsText asked of each shard that has its text: whether it goes on having it */
  private async save(shard: Shard, keepsText: () => boolean): Promise<void> {
    const { isChanged, isLoaded } = shard.records;
    if (!isChanged && (!isLoaded || keepsText())) return;
    await myTurn();
    if (!isLoaded) await this.load(shard);
    const { name } = shard;
    const records = shard.records.all();
    if (!isChanged || fits(name, records)) {
      if (isChanged) await this.write(name, records);
      if (isChanged && keepsText()) shard.records.fill(records);
      else shard.records.letGo(records);
      return;
    }
    for await (const leaf of leavesOf(name, records)) {
      await this.write(leaf.name, leaf.records);
      const part = newShard(leaf.name, leaf.records, this.clock++);
      if (!keepsText()) part.records.letGo(leaf.records);
      this.shards.set(leaf.name, Promise.resolve(part));
      this.names.add(leaf.name);
    }
    await removeDurably(this.names.file(name)); // last: until then the whole is what counts
    this.names.delete(name);
    this.shards.delete(name);
    shard.records = new ShardRecords([]); // the flush still holds it, and with all of them the index twice
  }

  /** Does something with the records of the shard that covers a hash; its text is there if that is needed. */
  private async look<T>(hash: string, work: (records: ShardRecords) => T): Promise<T> {
    let shard = await this.shardOf(hash);
    while (shard.records.needsText(hash)) {
      await this.load(shard);
      shard = await this.shardOf(hash);
    }
    return work(shard.records);
  }

  /** Reads the text of a shard again; once for all who ask meanwhile. */
  private load(shard: Shard): Promise<void> {
    const reading = async (): Promise<void> => {
      shard.records.load((await this.recordsIn(shard.name)).records);
      this.loaded += 1;
    };
    shard.loading ??= reading().finally(() => {
      shard.loading = null;
    });
    return shard.loading;
  }

  private async shardOf(hash: string): Promise<Shard> {
    for (let tries = 3; ; tries--) {
      // A pass looks a million times: what is in memory is found without waiting more than once.
      const name = this.names.covering(hash) ?? (await this.names.listedCovering(hash));
      const shard = await (this.shards.get(name) ?? this.openShard(name));
      if (shard !== null) {
        shard.used = this.clock++;
        return shard;
      }
      if (tries === 0) throw incomplete(this.folder);
      this.names.forget(); // a writer has split the shard meanwhile
    }
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

  private async read(name: string): Promise<Shard> {
    const { records, isFound } = await this.recordsIn(name);
    this.loaded += 1;
    return { ...newShard(name, records, this.clock++), isFound };
  }

  private async recordsIn(
    name: string,
  ): Promise<{ readonly records: Iterable<[string, string]>; readonly isFound: boolean }> {
    const low = openDocument(this.names.file(name), INDEX_FILE);
    const empty = low.data;
    await low.read();
    return { records: Object.entries(low.data.records), isFound: low.data !== empty };
  }

  private write(name: string, records: ReadonlyMap<string, string>): Promise<void> {
    return writeDurably(this.names.file(name), readable({ version: DATA_VERSION, records }));
  }
}

const newShard = (
  name: string,
  records: Iterable<readonly [hash: string, refs: string]>,
  used: number,
): Shard => ({ name, records: new ShardRecords(records), loading: null, isFound: true, used });
