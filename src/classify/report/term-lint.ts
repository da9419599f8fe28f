import type { JudgedTerm } from '../rules/rules.js';

/** Where a term stands in feeds.json; `tag` is null for the global `only`. */
export interface TermPlace {
  readonly tag: string | null;
  readonly list: Exclude<JudgedTerm['list'], 'learned'> | 'ignore' | 'only';
  readonly index: number;
  /** As the rule has it. */
  readonly term: string;
}

/** Something about a term that its author would want to know. */
export type Lint = TermPlace &
  (
    | { readonly kind: 'never' }
    /** In more entries than a term that tells anything can be in. */
    | { readonly kind: 'often'; readonly entries: number }
    /** Another term of the tag is found wherever this one is, and counts as much. */
    | { readonly kind: 'shadowed'; readonly by: string }
  );

/** A term that was found, in very few entries: it may have been written for just these. */
export type SeldomTerm = TermPlace & { readonly entries: number };
