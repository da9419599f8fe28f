import { HASH_SEED, hashStep } from '../../../text/words.js';

const NEWLINE = 10;
const NOTHING = Buffer.alloc(0);
/** Bytes that a text's memory grows by. */
const STEP = 2048;

/**
 * Records of a shard: hash → references. They are kept as one text: as members of an object they take three
 * times the memory, of which a pass with many sources holds thousands of shards. It is bytes and no string,
 * as V8 lets its heap grow by four fifths of what is in it. A table says where a record may stand: to look
 * for it in all of the text took 3 µs, a dozen times for each new post. Without its text, a fifth of the
 * memory, a shard still knows what it doesn't have, which is most of what a first pass asks.
 */
export class ShardRecords {
  /** A line a record, as they were when this was filled; in Latin-1. There is room behind them. */
  private text = NOTHING;
  private end = 0;
  /**
   * Each record at the first free place from the one that its hash has: where its line begins, or its mark
   * where the text was let go of. 0 for none.
   */
  private table = new Uint32Array(1);
  /** What has changed since; null: taken out. */
  private readonly changes = new Map<string, string | null>();

  constructor(records: Iterable<readonly [hash: string, refs: string]>) {
    this.load(records);
  }

  /**
   * Has these records in place of all, in the memory of the old ones where they fit: a pass with many sources
   * writes thousands of shards time and again, and what is thrown away stays until garbage is collected.
   */
  fill(records: Iterable<readonly [hash: string, refs: string]>): void {
    this.load(records);
    this.changes.clear();
  }

  /** Has its text again: these records, as they were before what has changed since. */
  load(records: Iterable<readonly [hash: string, refs: string]>): void {
    let lines = '\n';
    const found: [hash: string, start: number][] = [];
    for (const [hash, refs] of records) {
      found.push([hash, lines.length]);
      lines += `${hash} ${refs}\n`;
    }
    const room = Math.ceil(lines.length / STEP) * STEP;
    if (this.text.length !== room) this.text = Buffer.allocUnsafeSlow(room);
    this.end = this.text.write(lines, 'latin1');
    this.clearTable(found.length);
    for (const [hash, start] of found) this.table[this.placeOf(hash)] = start;
  }

  /** Has these records in place of all, without their text. */
  letGo(records: ReadonlyMap<string, string>): void {
    this.text = NOTHING;
    this.clearTable(records.size);
    for (const hash of records.keys()) this.table[this.placeOf(hash)] = markOf(hash);
    this.changes.clear();
  }

  get isLoaded(): boolean {
    return this.text !== NOTHING;
  }

  /** `load` comes first: this may be there, and its text isn't. */
  needsText(hash: string): boolean {
    return !this.isLoaded && !this.changes.has(hash) && this.table[this.placeOf(hash)] !== 0;
  }

  get(hash: string): string | null {
    const changed = this.changes.get(hash);
    if (changed !== undefined) return changed;
    const line = this.table[this.placeOf(hash)] ?? 0;
    if (line === 0) return null;
    if (!this.isLoaded) throw new TypeError('load() comes first');
    return this.text.toString('latin1', line + hash.length + 1, this.text.indexOf(NEWLINE, line));
  }

  /** @param refs null takes the record out */
  set(hash: string, refs: string | null): void {
    this.changes.set(hash, refs);
  }

  get isChanged(): boolean {
    return this.changes.size > 0;
  }

  /**
   * All of them, in the order that they came. No object: V8 makes each key of one a name of the program's,
   * which takes longer than all else.
   */
  all(): ReadonlyMap<string, string> {
    if (!this.isLoaded) throw new TypeError('load() comes first');
    const records = new Map<string, string>();
    for (const line of this.text.toString('latin1', 0, this.end).split('\n')) {
      const blank = line.indexOf(' ');
      if (blank > 0) records.set(line.slice(0, blank), line.slice(blank + 1));
    }
    for (const [hash, refs] of this.changes) {
      if (refs === null) records.delete(hash);
      else records.set(hash, refs);
    }
    return records;
  }

  /** With twice as many places as there are records, or more. */
  private clearTable(records: number): void {
    const places = 2 ** Math.ceil(Math.log2(2 * records + 1));
    if (this.table.length === places) this.table.fill(0);
    else this.table = new Uint32Array(places);
  }

  /** The place of a hash in the table, or else the free one that it would take: half of them are free. */
  private placeOf(hash: string): number {
    const last = this.table.length - 1;
    const { length } = hash;
    let place =
      hash.charCodeAt(length - 1) * 64 ** 2 + hash.charCodeAt(length - 2) * 64 + hash.charCodeAt(length - 3);
    for (place &= last; this.table[place] !== 0 && !this.isIt(this.table[place] ?? 0, hash); place += 1) {
      if (place === last) place = -1;
    }
    return place;
  }

  /** @param found a line's begin, or a mark */
  private isIt(found: number, hash: string): boolean {
    if (!this.isLoaded) return found === markOf(hash);
    return this.text.toString('latin1', found, found + hash.length + 1) === `${hash} `;
  }
}

/** Two hashes hardly ever have the same mark (FNV-1a, 32 bits); never 0. */
function markOf(hash: string): number {
  let mark = HASH_SEED;
  for (let at = 0; at < hash.length; at += 1) mark = hashStep(mark, hash.charCodeAt(at));
  return mark >>> 0 || 1;
}
