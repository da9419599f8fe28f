import { UnitBuffer } from './units.js';

/**
 * Where words begin and end. A word is a run of letters and digits; `+` and `#` directly after it belong to
 * it, a `.` before it does after a space. A run of Katakana is a word; Han, Hiragana and Thai characters are
 * words of their own. All else separates.
 */

const SEPARATOR = 0;
const LETTER = 1;
/**
 * A letter of a script that writes particles onto foreign words (`Rust는`): a word ends between it and Latin.
 */
const HANGUL = 2;
/** Han, Hiragana, Thai: scripts without spaces between words. */
const ALONE = 3;
/** `+` and `#`. */
const TAIL = 4;
const DOT = 5;
/** White space and opening punctuation: what a `.` that belongs to a word stands after. */
const OPENING = 6;
/** Foreign words in Japanese text: where they end the script changes. */
const KATAKANA = 7;
/** What lengthens or voices the Kana before it, of either kind: `ー`. */
const KANA_MARK = 8;
/** Half of a character above U+FFFF. */
const SURROGATE = 9;
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
  if (/\p{scx=Kana}/u.test(character)) return /\p{scx=Hira}/u.test(character) ? KANA_MARK : KATAKANA;
  if (/[\p{scx=Han}\p{scx=Hira}\p{scx=Thai}]/u.test(character)) return ALONE;
  return /\p{sc=Hang}/u.test(character) ? HANGUL : LETTER;
}

function kindOfPoint(point: number): number {
  if (point > 0xffff) {
    const kind = astral.get(point) ?? kindOf(String.fromCodePoint(point));
    astral.set(point, kind);
    return kind;
  }
  const known = kinds[point] ?? UNKNOWN;
  if (known < SURROGATE) return known;
  if (point >= 0xd800 && point <= 0xdfff) {
    kinds[point] = SURROGATE;
    return SEPARATOR; // alone it is no character
  }
  const kind = kindOf(String.fromCharCode(point));
  kinds[point] = kind;
  return kind;
}

const isLatin = (unit: number): boolean =>
  (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 0xaa && unit < 0x250);

const width = (point: number): number => (point > 0xffff ? 2 : 1);

/** Words of one text, as places in it; `hashes` are of their code units. Reused from text to text. */
export class Words {
  readonly text = new UnitBuffer();
  count = 0;
  starts = new Int32Array(1024);
  ends = new Int32Array(1024);
  hashes = new Int32Array(1024);

  /** Reads the words of `text`, folded and in lower case, in one go. */
  read(text: string): void {
    this.text.load(text);
    const { units, length } = this.text;
    this.count = 0;
    let dotMayJoin = true;
    let at = 0;
    while (at < length) {
      const known = kinds[units[at] ?? 0] ?? UNKNOWN;
      if (known === LETTER) {
        at = this.push(at, at, LETTER);
        dotMayJoin = false;
        continue;
      }
      const point = this.text.pointAt(at);
      const kind = known < SURROGATE ? known : kindOfPoint(point);
      const isWord = kind === LETTER || kind === HANGUL;
      if (isWord) at = this.push(at, at, kind);
      else if (kind === ALONE || kind === KATAKANA || kind === KANA_MARK) {
        const end = kind === KATAKANA ? this.katakanaEnd(at) : at + width(point);
        at = this.note(at, end, hashOf(units, at, end));
      } else if (kind === DOT && dotMayJoin && this.kindAt(at + 1) === LETTER)
        at = this.push(at, at + 1, LETTER);
      else at += width(point);
      dotMayJoin = kind === OPENING;
    }
  }

  /** Notes the word from `start` whose letters go on at `from`; returns where it ends. */
  private push(start: number, from: number, kind: number): number {
    const { units, length } = this.text;
    let at = from;
    let value = start === from ? HASH_SEED : hashOf(units, start, from);
    if (kind === LETTER) {
      while (at < length) {
        const unit = units[at] ?? 0;
        if (kinds[unit] !== LETTER) break;
        value = hashStep(value, unit);
        at++;
      }
      const next = at < length ? kinds[units[at] ?? 0] : SEPARATOR;
      if (next === OPENING || next === SEPARATOR || next === DOT) return this.note(start, at, value);
    }
    const end = this.tailEnd(this.runEnd(at, kind));
    for (; at < end; at++) value = hashStep(value, units[at] ?? 0);
    return this.note(start, end, value);
  }

  /**
   * The end of a run of letters that goes on at `from`, if it does: what the short way stopped at may be one.
   */
  private runEnd(from: number, kind: number): number {
    const { units, length } = this.text;
    let at = from;
    while (at < length) {
      const next = this.kindAt(at);
      if (next !== LETTER && next !== HANGUL) break;
      if (next !== kind && at > 0 && (isLatin(units[at - 1] ?? 0) || isLatin(units[at] ?? 0))) break;
      at += width(this.text.pointAt(at));
    }
    return at;
  }

  private katakanaEnd(from: number): number {
    let at = from;
    for (let kind = KATAKANA; kind === KATAKANA || kind === KANA_MARK; kind = this.kindAt(at))
      at += width(this.text.pointAt(at));
    return at;
  }

  /** `c++`, `c#`, `C++17`; but a single sign between words, `rust+wasm`, is a separator. */
  private tailEnd(at: number): number {
    const { units, length } = this.text;
    let end = at;
    while (end < length && this.kindAt(end) === TAIL) end++;
    return end === at + 1 && end < length && isLatin(units[end] ?? 0) ? at : end;
  }

  private kindAt(at: number): number {
    if (at >= this.text.length) return SEPARATOR;
    const known = kinds[this.text.units[at] ?? 0] ?? UNKNOWN;
    return known < SURROGATE ? known : kindOfPoint(this.text.pointAt(at));
  }

  private note(start: number, end: number, hashed: number): number {
    const n = this.count++;
    if (n === this.starts.length) this.grow();
    this.starts[n] = start;
    this.ends[n] = end;
    this.hashes[n] = hashed;
    return end;
  }

  private grow(): void {
    const larger = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const next = new Int32Array(old.length * 2);
      next.set(old);
      return next;
    };
    this.starts = larger(this.starts);
    this.ends = larger(this.ends);
    this.hashes = larger(this.hashes);
  }
}

/** FNV-1a over code units. Callers compare the words themselves: equal hashes only say "perhaps". */
export function hashOf(units: Uint16Array, start: number, end: number): number {
  let value = HASH_SEED;
  for (let i = start; i < end; i++) value = hashStep(value, units[i] ?? 0);
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
