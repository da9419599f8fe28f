import { isOfRange } from '../../config/grammar/language-range.js';
import type { Span } from '../../config/grammar/regex.js';
import { fold } from '../../text/fold.js';
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
  /** The text at hand, and folded where that was asked for. */
  private value = '';
  private folded: string | null = null;
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
    this.value = value;
    this.folded = null;
    this.scanPhrases(field, hits);
    for (const [number, leaf] of this.patterns) {
      if ((leaf.fields & field) !== 0) scanPattern(number, leaf, field, this.kept, hits);
    }
  }

  /** The folded text at hand in its own case: few texts have a word for which it is asked. */
  private get kept(): string {
    this.folded ??= fold(this.value);
    return this.folded;
  }

  /** Adds the ranges that the entry's language is of; `field` says how it is known. */
  scanLanguage(field: FieldSet, tag: string, hits: Hits): void {
    hits.texts.push({ field, value: tag });
    for (const [number, { range }] of this.languages)
      if (isOfRange(tag, range)) hits.add(number, field, 0, range.length);
  }

  private scanPhrases(field: FieldSet, hits: Hits): void {
    const { words, vocabulary } = this;
    words.read(this.value);
    const { units } = words.text;
    this.activeCount = 0;
    for (let n = 0; n < words.count; n++) {
      const start = words.starts[n] ?? 0;
      const end = words.ends[n] ?? 0;
      const hashed = words.hashes[n] ?? 0;
      if (this.activeCount === 0 && !vocabulary.mayBegin(units, start, end, hashed)) continue;
      const count = vocabulary.find(units, start, end, hashed, this.symbols);
      if (count > 0) this.advance(count, n, field, hits);
      else this.activeCount = 0;
    }
  }

  private advance(count: number, word: number, field: FieldSet, hits: Hits): void {
    const { trie, symbols, active, next } = this;
    this.nextCount = 0;
    for (let s = 0; s < count; s++) {
      const symbol = symbols[s] ?? 0;
      for (let a = 0; a < this.activeCount; a++) {
        this.arrive(step(trie, active[a] ?? 0, symbol), word, field, hits);
      }
      this.arrive(trie.first[symbol] ?? 0, word, field, hits);
    }
    this.active = next;
    this.activeCount = this.nextCount;
    this.next = active;
  }

  private arrive(node: number, word: number, field: FieldSet, hits: Hits): void {
    if (node === 0) return;
    const { trie, words } = this;
    const stop = trie.leafStart[node + 1] ?? 0;
    for (let i = trie.leafStart[node] ?? 0; i < stop; i++) {
      const leaf = trie.leafNumber[i] ?? 0;
      if (((this.masks[leaf] ?? 0) & field) === 0 || !hits.wants(leaf, field)) continue;
      const firstWord = word + 1 - (trie.depth[node] ?? 1);
      const cased = this.cased[leaf];
      if (cased && !this.isCased(cased, firstWord)) continue;
      hits.add(leaf, field, words.starts[firstWord] ?? 0, words.ends[word] ?? 0);
    }
    if ((trie.childStart[node] ?? 0) < (trie.childStart[node + 1] ?? 0)) this.next[this.nextCount++] = node;
  }

  private isCased(cased: readonly string[], firstWord: number): boolean {
    const { words, kept } = this;
    return cased.every((word, index) =>
      keepsCase(kept, words.starts[firstWord + index] ?? 0, words.ends[firstWord + index] ?? 0, word),
    );
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
