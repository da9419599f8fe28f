import { fold, lower } from './fold.js';

/** What a character is to whoever looks for words. */
export const SEPARATOR = 1;
export const LETTER = 2;
/**
 * A letter of a script that writes particles onto foreign words (`Rust는`): a word ends between it and Latin.
 */
export const HANGUL = 3;
/** Han, Hiragana, Thai: scripts without spaces between words. */
export const ALONE = 4;
/** `+` and `#`. */
export const TAIL = 5;
export const DOT = 6;
/** White space and opening punctuation: what a `.` that belongs to a word stands after. */
export const OPENING = 7;
/** Foreign words in Japanese text: where they end the script changes. */
export const KATAKANA = 8;
/** What lengthens or voices the Kana before it, of either kind: `ー`. */
export const KANA_MARK = 9;
/** Half of a character above U+FFFF: its kind is the character's. */
export const SURROGATE = 10;

/** All kinds as bits. */
export const KIND = 0x0f;
/** What only folding the whole text can tell: of what becomes several units or none, or joins with others. */
export const ODD = 0x10;
/** Where the code unit begins that folding and lower case make of one; of an odd one itself. */
export const UNIT = 8;

/** Of each code unit its kind, whether it is odd, and what it becomes; 0 where it has not been met yet. */
export const known = new Int32Array(65_536);

/** Fills in what is known of a code unit. */
export function learn(unit: number): number {
  const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
  const folded = lower(fold(String.fromCharCode(unit)));
  const isOdd = folded.length !== 1 || JOINS.test(folded);
  const made = isOdd || isSurrogate ? unit : folded.charCodeAt(0);
  const kind = isSurrogate ? SURROGATE : kindOf(String.fromCharCode(made));
  const learnt = (made << UNIT) | (isOdd && !isSurrogate ? ODD : 0) | kind;
  known[unit] = learnt;
  return learnt;
}

/** What joins with the letters around it: marks, and the parts of Hangul syllables. */
const JOINS = /[\p{M}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u;

/** The same for code points above U+FFFF. */
const astral = new Map<number, number>();

/** The kind of a code point above U+FFFF, or of half of one, and whether it is odd. */
export function astralKind(point: number): number {
  if (point <= 0xffff) return SEPARATOR | ODD; // alone it is no character
  const before = astral.get(point);
  if (before !== undefined) return before;
  const character = String.fromCodePoint(point);
  const isSign = /\p{S}/u.test(character) && lower(fold(character)) === character;
  const kind = kindOf(character) | (isSign ? 0 : ODD);
  astral.set(point, kind);
  return kind;
}

function kindOf(character: string): number {
  if (/[+#]/.test(character)) return TAIL;
  if (character === '.') return DOT;
  if (/[\s\p{Ps}\p{Pi}"'`]/u.test(character)) return OPENING;
  if (!/[\p{L}\p{N}\p{M}]/u.test(character)) return SEPARATOR;
  if (/\p{scx=Kana}/u.test(character)) return /\p{scx=Hira}/u.test(character) ? KANA_MARK : KATAKANA;
  if (/[\p{scx=Han}\p{scx=Hira}\p{scx=Thai}]/u.test(character)) return ALONE;
  return /\p{sc=Hang}/u.test(character) ? HANGUL : LETTER;
}
