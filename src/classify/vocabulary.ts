import { HASH_SEED, hash, hashStep } from './words.js';

/**
 * The words that occur in terms, numbered, found in a text by their hash. Open addressing over typed arrays: one probe
 * for most words of a text, no string is made.
 */
export class Vocabulary {
  /** What `find` answers for a word that is in no term. */
  static readonly NONE = -1;
  private readonly exact: Table;
  private readonly prefixes: Table;
  /** By the low five bits of its first letter: the lengths that prefixes have, as bits; bit 31 for all longer ones. */
  private readonly lengths = new Int32Array(32);
  private readonly longest: number;
  readonly size: number;

  /** `words` and `prefixes` without repeats; symbol n is words[n], then the prefixes. */
  constructor(words: readonly string[], prefixes: readonly string[]) {
    this.exact = new Table(words, 0);
    this.prefixes = new Table(prefixes, words.length);
    this.size = words.length + prefixes.length;
    this.longest = prefixes.reduce((most, word) => Math.max(most, word.length), 0);
    for (const word of prefixes) {
      const first = word.charCodeAt(0) & 31;
      this.lengths[first] = (this.lengths[first] ?? 0) | (1 << Math.min(word.length, 31));
    }
  }

  /** The symbol of the word from `start` up to `end`, or NONE. */
  find(text: string, start: number, end: number, hashed: number): number {
    return this.exact.find(text, start, end, hashed);
  }

  /** Writes the symbols of the prefixes that the word begins with to `into`, from `at`; returns where it ended. */
  findPrefixes(text: string, start: number, end: number, into: Int32Array, at: number): number {
    const lengths = this.lengths[text.charCodeAt(start) & 31] ?? 0;
    if (lengths === 0) return at;
    const stop = Math.min(end, start + this.longest);
    let count = at;
    let value = HASH_SEED;
    for (let i = start; i < stop; i++) {
      value = hashStep(value, text.charCodeAt(i));
      if ((lengths & (1 << Math.min(i + 1 - start, 31))) === 0) continue;
      const symbol = this.prefixes.find(text, start, i + 1, value);
      if (symbol !== Vocabulary.NONE && count < into.length) into[count++] = symbol;
    }
    return count;
  }

  /** How many prefixes one word can begin with at most: a place for each in `into`. */
  get mostPrefixes(): number {
    return this.longest;
  }
}

class Table {
  private readonly slots: Int32Array;
  private readonly hashes: Int32Array;
  private readonly mask: number;

  constructor(
    private readonly words: readonly string[],
    private readonly first: number,
  ) {
    let size = 16;
    while (size < words.length * 4) size *= 2;
    this.mask = size - 1;
    this.slots = new Int32Array(size).fill(Vocabulary.NONE);
    this.hashes = new Int32Array(size);
    for (const [index, word] of words.entries()) this.add(index, hash(word, 0, word.length));
  }

  private add(index: number, hashed: number): void {
    let slot = spread(hashed) & this.mask;
    while (this.slots[slot] !== Vocabulary.NONE) slot = (slot + 1) & this.mask;
    this.slots[slot] = index;
    this.hashes[slot] = hashed;
  }

  find(text: string, start: number, end: number, hashed: number): number {
    let slot = spread(hashed) & this.mask;
    for (;;) {
      const index = this.slots[slot] ?? Vocabulary.NONE;
      if (index === Vocabulary.NONE) return Vocabulary.NONE;
      if (this.hashes[slot] === hashed && same(this.words[index] ?? '', text, start, end))
        return index + this.first;
      slot = (slot + 1) & this.mask;
    }
  }
}

/** FNV's low bits are its weakest. */
const spread = (hashed: number): number => hashed ^ (hashed >>> 15);

function same(word: string, text: string, start: number, end: number): boolean {
  if (word.length !== end - start) return false;
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  return true;
}
