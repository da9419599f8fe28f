import { UnitBuffer } from '../../text/units.js';
import { HASH_SEED, hashStep } from '../../text/words.js';
import { HashFilter } from './hash-filter.js';
import { WordTable } from './word-table.js';

/** Finds which of some words others begin with. */
export class Beginnings {
  /** What keeps most words from being looked up: the first letters of beginnings, by how many they are. */
  private readonly one: HashFilter;
  private readonly four: HashFilter;
  private readonly six: HashFilter;
  private readonly shortest: number;
  /** The lengths that beginnings have, as bits: bit 31 for all longer ones. */
  private readonly lengths: number;
  private readonly table: WordTable;
  /** How many one word can begin with at most: each has another length. */
  readonly longest: number;

  /** `words` without repeats; the symbol of words[n] is `first` + n. */
  constructor(words: readonly string[], first: number) {
    this.table = new WordTable(words, first);
    this.longest = words.reduce((most, word) => Math.max(most, word.length), 0);
    this.shortest = words.reduce((least, word) => Math.min(least, word.length), Number.MAX_SAFE_INTEGER);
    this.lengths = words.reduce((bits, { length }) => bits | lengthBit(length), 0);
    const heads = { one: [] as number[], four: [] as number[], six: [] as number[] };
    const text = new UnitBuffer();
    for (const word of words) {
      text.load(word);
      if (word.length >= SIX) heads.six.push(sixLetters(text.units, 0));
      else if (word.length >= FOUR) heads.four.push(fourLetters(text.units, 0));
      else heads.one.push(firstLetter(text.units, 0));
    }
    this.one = new HashFilter(heads.one);
    this.four = new HashFilter(heads.four);
    this.six = new HashFilter(heads.six);
  }

  /** Whether the word from `start` up to `end` may begin with one of them: false for most. */
  mayFind(units: Uint16Array, start: number, end: number): boolean {
    const length = end - start;
    if (length < this.shortest) return false;
    return (
      (length >= SIX && this.six.mayHave(sixLetters(units, start))) ||
      (length >= FOUR && this.four.mayHave(fourLetters(units, start))) ||
      (this.shortest < FOUR && this.one.mayHave(firstLetter(units, start)))
    );
  }

  /**
   * Writes the symbols of those that the word from `start` up to `end` begins with to `into`, from `at`;
   * returns where it ended.
   */
  find(units: Uint16Array, start: number, end: number, into: Int32Array, at: number): number {
    if (!this.mayFind(units, start, end)) return at;
    const stop = Math.min(end, start + this.longest);
    let count = at;
    let value = HASH_SEED;
    for (let i = start; i < stop; i++) {
      value = hashStep(value, units[i] ?? 0);
      if ((this.lengths & lengthBit(i + 1 - start)) === 0) continue;
      const symbol = this.table.find(units, start, i + 1, value);
      if (symbol !== WordTable.NONE) into[count++] = symbol;
    }
    return count;
  }
}

const lengthBit = (length: number): number => 1 << Math.min(length, 31);

const FOUR = 4;
const SIX = 6;
const two = (units: Uint16Array, at: number): number => ((units[at] ?? 0) << 16) | (units[at + 1] ?? 0);
const firstLetter = (units: Uint16Array, at: number): number => units[at] ?? 0;
const fourLetters = (units: Uint16Array, at: number): number =>
  Math.imul(two(units, at), 0x85ebca6b) ^ two(units, at + 2);
const sixLetters = (units: Uint16Array, at: number): number =>
  fourLetters(units, at) ^ Math.imul(two(units, at + 4), 0xc2b2ae35);
