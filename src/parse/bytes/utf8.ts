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

/** The text of well-formed UTF-8; null where it is none. A mark at its beginning is left out. */
export function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** How many bytes are not ASCII, counted as far as `enough`. */
export function highBytes(bytes: Uint8Array, enough: number): number {
  let count = 0;
  for (let at = 0; at < bytes.length && count < enough; at += 1) if ((bytes[at] ?? 0) >= 0x80) count += 1;
  return count;
}
