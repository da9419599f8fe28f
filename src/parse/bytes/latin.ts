import { Buffer } from 'node:buffer';

/**
 * 0x80 to 0x9F in windows-1252, which is what the labels iso-8859-1, latin1 and ascii mean too (WHATWG
 * Encoding 4.2). Our own table: TextDecoder of some Node versions leaves these bytes as control characters
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
