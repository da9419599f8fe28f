import { type Legacy, WINDOWS_1252 } from './legacy.js';
import type { Output } from './output.js';
import type { Survey } from './survey.js';
import { pieceAt } from './utf8.js';

/** Bytes of UTF-8 in one text that are none by accident, in a document that is of another encoding. */
const ENOUGH = 8;
/** So many whole characters to a broken one, and a text is UTF-8 that something has cut. */
const MOSTLY = 4;

/** How much of a text is UTF-8. */
interface Share {
  readonly good: number;
  readonly goodBytes: number;
  /** Bytes and broken sequences that are none. */
  readonly stray: number;
  /** Of these the sequences, of at least two bytes. */
  readonly broken: number;
}

/**
 * What stands before a character: a small or capital Latin letter, a letter of another script, or no letter.
 */
type Before = 'small' | 'capital' | 'foreign' | 'none';

/** Reads the texts of a document of two encodings, each from one tag to the next. */
export class SegmentReader {
  private readonly cases: readonly Before[];
  private readonly marks: readonly boolean[];

  /** @param isUtf8 whether the document is UTF-8 at first sight, and the older encoding strewn in */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly legacy: Legacy,
    private readonly isUtf8: boolean,
    private readonly known: Survey,
    private readonly output: Output,
  ) {
    this.cases = legacy.high?.map(caseOf) ?? [];
    this.marks = legacy.high?.map((character) => MARK.test(character)) ?? [];
  }

  read(from: number, to: number): void {
    const share = shareOf(this.bytes, from, to);
    const verdict = verdictOf(share, this.legacy, this.isUtf8);
    if (verdict !== 'mixed' && (share.stray === 0 || verdict === 'legacy'))
      this.output.take(firstHigh(this.bytes, from), to, verdict === 'utf-8');
    else this.readPieces(from, to, verdict === 'utf-8');
  }

  /** Character by character. */
  private readPieces(from: number, to: number, isWhole: boolean): void {
    const { bytes, output } = this;
    let before: Before = 'none';
    for (let at = from; at < to; ) {
      const length = pieceAt(bytes, at);
      const end = at + Math.abs(length);
      if (length === 1) before = caseOfAscii(bytes[at] ?? 0);
      else if (length > 1 && (isWhole || !this.isLegacyWord(at, end))) {
        output.take(at, end, true);
        before = scriptOf(bytes[at] ?? 0);
      } else if (length < 0 && this.isCutOff(at, end, before, isWhole || this.isUtf8)) {
        output.cut(at, end);
        before = 'none';
      } else {
        output.take(at, end, false);
        before = this.cases[(bytes[end - 1] ?? 0) - 0x80] ?? 'none';
      }
      at = end;
    }
  }

  /** Well-formed UTF-8 that is a letter and a quotation mark, "é »" or "É»", of a Latin text. */
  private isLegacyWord(at: number, end: number): boolean {
    const lead = this.bytes[at] ?? 0;
    if (isOfLatinTexts(lead) || (this.isUtf8 && this.known.isUsual(lead))) return false;
    return this.endsWord(at, end);
  }

  /**
   * Whether a piece is what is left of a character that was cut in two. It may be a letter of the older
   * encoding instead, if it stands where a letter can, and the document has no other characters that begin
   * so.
   * @param isStrict whether all around it is UTF-8
   */
  private isCutOff(at: number, end: number, before: Before, isStrict: boolean): boolean {
    const { bytes, known, cases, marks } = this;
    const lead = bytes[at] ?? 0;
    if (lead < 0xc2 || lead > 0xf4) {
      const isAfter = pieceAt(bytes, end) > 1 && scriptOf(bytes[end] ?? 0) === 'foreign';
      return (before === 'foreign' || isAfter) && marks[lead - 0x80] === false;
    }
    if (before === 'foreign') return true;
    if (isLetter(bytes[end] ?? 0)) return false;
    if (end - at > 1) return !this.endsWord(at, end) || (isStrict && before === 'none');
    if (isStrict && lead === 0xf0 && before === 'none') return true; // "ð" is no word
    return isStrict && (known.isUsual(lead) || (before === 'small' && cases[lead - 0x80] === 'capital'));
  }

  /** Whether bytes of the older encoding are what a word can end in. */
  private endsWord(from: number, to: number): boolean {
    const { high } = this.legacy;
    const text = Array.from(this.bytes.subarray(from, to), (byte) => high?.[byte - 0x80] ?? '').join('');
    return (this.legacy === WINDOWS_1252 ? WORD_END : WORD_END_OR_PART).test(text);
  }
}

function shareOf(bytes: Uint8Array, from: number, to: number): Share {
  let [good, goodBytes, stray, broken] = [0, 0, 0, 0];
  for (let at = from; at < to; ) {
    const length = pieceAt(bytes, at);
    if (length < 0) stray += 1;
    if (length < -1) broken += 1;
    if (length > 1) {
      good += 1;
      goodBytes += length;
    }
    at += Math.abs(length);
  }
  return { good, goodBytes, stray, broken };
}

/** What a text is: of one encoding, or of both. */
function verdictOf(
  { good, goodBytes, stray, broken }: Share,
  legacy: Legacy,
  isUtf8: boolean,
): 'utf-8' | 'legacy' | 'mixed' {
  if (isUtf8) return stray < good || good === 0 ? 'utf-8' : 'mixed';
  const isMostly = goodBytes >= ENOUGH && good > MOSTLY * stray;
  if (legacy.high === null) return goodBytes >= ENOUGH && stray === 0 ? 'utf-8' : 'legacy';
  if (isMostly) return 'utf-8';
  return legacy.isLatin && good + broken > 0 ? 'mixed' : 'legacy';
}

function firstHigh(bytes: Uint8Array, from: number): number {
  let at = from;
  while ((bytes[at] ?? 0xff) < 0x80) at += 1;
  return at;
}

/** Quotation marks, dashes and spaces. */
const MARK = /^[\p{P}\p{Zs}]$/u;
const WORD_END = /^\p{L}[\p{P}\p{Zs}²³¹ªº°®™©]+$/u;
/**
 * Where there are letters at 0x80 to 0xBF too, as in Czech and Polish; and marks before them, as the
 * Macintosh has "’é".
 */
const WORD_END_OR_PART = /^[\p{L}\p{P}\p{Zs}][\p{L}\p{P}\p{Zs}°®™©]+$/u;

/** Accented letters, quotation marks and emoji: what Latin texts have, and windows-1252 has no words like. */
const isOfLatinTexts = (lead: number): boolean => lead <= 0xc5 || lead === 0xe2 || lead >= 0xf0;

const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;

const caseOfAscii = (byte: number): Before => (!isLetter(byte) ? 'none' : byte < 0x61 ? 'capital' : 'small');

const caseOf = (character: string): Before =>
  /^\p{Ll}$/u.test(character) ? 'small' : /^\p{Lu}$/u.test(character) ? 'capital' : 'none';

/**
 * By its first byte: up to U+02FF letters are Latin, from U+0370 on they are not; 0xC2, 0xE2 and emoji are no
 * letters.
 */
const scriptOf = (lead: number): Before =>
  lead === 0xc2 || lead === 0xe2 || lead >= 0xef ? 'none' : lead < 0xcc ? 'small' : 'foreign';
