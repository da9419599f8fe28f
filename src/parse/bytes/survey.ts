import { pieceAt } from './utf8.js';

/** What a look over a document tells of how much of it is UTF-8. */
export interface Survey {
  /** Well-formed sequences of several bytes. */
  readonly good: number;
  /** Bytes and broken sequences that are none, but for those that can be nothing else than cut off. */
  readonly stray: number;
  /**
   * Whether many of the good ones begin with that byte: in a Cyrillic text 0xD0 and 0xD1, in a French one
   * 0xC3.
   */
  isUsual(lead: number): boolean;
}

/** A byte in so many leads more than a stray character of another script. */
const MANY = 10;

export function survey(bytes: Uint8Array): Survey {
  const leads = new Uint32Array(256);
  let good = 0;
  let stray = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = pieceAt(bytes, at);
    const lead = bytes[at] ?? 0;
    if (length > 1) {
      leads[lead] = (leads[lead] ?? 0) + 1;
      good += 1;
    } else if (length < 0 && !isBeginning(bytes, at, length)) stray += 1;
    at += Math.abs(length);
  }
  return { good, stray, isUsual: (lead) => good > 0 && (leads[lead] ?? 0) * MANY >= good };
}

/**
 * The beginning of an emoji (F0 9F) or of a quotation mark (E2 80); in windows-1252 "ðŸ" and "â€". F0 alone
 * would be the word "ð", which no language has.
 */
const isBeginning = (bytes: Uint8Array, at: number, length: number): boolean =>
  length < -1
    ? (bytes[at] === 0xf0 && bytes[at + 1] === 0x9f) || (bytes[at] === 0xe2 && bytes[at + 1] === 0x80)
    : bytes[at] === 0xf0 && isMark(bytes[at - 1]) && isMark(bytes[at + 1]);

/** A byte of ASCII that is no letter, or the end of the document. */
const isMark = (byte = 0): boolean => byte < 0x80 && !/[a-z]/i.test(String.fromCharCode(byte));
