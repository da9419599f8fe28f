/**
 * What begins at that place: 1 for a byte of ASCII, the length of a well-formed sequence of UTF-8, or,
 * negative, the length of what is none: a sequence that breaks off, or one byte that begins none. Unicode
 * table 3-7.
 */
export function pieceAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  const second = bytes[at + 1] ?? 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (length === 0 || second < low || second > high) return -1;
  for (let i = 2; i < length; i += 1) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return -i;
  return length;
}

/**
 * The text of well-formed UTF-8, or of what Java and Oracle take for it (CESU-8, with emoji as two halves of
 * three bytes each); null where it is neither. A mark at its beginning is left out.
 */
export function strictUtf8(bytes: Uint8Array): string | null {
  const text = decodedStrictly(bytes);
  if (text !== null) return text;
  const joined = withHalvesJoined(bytes);
  return joined === null ? null : decodedStrictly(joined);
}

function decodedStrictly(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const HALF = 0xed;

/** The bytes with halves of UTF-16 pairs made whole; null where there are none. */
function withHalvesJoined(bytes: Uint8Array): Uint8Array | null {
  const joined = Uint8Array.from(bytes);
  let size = 0;
  let from = 0;
  for (let at = bytes.indexOf(HALF); at >= 0; at = bytes.indexOf(HALF, at + 1)) {
    const point = pairAt(bytes, at);
    if (point === null) continue;
    joined.set(bytes.subarray(from, at), size);
    size += at - from;
    joined.set([0xf0 | (point >> 18), ...[12, 6, 0].map((shift) => 0x80 | ((point >> shift) & 0x3f))], size);
    size += 4;
    from = at + 6;
    at += 5;
  }
  if (from === 0) return null;
  joined.set(bytes.subarray(from), size);
  return joined.subarray(0, size + bytes.length - from);
}

/** The code point that two halves stand for: ED A0..AF xx ED B0..BF xx. */
function pairAt(bytes: Uint8Array, at: number): number | null {
  const [, high = 0, highEnd = 0, second = 0, low = 0, lowEnd = 0] = bytes.subarray(at, at + 6);
  const isPair = high >> 4 === 0xa && second === HALF && low >> 4 === 0xb && lowEnd >> 6 === 2;
  if (!isPair || highEnd >> 6 !== 2) return null;
  const half = (byte: number, end: number): number => ((byte & 0xf) << 6) | (end & 0x3f);
  return 0x10000 + (half(high, highEnd) << 10) + half(low, lowEnd);
}

/** How many bytes are not ASCII, counted as far as `enough`. */
export function highBytes(bytes: Uint8Array, enough: number): number {
  let count = 0;
  for (let at = 0; at < bytes.length && count < enough; at += 1) if ((bytes[at] ?? 0) >= 0x80) count += 1;
  return count;
}
