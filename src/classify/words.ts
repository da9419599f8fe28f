/**
 * Where words begin and end. A word is a run of letters and digits; `+` and `#` directly after it belong to it, a `.`
 * before it does after a space. Han, Kana and Thai characters are words of their own. All else separates.
 */

const SEPARATOR = 0;
const LETTER = 1;
/** A letter of a script that writes particles onto foreign words (`Rust는`): a word ends between it and Latin. */
const HANGUL = 2;
/** Han, Kana, Thai: scripts without spaces between words. */
const ALONE = 3;
/** `+` and `#`. */
const TAIL = 4;
const DOT = 5;
/** White space and opening punctuation: what a `.` that belongs to a word stands after. */
const OPENING = 6;
const SURROGATE = 7;
const UNKNOWN = 255;

/** The kinds of the code units, learnt as they are met. */
const kinds = new Uint8Array(65_536).fill(UNKNOWN);
/** The same for code points above U+FFFF. */
const astral = new Map<number, number>();

function kindOf(character: string): number {
  if (/[+#]/.test(character)) return TAIL;
  if (character === '.') return DOT;
  if (/[\s\p{Ps}\p{Pi}"'`]/u.test(character)) return OPENING;
  if (!/[\p{L}\p{N}\p{M}]/u.test(character)) return SEPARATOR;
  if (/[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}]/u.test(character)) return ALONE;
  return /\p{sc=Hang}/u.test(character) ? HANGUL : LETTER;
}

function kindAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const known = kinds[unit];
  if (known !== undefined && known < SURROGATE) return known;
  const point = text.codePointAt(at) ?? 0;
  if (point > 0xffff) {
    const kind = astral.get(point) ?? kindOf(String.fromCodePoint(point));
    astral.set(point, kind);
    return kind;
  }
  const kind = kindOf(String.fromCharCode(unit));
  const lone = unit >= 0xd800 && unit <= 0xdfff;
  kinds[unit] = lone ? SURROGATE : kind;
  return lone ? SEPARATOR : kind;
}

const isLatin = (unit: number): boolean =>
  (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 0xaa && unit < 0x250);

/** Words of one text, as places in it; `hashes` are of their code units. Reused from text to text. */
export class Words {
  count = 0;
  starts = new Int32Array(1024);
  ends = new Int32Array(1024);
  hashes = new Int32Array(1024);

  /** Reads the words of `text`, folded and in lower case, in one go. */
  read(text: string): void {
    this.count = 0;
    const length = text.length;
    let before = OPENING;
    let at = 0;
    while (at < length) {
      const kind = kindAt(text, at);
      if (kind === LETTER || kind === HANGUL) {
        at = this.push(text, at, runEnd(text, at, kind));
        before = LETTER;
      } else if (kind === ALONE) {
        at = this.push(text, at, at + width(text, at));
        before = LETTER;
      } else if (kind === DOT && before === OPENING && at + 1 < length && kindAt(text, at + 1) === LETTER) {
        at = this.push(text, at, runEnd(text, at + 1, LETTER));
        before = LETTER;
      } else {
        before = kind;
        at += width(text, at);
      }
    }
  }

  private push(text: string, start: number, end: number): number {
    const n = this.count++;
    if (n === this.starts.length) this.grow();
    this.starts[n] = start;
    this.ends[n] = end;
    this.hashes[n] = hash(text, start, end);
    return end;
  }

  private grow(): void {
    const size = this.starts.length * 2;
    const larger = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const next = new Int32Array(size);
      next.set(old);
      return next;
    };
    this.starts = larger(this.starts);
    this.ends = larger(this.ends);
    this.hashes = larger(this.hashes);
  }
}

/** The end of the word that begins at `at`, its `+` and `#` included. */
function runEnd(text: string, at: number, kind: number): number {
  const length = text.length;
  let end = at;
  while (end < length) {
    const unit = text.charCodeAt(end);
    if (kinds[unit] === kind) {
      end++;
      continue;
    }
    const next = kindAt(text, end);
    if (next === LETTER || next === HANGUL) {
      if (next !== kind && scriptsPart(text, end)) break;
      end += width(text, end);
    } else break;
  }
  return tailEnd(text, end);
}

/** Latin beside Hangul: the particle of `Rust는` is no part of the name. Digits go with either. */
function scriptsPart(text: string, at: number): boolean {
  const left = text.charCodeAt(at - 1);
  const right = text.charCodeAt(at);
  return isLatin(left) || isLatin(right);
}

/** `c++`, `c#`, `C++17`; but a single sign between words, `rust+wasm`, is a separator. */
function tailEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && kindAt(text, end) === TAIL) end++;
  return end === at + 1 && isLatin(text.charCodeAt(end)) ? at : end;
}

const width = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

/** FNV-1a over code units. Callers compare the words themselves: equal hashes only say "perhaps". */
export function hash(text: string, start: number, end: number): number {
  let value = HASH_SEED;
  for (let i = start; i < end; i++) value = hashStep(value, text.charCodeAt(i));
  return value;
}
export const HASH_SEED = 0x811c9dc5 | 0;
export const hashStep = (value: number, unit: number): number => Math.imul(value ^ unit, 0x01000193);

/** Of its own, since a fresh one for each of 10,000 terms was 120 MB of arrays to clear. */
const words = new Words();

/** The words of `text` as strings. */
export function wordsOf(text: string): string[] {
  words.read(text);
  return Array.from({ length: words.count }, (_, n) => text.slice(words.starts[n], words.ends[n]));
}

/** Where `text` ends if it may have at most `chars` characters (code points) and no word is cut in two. */
export function cutAt(text: string, chars: number): number {
  if (text.length <= chars) return text.length;
  let at = 0;
  for (let n = 0; n < chars && at < text.length; n++) at += width(text, at);
  if (at === text.length) return at;
  const next = kindAt(text, at);
  if (next !== LETTER && next !== HANGUL && next !== TAIL) return at;
  while (at > 0 && inWord(kindAt(text, at - 1))) at--;
  return at;
}
const inWord = (kind: number): boolean => kind === LETTER || kind === HANGUL || kind === TAIL;
