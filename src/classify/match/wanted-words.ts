/**
 * Words that every post which is meant has, in any of what is shown of it: as `text/` folds and splits them.
 * By them an index narrows, and no more: of a phrase or a field it knows nothing.
 */
export interface WantedWords {
  readonly whole: readonly string[];
  /** Of words, each of `SHORTEST_BEGINNING` code units or more. */
  readonly beginnings: readonly string[];
}

/** An index knows beginnings of words by so many code units: fewer begin half a dictionary. */
export const SHORTEST_BEGINNING = 3;
