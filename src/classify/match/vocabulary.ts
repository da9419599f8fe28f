import { Beginnings } from './beginnings.js';
import { HashFilter } from './hash-filter.js';
import type { Trie } from './trie.js';
import { WordTable } from './word-table.js';

type WordsOfTerms = Pick<Trie, 'words' | 'prefixes' | 'suffixes' | 'parts' | 'first'>;

/** The words that occur in terms, found in a text: whole, by their beginnings, by their ends, or within. */
export class Vocabulary {
  private readonly exact: WordTable;
  /** The whole words that terms begin with: most words of terms stand only within them. */
  private readonly firstWords: HashFilter;
  private readonly prefixes: Beginnings;
  /** Whether there is anything to be found within words. */
  private readonly hasMore: boolean;
  /** Ends are beginnings of a word that is read backwards. */
  private readonly suffixes: Beginnings | null;
  /** What stands within a word is the beginning of a part of it. */
  private readonly parts: Beginnings | null;
  private backwards = new Uint16Array(64);
  /** How many symbols one word can have at most. */
  readonly most: number;

  /** Symbol n is words[n], then the prefixes, the suffixes and the parts, each without repeats. */
  constructor({ words, prefixes, suffixes, parts, first: begun }: WordsOfTerms) {
    let first = words.length;
    const after = (list: readonly string[]): number => {
      const start = first;
      first += list.length;
      return start;
    };
    this.exact = new WordTable(words, 0);
    this.firstWords = HashFilter.ofWords(words.filter((_, symbol) => begun[symbol] !== 0));
    this.prefixes = new Beginnings(prefixes, after(prefixes));
    const ends = after(suffixes);
    this.suffixes = suffixes.length === 0 ? null : new Beginnings(suffixes.map(reversed), ends);
    this.parts = parts.length === 0 ? null : new Beginnings(parts, after(parts));
    this.hasMore = suffixes.length + parts.length > 0;
    // One place more, as a part is written before it is known to be there already.
    this.most =
      2 + this.prefixes.longest + (this.suffixes?.longest ?? 0) + parts.length + longestOf(this.parts);
  }

  /** Whether a term may begin with the word from `start` up to `end`, or with a part of it. */
  mayBegin(units: Uint16Array, start: number, end: number, hashed: number): boolean {
    return this.firstWords.mayHave(hashed) || this.prefixes.mayFind(units, start, end) || this.hasMore;
  }

  /**
   * Writes the symbols of the word, of what it begins or ends with and of what it has in it to `into`;
   * returns how many they are.
   */
  find(units: Uint16Array, start: number, end: number, hashed: number, into: Int32Array): number {
    let count = 0;
    const exact = this.exact.find(units, start, end, hashed);
    if (exact !== WordTable.NONE) into[count++] = exact;
    count = this.prefixes.find(units, start, end, into, count);
    if (this.suffixes !== null) count = this.findSuffixes(this.suffixes, units, start, end, into, count);
    if (this.parts !== null) count = findParts(this.parts, units, start, end, into, count);
    return count;
  }

  private findSuffixes(
    suffixes: Beginnings,
    units: Uint16Array,
    start: number,
    end: number,
    into: Int32Array,
    at: number,
  ): number {
    const length = Math.min(end - start, suffixes.longest);
    if (this.backwards.length < length) this.backwards = new Uint16Array(length * 2);
    const { backwards } = this;
    for (let i = 0; i < length; i++) backwards[i] = units[end - 1 - i] ?? 0;
    return suffixes.find(backwards, 0, length, into, at);
  }
}

const longestOf = (parts: Beginnings | null): number => parts?.longest ?? 0;

/** By code units, as texts are compared. */
const reversed = (word: string): string => word.split('').reverse().join('');

/** Each part once, however often the word has it. */
function findParts(
  parts: Beginnings,
  units: Uint16Array,
  start: number,
  end: number,
  into: Int32Array,
  at: number,
): number {
  let count = at;
  for (let from = start; from < end; from++) {
    const found = parts.find(units, from, end, into, count);
    for (let i = count; i < found; i++) {
      const symbol = into[i] ?? 0;
      if (!has(into, at, count, symbol)) into[count++] = symbol;
    }
  }
  return count;
}

function has(symbols: Int32Array, from: number, to: number, symbol: number): boolean {
  for (let i = from; i < to; i++) if (symbols[i] === symbol) return true;
  return false;
}
