/** Words as search compares them: the same for what is looked through and for what is looked for. */

/** A word and where it stands in its text. */
export interface Word {
  /** Folded: compatibility forms, case and accents are one. */
  readonly term: string;
  readonly from: number;
  readonly to: number;
}

const SPACELESS = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]`;
/**
 * Letters of scripts that write no spaces are words of their own; `+` and `#` belong to the word before
 * (`c++`).
 */
const WORD = new RegExp(`${SPACELESS}\\p{M}*|(?:(?!${SPACELESS})[\\p{L}\\p{M}\\p{N}])+[+#]*`, 'gu');

export const words = (text: string): Word[] =>
  [...text.matchAll(WORD)].map((match) => ({
    term: fold(match[0]),
    from: match.index,
    to: match.index + match[0].length,
  }));

export const terms = (text: string): string[] => words(text).map(({ term }) => term);

const fold = (word: string): string =>
  word.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC').toLowerCase();
