import type { LinearRegex } from '../../config/grammar/regex.js';
import {
  type Combination,
  FIELDS,
  type Pattern,
  type Phrase,
  type Term,
  WORD_FIELDS,
  type WordForm,
} from '../../config/grammar/term.js';
import type { Field } from '../../model/filing.js';
import { lower } from '../../text/fold.js';
import { numberForms } from './plurals.js';

/** Fields as bits: 1 << the place in FIELDS. */
export type FieldSet = number;
export const bitOf = (field: Field): FieldSet => 1 << FIELDS.indexOf(field);
/** All fields that have words. */
export const ALL_WORDS: FieldSet = (1 << WORD_FIELDS.length) - 1;
export const TITLE = bitOf('title');
/** The language, however it is known. */
export const LANGUAGE = bitOf('lang') | bitOf('detected');
export const TAG = bitOf('tag');
const UNSCOPED: FieldSet = TITLE | bitOf('text');

/** What is looked for in an entry, shared by all terms of all tags that have it. */
export type Leaf = PhraseLeaf | PatternLeaf | LanguageLeaf | TagLeaf;
export interface PhraseLeaf {
  readonly kind: 'phrase';
  readonly fields: FieldSet;
  /** All words but the last. */
  readonly lead: readonly string[];
  /** The forms that the last word may have, or what it may begin with, end with or have in it. */
  readonly last: readonly string[];
  readonly form: WordForm;
  readonly cased: readonly string[] | null;
}
export interface PatternLeaf {
  readonly kind: 'pattern';
  readonly fields: FieldSet;
  readonly regex: LinearRegex;
}

export interface LanguageLeaf {
  readonly kind: 'language';
  readonly fields: FieldSet;
  /** BCP 47, in lower case. */
  readonly range: string;
}

/** Found by no matcher: the judge tells it, when the tag is decided. */
export interface TagLeaf {
  readonly kind: 'tag';
  readonly fields: FieldSet;
  readonly slug: string;
}

/** A term over numbered leaves. */
export type Expr =
  /** `bonus`: unscoped, so that a hit in the title counts more. */
  | { readonly kind: 'leaf'; readonly leaf: number; readonly bonus: boolean }
  | {
      readonly kind: 'tree';
      readonly any: readonly Expr[];
      readonly all: readonly Expr[];
      readonly not: readonly Expr[];
    };

/** Numbers the leaves of all terms, each once. */
export class LeafTable {
  readonly leaves: Leaf[] = [];
  private readonly numbers = new Map<string, number>();

  /** The term over this table's leaves. With `plurals`, the last word stands for its other number too. */
  add(term: Term, plurals: boolean): Expr {
    if (term.kind === 'combination') return this.addCombination(term, plurals);
    const key = leafKey(term, plurals);
    let leaf = this.numbers.get(key);
    if (leaf === undefined) {
      leaf = this.leaves.length;
      this.leaves.push(leafOf(term, plurals));
      this.numbers.set(key, leaf);
    }
    return { kind: 'leaf', leaf, bonus: 'fields' in term && term.fields === null };
  }

  private addCombination(term: Combination, plurals: boolean): Expr {
    const add = (part: Term): Expr => this.add(part, plurals);
    return { kind: 'tree', any: term.any.map(add), all: term.all.map(add), not: term.not.map(add) };
  }
}

/** The leaves of terms, each once. */
export function leavesOf(terms: readonly { readonly expr: Expr }[]): Set<number> {
  const leaves = new Set<number>();
  const visit = (expr: Expr): void => {
    if (expr.kind === 'leaf') leaves.add(expr.leaf);
    else for (const part of [...expr.any, ...expr.all, ...expr.not]) visit(part);
  };
  for (const { expr } of terms) visit(expr);
  return leaves;
}

/** Equal for terms that match the same everywhere, whatever they look like: `no_std` and `No-Std`. */
export function termKey(term: Term, plurals: boolean): string {
  if (term.kind !== 'combination') return leafKey(term, plurals);
  const keys = (parts: readonly Term[]): string =>
    [...new Set(parts.map((part) => termKey(part, plurals)))].sort().join(' ; ');
  return `{any ${keys(term.any)} all ${keys(term.all)} not ${keys(term.not)}}`;
}

function leafKey(term: Exclude<Term, Combination>, plurals: boolean): string {
  if (term.kind === 'language') return `lang:${term.range}`;
  if (term.kind === 'tag') return `tag:${term.slug}`;
  const scope = term.fields === null ? '*' : String(maskOf(term.fields));
  if (term.kind === 'pattern') return `${scope} ${term.source}`;
  const words = term.cased ?? term.words;
  const last = words.at(-1) ?? '';
  const name = plurals && term.form === 'word' ? `${term.cased ? last : numberForms(last)[0]}(s)` : last;
  return `${scope} ${term.cased ? 'case:' : ''}${[...words.slice(0, -1), starred(name, term.form)].join(' ')}`;
}

const starred = (word: string, form: WordForm): string =>
  `${form === 'suffix' || form === 'part' ? '*' : ''}${word}${form === 'prefix' || form === 'part' ? '*' : ''}`;

const maskOf = (fields: readonly Field[] | null): FieldSet =>
  fields === null ? UNSCOPED : fields.reduce((mask, field) => mask | bitOf(field), 0);

function leafOf(term: Exclude<Term, Combination>, plurals: boolean): Leaf {
  switch (term.kind) {
    case 'phrase':
      return phraseLeaf(term, plurals);
    case 'pattern':
      return patternLeaf(term);
    case 'language':
      return { kind: 'language', fields: LANGUAGE, range: term.range };
    case 'tag':
      return { kind: 'tag', fields: TAG, slug: term.slug };
  }
}

function phraseLeaf(term: Phrase, plurals: boolean): PhraseLeaf {
  const last = term.words.at(-1) ?? '';
  return {
    kind: 'phrase',
    fields: maskOf(term.fields),
    lead: term.words.slice(0, -1),
    last: plurals && term.form === 'word' ? numberForms(last) : [last],
    form: term.form,
    cased: term.cased,
  };
}

const patternLeaf = (term: Pattern): PatternLeaf => ({
  kind: 'pattern',
  fields: maskOf(term.fields),
  regex: term.regex,
});

/** Whether a word of `text` keeps the case of `cased` as far as the two are the same word. */
export function keepsCase(text: string, start: number, end: number, cased: string): boolean {
  const length = Math.min(end - start, cased.length);
  for (let i = 0; i < length; i++) {
    const here = text.charAt(start + i);
    const there = cased.charAt(i);
    if (here !== there) return lower(here) !== lower(there);
  }
  return true;
}
