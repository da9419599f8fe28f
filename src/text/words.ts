import {
  ALONE,
  astralKind,
  DOT,
  HANGUL,
  KANA_MARK,
  KATAKANA,
  KIND,
  known,
  LETTER,
  learn,
  ODD,
  OPENING,
  SEPARATOR,
  SURROGATE,
  TAIL,
  UNIT,
} from './characters.js';
import { fold, lower } from './fold.js';
import { UnitBuffer } from './units.js';

/**
 * Where words begin and end. A word is a run of letters and digits; `+` and `#` directly after it belong to
 * it, a `.` before it does after a space. A run of Katakana is a word; Han, Hiragana and Thai characters are
 * words of their own. All else separates.
 */

const isLatin = (unit: number): boolean => (unit >= 97 && unit <= 122) || (unit >= 0xaa && unit < 0x250);

const width = (point: number): number => (point > 0xffff ? 2 : 1);

/** Words of one text, as places in it; `hashes` are of their code units. Reused from text to text. */
export class Words {
  readonly text = new UnitBuffer();
  count = 0;
  starts = new Int32Array(1024);
  ends = new Int32Array(1024);
  hashes = new Int32Array(1024);
  /** Something odd has been met. */
  private isOdd = false;

  /**
   * Reads the words of a text as terms see it, `lower(fold(text))`, in one go: places are those there, and so
   * are the units of `text`, as far as they are in words.
   */
  read(text: string): void {
    this.text.load(text);
    this.readUnits();
    if (!this.isOdd) return;
    this.text.load(lower(fold(text)));
    this.readUnits();
  }

  private readUnits(): void {
    const { units, length } = this.text;
    this.count = 0;
    this.isOdd = false;
    let dotMayJoin = true;
    let at = 0;
    while (at < length) {
      if (((known[units[at] ?? 0] ?? 0) & 0xff) === LETTER) {
        at = this.push(at, at, LETTER);
        dotMayJoin = false;
        continue;
      }
      const kind = this.kindAt(at);
      if (kind === LETTER || kind === HANGUL) at = this.push(at, at, kind);
      else if (kind === ALONE || kind === KATAKANA || kind === KANA_MARK) {
        const end = kind === KATAKANA ? this.katakanaEnd(at) : at + this.widthAt(at);
        at = this.note(at, end, hashOf(units, at, end));
      } else if (kind === DOT && dotMayJoin && this.kindAt(at + 1) === LETTER)
        at = this.push(at, at + 1, LETTER);
      else at += this.widthAt(at);
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
        const is = known[units[at] ?? 0] ?? 0;
        if ((is & 0xff) !== LETTER) break;
        const unit = is >> UNIT;
        units[at] = unit;
        value = hashStep(value, unit);
        at++;
      }
      const next = at < length ? (known[units[at] ?? 0] ?? 0) & 0xff : SEPARATOR;
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
      at += this.widthAt(at);
    }
    return at;
  }

  private katakanaEnd(from: number): number {
    let at = from;
    for (let kind = KATAKANA; kind === KATAKANA || kind === KANA_MARK; kind = this.kindAt(at))
      at += this.widthAt(at);
    return at;
  }

  /** `c++`, `c#`, `C++17`; but a single sign between words, `rust+wasm`, is a separator. */
  private tailEnd(at: number): number {
    const { units, length } = this.text;
    let end = at;
    while (end < length && this.kindAt(end) === TAIL) end++;
    return end === at + 1 && end < length && isLatin(units[end] ?? 0) ? at : end;
  }

  /** The kind of the character at `at`, which is folded where it stands. */
  private kindAt(at: number): number {
    const { units, length } = this.text;
    if (at >= length) return SEPARATOR;
    const unit = units[at] ?? 0;
    let is = known[unit] ?? 0;
    if (is === 0) is = learn(unit);
    units[at] = is >> UNIT;
    if ((is & KIND) === SURROGATE) is = astralKind(this.text.pointAt(at));
    if ((is & ODD) !== 0) this.isOdd = true;
    return is & KIND;
  }

  private widthAt(at: number): number {
    return width(this.text.pointAt(at));
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

/** FNV-1a, 32 bits, over code units. Callers compare the words: equal hashes only say "perhaps". */
export function hashOf(units: Uint16Array, start: number, end: number): number {
  let value = HASH_SEED;
  for (let i = start; i < end; i++) value = hashStep(value, units[i] ?? 0);
  return value;
}
/** What a hash begins with, before its first code unit. */
export const HASH_SEED = 0x811c9dc5 | 0;
/** The hash with one code unit more. */
export const hashStep = (value: number, unit: number): number => Math.imul(value ^ unit, 0x01000193);

/** Of its own, since a fresh one for each of 10,000 terms was 120 MB of arrays to clear. */
const words = new Words();

/** The words of a folded text as strings, in its case. */
export function wordsOf(text: string): string[] {
  words.read(text);
  return Array.from({ length: words.count }, (_, n) => text.slice(words.starts[n], words.ends[n]));
}
