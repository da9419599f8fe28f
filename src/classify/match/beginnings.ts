import { UnitBuffer } from '../../text/units.js';
import { HASH_SEED, hashStep } from '../../text/words.js';
import { WordTable } from './word-table.js';

/** Finds which of some words others begin with. */
export class Beginnings {
  /**
   * What keeps most words from being looked up: the lengths that beginnings have, as bits (bit 31 for all
   * longer ones), by their first four letters; and by the first letter those of fewer than four.
   */
  private readonly lengths: Int32Array;
  private readonly shortLengths = new Int32Array(FIRST_LETTERS);
  private readonly table: WordTable;
  /** How many one word can begin with at most: each has another length. */
  readonly longest: number;

  /** `words` without repeats; the symbol of words[n] is `first` + n. */
  constructor(words: readonly string[], first: number) {
    this.table = new WordTable(words, first);
    this.lengths = new Int32Array(words.length === 0 ? 0 : BEGINNINGS);
    this.longest = words.reduce((most, word) => Math.max(most, word.length), 0);
    const text = new UnitBuffer();
    for (const word of words) {
      text.load(word);
      this.noteLength(text.units, word.length);
    }
  }

  private noteLength(word: Uint16Array, length: number): void {
    const [table, at] =
      length < FOUR ? [this.shortLengths, firstLetter(word, 0)] : [this.lengths, beginning(word, 0)];
    table[at] = (table[at] ?? 0) | (1 << Math.min(length, LONG));
  }

  /**
   * Writes the symbols of those that the word from `start` up to `end` begins with to `into`, from `at`;
   * returns where it ended.
   */
  find(units: Uint16Array, start: number, end: number, into: Int32Array, at: number): number {
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
      const symbol = this.table.find(units, start, i + 1, value);
      if (symbol !== WordTable.NONE) into[count++] = symbol;
    }
    return count;
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
