import { UnitBuffer } from '../../text/units.js';
import { hashOf } from '../../text/words.js';

/**
 * Numbered words, found by their hash. Open addressing over typed arrays: one probe for most words of a text,
 * no string is made.
 */
export class WordTable {
  /** What `find` returns for a word that is not there. */
  static readonly NONE = -1;

  /**
   * Pairs of a hash and the word's number, or NONE: side by side, because memory is what a look-up waits for.
   */
  private readonly slots: Int32Array;
  private readonly mask: number;
  /** Word n is in `pool` from offsets[n] up to offsets[n + 1]. */
  private readonly offsets: Int32Array;
  private readonly pool: Uint16Array;

  /** `words` without repeats; the number of words[n] is `first` + n. */
  constructor(
    words: readonly string[],
    private readonly first: number,
  ) {
    let size = 16;
    while (size < words.length * 2) size *= 2;
    this.mask = size - 1;
    this.slots = new Int32Array(2 * size).fill(WordTable.NONE);
    const text = new UnitBuffer();
    text.load(words.join(''));
    this.pool = text.units.slice(0, text.length);
    this.offsets = new Int32Array(words.length + 1);
    let offset = 0;
    for (const [index, word] of words.entries()) {
      this.offsets[index] = offset;
      this.add(index, hashOf(this.pool, offset, offset + word.length));
      offset += word.length;
    }
    this.offsets[words.length] = offset;
  }

  private add(index: number, hashed: number): void {
    let slot = spread(hashed) & this.mask;
    while (this.slots[2 * slot + 1] !== WordTable.NONE) slot = (slot + 1) & this.mask;
    this.slots[2 * slot] = hashed;
    this.slots[2 * slot + 1] = index;
  }

  /** The number of the word from `start` up to `end`, or NONE. */
  find(units: Uint16Array, start: number, end: number, hashed: number): number {
    const { slots, mask } = this;
    let slot = spread(hashed) & mask;
    for (;;) {
      const index = slots[2 * slot + 1] ?? WordTable.NONE;
      if (index === WordTable.NONE) return WordTable.NONE;
      if (slots[2 * slot] === hashed && this.is(index, units, start, end)) return index + this.first;
      slot = (slot + 1) & mask;
    }
  }

  private is(index: number, units: Uint16Array, start: number, end: number): boolean {
    const { offsets, pool } = this;
    const offset = offsets[index] ?? 0;
    if ((offsets[index + 1] ?? 0) - offset !== end - start) return false;
    for (let i = 0; i < end - start; i++) if (pool[offset + i] !== units[start + i]) return false;
    return true;
  }
}

/** FNV's low bits are its weakest. */
const spread = (hashed: number): number => hashed ^ (hashed >>> 15);
