import { Buffer } from 'node:buffer';

/**
 * 0x80 to 0x9F in windows-1252, which is what the labels iso-8859-1, latin1 and ascii mean too (WHATWG Encoding
 * 4.2). Our own table: TextDecoder of some Node versions leaves these bytes as control characters
 * (nodejs/node#60888).
 */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** The text of windows-1252 bytes; every byte stands for a character. */
export const windows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => HIGH[character.charCodeAt(0) - 0x80] ?? character);

/** 0xA1 to 0xFF in ISO 8859-16, which Node's TextDecoder does not have. */
const SOUTH_EASTERN =
  'ĄąŁ€„Š§š©Ș«Ź­źŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ';

/** The text of ISO 8859-16 bytes. */
export const iso8859of16 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString('latin1')
    .replace(/[\xa1-\xff]/g, (character) => SOUTH_EASTERN[character.charCodeAt(0) - 0xa1] ?? character);

/** A document that has more of them than of UTF-8 by then is none: binaries would take long to read to the end. */
const MOST_STRAY = 10_000;

/**
 * UTF-8 with some bytes of windows-1252 among it: each kind read as what it is. Null where most of what is not
 * ASCII is no UTF-8.
 */
export function withStrayBytes(bytes: Uint8Array): { text: string; encoding: string } | null {
  const parts: string[] = [];
  let from = 0;
  let good = 0;
  let stray = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      if (length > 1) good += 1;
      at += length;
      continue;
    }
    parts.push(utf8(bytes.subarray(from, at)), windows1252(bytes.subarray(at, at + 1)));
    stray += 1;
    at += 1;
    from = at;
    if (stray > MOST_STRAY && stray >= good) return null;
  }
  if (stray >= good) return null;
  parts.push(utf8(bytes.subarray(from)));
  return { text: parts.join(''), encoding: 'utf-8' };
}

const utf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Unicode table 3-7: the length of the well-formed sequence at that place, 0 where there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  const [low, high] =
    first === 0xe0
      ? [0xa0, 0xbf]
      : first === 0xed
        ? [0x80, 0x9f]
        : first === 0xf0
          ? [0x90, 0xbf]
          : first === 0xf4
            ? [0x80, 0x8f]
            : [0x80, 0xbf];
  const second = bytes[at + 1] ?? 0;
  if (length === 0 || second < low || second > high) return 0;
  for (let i = 2; i < length; i += 1) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
