import { UnitBuffer } from '../../text/units.js';
import { HASH_SEED, hashOf, hashStep } from '../../text/words.js';

/**
 * The words that occur in terms, numbered, found in a text by their hash. Open addressing over typed arrays:
 * one probe for most words of a text, no string is made.
 */
export class Vocabulary {
  /** What `find` returns for a word that is in no term. */
  static readonly NONE = -1;
  private readonly exact: Table;
  private readonly prefixes: Table;
  /**
   * What keeps most words from being looked up: the lengths that prefixes have, as bits (bit 31 for all
   * longer ones), by their first four letters; and by the first letter those of fewer than four.
   */
  private readonly lengths = new Int32Array(BEGINNINGS);
  private readonly shortLengths = new Int32Array(FIRST_LETTERS);
  private readonly longest: number;
  readonly size: number;

  /** `words` and `prefixes` without repeats; symbol n is words[n], then the prefixes. */
  constructor(words: readonly string[], prefixes: readonly string[]) {
    this.exact = new Table(words, 0);
    this.prefixes = new Table(prefixes, words.length);
    this.size = words.length + prefixes.length;
    this.longest = prefixes.reduce((most, word) => Math.max(most, word.length), 0);
    const text = new UnitBuffer();
    for (const prefix of prefixes) {
      text.load(prefix);
      this.noteLength(text.units, prefix.length);
    }
  }

  private noteLength(prefix: Uint16Array, length: number): void {
    const [table, at] =
      length < FOUR ? [this.shortLengths, firstLetter(prefix, 0)] : [this.lengths, beginning(prefix, 0)];
    table[at] = (table[at] ?? 0) | (1 << Math.min(length, LONG));
  }

  /** The symbol of the word from `start` up to `end`, or NONE. */
  find(units: Uint16Array, start: number, end: number, hashed: number): number {
    return this.exact.find(units, start, end, hashed);
  }

  /**
   * Writes the symbols of the prefixes that the word begins with to `into`, from `at`; returns where it
   * ended.
   */
  findPrefixes(units: Uint16Array, start: number, end: number, into: Int32Array, at: number): number {
    const short = this.shortLengths[firstLetter(units, start)] ?? 0;
    const long = end - start < FOUR ? 0 : (this.lengths[beginning(units, start)] ?? 0);
    const lengths = short | long;
    if (lengths === 0) return at;
    const most = lengths < 0 ? this.longest : LONG - Math.clz32(lengths);
    const stop = Math.min(end, start + most);
    let count = at;
    let value = HASH_SEED;
    for (let i = start; i < stop; i++) {
      value = hashStep(value, units[i] ?? 0);
      if ((lengths & (1 << Math.min(i + 1 - start, LONG))) === 0) continue;
      const symbol = this.prefixes.find(units, start, i + 1, value);
      if (symbol !== Vocabulary.NONE) into[count++] = symbol;
    }
    return count;
  }

  /** How many prefixes one word can begin with at most: a place for each in `into`. */
  get mostPrefixes(): number {
    return this.longest;
  }
}

const LONG = 31;
const FOUR = 4;
const BEGINNINGS = 1 << 15;
const FIRST_LETTERS = 32;
const firstLetter = (units: Uint16Array, at: number): number => (units[at] ?? 0) & (FIRST_LETTERS - 1);
/** Some number of the four letters: that others have it too costs a look-up, no more. */
const beginning = (units: Uint16Array, at: number): number => {
  const two = ((units[at] ?? 0) * 31 + (units[at + 1] ?? 0)) * 31;
  return ((two + (units[at + 2] ?? 0)) * 31 + (units[at + 3] ?? 0)) & (BEGINNINGS - 1);
};

/** Words by their hash. */
class Table {
  /**
   * Pairs of a hash and the word's number, or NONE: side by side, because memory is what a look-up waits for.
   */
  private readonly slots: Int32Array;
  private readonly mask: number;
  /** Word n is in `pool` from offsets[n] up to offsets[n + 1]. */
  private readonly offsets: Int32Array;
  private readonly pool: Uint16Array;

  constructor(
    words: readonly string[],
    private readonly first: number,
  ) {
    let size = 16;
    while (size < words.length * 2) size *= 2;
    this.mask = size - 1;
    this.slots = new Int32Array(2 * size).fill(Vocabulary.NONE);
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
    while (this.slots[2 * slot + 1] !== Vocabulary.NONE) slot = (slot + 1) & this.mask;
    this.slots[2 * slot] = hashed;
    this.slots[2 * slot + 1] = index;
  }

  find(units: Uint16Array, start: number, end: number, hashed: number): number {
    const { slots, mask } = this;
    let slot = spread(hashed) & mask;
    for (;;) {
      const index = slots[2 * slot + 1] ?? Vocabulary.NONE;
      if (index === Vocabulary.NONE) return Vocabulary.NONE;
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
