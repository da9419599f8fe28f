/**
 * All that folding changes. Marks that it drops may follow an ASCII letter; none that it keeps joins with
 * one.
 */
const NOT_ASCII = /[^\x00-\x7f]+/g;
/** NFKC would glue these to the word before them: Rust™ must stay `rust`. */
const MARKS_OF_TRADE = /[\u2120\u2122]/g;
const APOSTROPHES = /[\u2018\u2019\u02bc\u2032]/g;
/**
 * What is written or left out at will: soft hyphens, variation selectors, Latin, Greek and Cyrillic accents,
 * Hebrew points and Arabic vowel signs. Other marks are letters in all but name (the kana voicing mark,
 * Devanagari vowels) and stay.
 */
const OPTIONAL = new RegExp(
  String.raw`[\u00ad\ufe00-\ufe0f\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f` +
    String.raw`\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670]`,
  'g',
);

/**
 * Text as terms see it, except for its case: NFKC, without accents and soft hyphens, ’ as '. Idempotent.
 * Case is kept for `case:` and for regular expressions; `lower()` drops it.
 */
export function fold(text: string): string {
  return text.replace(NOT_ASCII, foldRun);
}

/**
 * Quotes, dashes and single accented letters come again and again: four times faster than folding each time.
 */
const known = new Map<string, string>();
const KNOWN_LENGTH = 2;
const KNOWN_MOST = 4096;

function foldRun(run: string): string {
  const before = known.get(run);
  if (before !== undefined) return before;
  const folded = run
    .replace(MARKS_OF_TRADE, ' ')
    .normalize('NFKD')
    .replace(APOSTROPHES, "'")
    .replace(OPTIONAL, '')
    .normalize('NFC');
  if (run.length <= KNOWN_LENGTH && known.size < KNOWN_MOST) known.set(run, folded);
  return folded;
}

/**
 * Folded text in lower case, code unit by code unit where it was: a place in one is the same place in the
 * other. Independent of the locale, so `I` is `i` in Turkey too; final sigma is sigma, as in Unicode's case
 * folding.
 */
export function lower(folded: string): string {
  return folded.toLowerCase().replaceAll('ς', 'σ');
}

/**
 * For each code unit of `fold(text)` the place in `text` that it comes from, and at the end `text.length`;
 * null where folding the parts is not folding the whole, which no text in use does. For showing excerpts: it
 * is slow.
 */
export function foldedFrom(text: string): Int32Array | null {
  const places: number[] = [];
  let folded = '';
  for (const { 0: cluster, index } of text.matchAll(/\P{M}?\p{M}*/gsu)) {
    const part = fold(cluster);
    for (let i = 0; i < part.length; i++) places.push(index);
    folded += part;
  }
  places.push(text.length);
  return folded === fold(text) ? Int32Array.from(places) : null;
}
