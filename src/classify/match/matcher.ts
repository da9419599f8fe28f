import { isOfRange } from '../../config/grammar/language-range.js';
import type { Span } from '../../config/grammar/regex.js';
import { fold, lower } from '../../text/fold.js';
import { Words } from '../../text/words.js';
import {
  bitOf,
  type FieldSet,
  keepsCase,
  type LanguageLeaf,
  type Leaf,
  type PatternLeaf,
} from '../rules/leaf.js';
import { type Hits, OPENING, REPEATED } from './hits.js';
import { buildTrie, step, type Trie } from './trie.js';
import { Vocabulary } from './vocabulary.js';

/** Finds all leaves in a text in one scan of its words; regular expressions run apart. */
export class Matcher {
  /** Fields that some leaf looks at. */
  readonly fields: FieldSet;
  private readonly trie: Trie;
  private readonly vocabulary: Vocabulary;
  private readonly patterns: readonly (readonly [number, PatternLeaf])[];
  private readonly languages: readonly (readonly [number, LanguageLeaf])[];
  private readonly masks: Uint16Array;
  private readonly cased: readonly (readonly string[] | null)[];
  private readonly words = new Words();
  /** Symbols of the word at hand: itself and what it begins with, ends with or has in it. */
  private readonly symbols: Int32Array;
  /** Nodes of phrases that have begun and may go on with the next word. */
  private active: Int32Array;
  private activeCount = 0;
  private next: Int32Array;
  private nextCount = 0;

  constructor(readonly leaves: readonly Leaf[]) {
    const numbered = [...leaves.entries()];
    this.trie = buildTrie(
      numbered.flatMap(([n, leaf]) => (leaf.kind === 'phrase' ? [[n, leaf] as const] : [])),
    );
    this.vocabulary = new Vocabulary(this.trie);
    this.symbols = new Int32Array(this.vocabulary.most);
    // A node is reached from the one active node that is its parent, so no more can be active than there are
    // nodes.
    this.active = new Int32Array(this.trie.depth.length);
    this.next = new Int32Array(this.trie.depth.length);
    this.patterns = numbered.flatMap(([n, leaf]) => (leaf.kind === 'pattern' ? [[n, leaf] as const] : []));
    this.languages = numbered.flatMap(([n, leaf]) => (leaf.kind === 'language' ? [[n, leaf] as const] : []));
    this.masks = Uint16Array.from(leaves, (leaf) => leaf.fields);
    this.cased = leaves.map((leaf) => (leaf.kind === 'phrase' ? leaf.cased : null));
    this.fields = leaves.reduce((mask, leaf) => mask | leaf.fields, 0);
  }

  /** Adds what it finds in one value of a field. */
  scan(field: FieldSet, value: string, hits: Hits): void {
    if ((this.fields & field) === 0 || value === '') return;
    hits.texts.push({ field, value });
    const kept = fold(value);
    this.scanPhrases(field, kept, hits);
    for (const [number, leaf] of this.patterns) {
      if ((leaf.fields & field) !== 0) scanPattern(number, leaf, field, kept, hits);
    }
  }

  /** Adds the ranges that the entry's language is of; `field` says how it is known. */
  scanLanguage(field: FieldSet, tag: string, hits: Hits): void {
    hits.texts.push({ field, value: tag });
    for (const [number, { range }] of this.languages)
      if (isOfRange(tag, range)) hits.add(number, field, 0, range.length);
  }

  private scanPhrases(field: FieldSet, kept: string, hits: Hits): void {
    const { words, vocabulary, symbols, trie } = this;
    words.read(lower(kept));
    const { units } = words.text;
    const { prefixes, hasMore } = vocabulary;
    this.activeCount = 0;
    for (let n = 0; n < words.count; n++) {
      const start = words.starts[n] ?? 0;
      const end = words.ends[n] ?? 0;
      let count = 0;
      const exact = vocabulary.find(units, start, end, words.hashes[n] ?? 0);
      // Most words of terms stand only within them: without what goes before they are the start of nothing.
      if (exact !== Vocabulary.NONE && (this.activeCount > 0 || trie.first[exact] !== 0))
        symbols[count++] = exact;
      count = prefixes.find(units, start, end, symbols, count);
      if (hasMore) count = vocabulary.findWithin(units, start, end, symbols, count);
      if (count > 0) this.advance(count, n, field, kept, hits);
      else this.activeCount = 0;
    }
  }

  private advance(count: number, word: number, field: FieldSet, kept: string, hits: Hits): void {
    const { trie, symbols, active, next } = this;
    this.nextCount = 0;
    for (let s = 0; s < count; s++) {
      const symbol = symbols[s] ?? 0;
      for (let a = 0; a < this.activeCount; a++) {
        this.arrive(step(trie, active[a] ?? 0, symbol), word, field, kept, hits);
      }
      this.arrive(trie.first[symbol] ?? 0, word, field, kept, hits);
    }
    this.active = next;
    this.activeCount = this.nextCount;
    this.next = active;
  }

  private arrive(node: number, word: number, field: FieldSet, kept: string, hits: Hits): void {
    if (node === 0) return;
    const { trie, words } = this;
    const stop = trie.leafStart[node + 1] ?? 0;
    for (let i = trie.leafStart[node] ?? 0; i < stop; i++) {
      const leaf = trie.leafNumber[i] ?? 0;
      if (((this.masks[leaf] ?? 0) & field) === 0 || !hits.wants(leaf, field)) continue;
      const firstWord = word + 1 - (trie.depth[node] ?? 1);
      const cased = this.cased[leaf];
      if (cased && !this.isCased(cased, firstWord, kept)) continue;
      hits.add(leaf, field, words.starts[firstWord] ?? 0, words.ends[word] ?? 0);
    }
    if ((trie.childStart[node] ?? 0) < (trie.childStart[node + 1] ?? 0)) this.next[this.nextCount++] = node;
  }

  private isCased(cased: readonly string[], firstWord: number, kept: string): boolean {
    return cased.every((word, index) => {
      const n = firstWord + index;
      return keepsCase(kept.slice(this.words.starts[n], this.words.ends[n]), word);
    });
  }
}

function scanPattern(number: number, leaf: PatternLeaf, field: FieldSet, kept: string, hits: Hits): void {
  if (!hits.wants(number, field) || !leaf.regex.test(kept)) return;
  const spans = hits.keepsPlaces(number)
    ? leaf.regex.spans(kept)
    : field === BODY && kept.length > OPENING
      ? leaf.regex.spans(kept, REPEATED)
      : [NO_PLACE];
  for (const { start, end } of spans) hits.add(number, field, start, end);
}

const BODY = bitOf('text');
const NO_PLACE: Span = { start: 0, end: 0 };
