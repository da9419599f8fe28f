/** A text, and the name of its encoding, in lower case, as the WHATWG Encoding Standard has it. */
export interface Plain {
  readonly text: string;
  readonly encoding: string;
}

/**
 * UTF-16 and UTF-32, by their mark or by the zeros around the first ASCII characters of XML and JSON; else
 * null. RFC 9110 and XML 1.0 F.1 leave the mark the last word. UTF-32 comes first: its mark begins with
 * UTF-16's.
 */
export function wideText(bytes: Uint8Array): Plain | null {
  const starts = (...mark: readonly number[]): boolean => mark.every((byte, i) => bytes[i] === byte);
  if (starts(0xff, 0xfe, 0, 0)) return { text: utf32(bytes, true), encoding: 'utf-32le' };
  if (starts(0, 0, 0xfe, 0xff)) return { text: utf32(bytes, false), encoding: 'utf-32be' };
  if (starts(0xff, 0xfe)) return utf16(bytes, 'utf-16le');
  if (starts(0xfe, 0xff)) return utf16(bytes, 'utf-16be');
  const zeros = [0, 1, 2, 3].map((at) => (bytes[at] === 0 ? '0' : 'x')).join('');
  if (zeros === 'x000') return { text: utf32(bytes, true), encoding: 'utf-32le' };
  if (zeros === '000x') return { text: utf32(bytes, false), encoding: 'utf-32be' };
  if (zeros === 'x0x0') return utf16(bytes, 'utf-16le');
  return zeros === '0x0x' ? utf16(bytes, 'utf-16be') : null;
}

const utf16 = (bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Plain => ({
  text: new TextDecoder(encoding).decode(bytes),
  encoding,
});

function utf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = view.getUint32(at, littleEndian);
    if (point !== 0xfeff || at > 0) parts.push(point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd');
  }
  return parts.join('');
}
