import { decodeHTML } from 'entities';

/** Two character references, the first to a high surrogate, D800 to DBFF, in hexadecimal or decimal. */
const PAIR =
  /&#(?:x0{0,4}(d[89ab][\da-f]{2})|0{0,4}(5[56]\d{3}));&#(?:x0{0,4}(d[c-f][\da-f]{2})|0{0,4}(5[67]\d{3}));/gi;

/**
 * Text whose character references are one to a character: an emoji that was written as two, one for each half
 * of its UTF-16, is one again. Each alone is no character (XML 1.0 2.2).
 */
export function withPairsJoined(source: string): string {
  if (!mayHavePairs(source)) return source;
  return source.replace(PAIR, (pair, highHex?: string, high?: string, lowHex?: string, low?: string) => {
    const first = highHex === undefined ? Number(high) : Number.parseInt(highHex, 16);
    const second = lowHex === undefined ? Number(low) : Number.parseInt(lowHex, 16);
    const isPair = first >= 0xd800 && first <= 0xdbff && second >= 0xdc00 && second <= 0xdfff;
    return isPair ? `&#${(first - 0xd800) * 0x400 + second - 0xdc00 + 0x10000};` : pair;
  });
}

/** Few texts have number signs, so looking for these is sooner done than for references. */
function mayHavePairs(source: string): boolean {
  for (let at = source.indexOf('#'); at >= 0; at = source.indexOf('#', at + 1))
    if (source[at - 1] === '&' && /^(?:x0{0,4}d|0{0,4}5[56])/i.test(source.slice(at + 1, at + 8)))
      return true;
  return false;
}

/** References to 0x80 to 0x9F: controls that nobody means, but letters and marks of windows-1252. */
const CONTROL = /&#(?:x0{0,4}[89][\da-f]|0{0,4}(?:12[89]|1[34]\d|15\d));/gi;

/** Text whose character references are what browsers take them for (HTML 13.2.5.84): `&#146;` is `’`. */
export const withWindowsCharacters = (source: string): string =>
  source.replace(CONTROL, (reference) => decodeHTML(reference));
