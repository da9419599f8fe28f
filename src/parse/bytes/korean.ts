/**
 * What Windows added to EUC-KR (code page 949), and the standard counts to it: the syllables that KS X 1001
 * has no place for. Node's own decoder lacks them, and reads their bytes as letters of ASCII.
 */
const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
/** KS X 1001's own syllables, by their first bytes. */
const FIRST_ROW = 0xb0;
const LAST_ROW = 0xc8;

/** From here on the second half of a row, 0xA1 to 0xFE, is KS X 1001's. */
const FIRST_HALF_ROW = 0xa1;
const LAST_LEAD = 0xc6;

/** Made when it is first asked for. */
let added: ReadonlyMap<number, string> | null = null;

/** The added syllables in their order, which is Unicode's, by their two bytes. */
function addedSyllables(): ReadonlyMap<number, string> {
  if (added !== null) return added;
  const standard = new Set(new TextDecoder('euc-kr').decode(Uint8Array.from(standardBytes())));
  const table = new Map<number, string>();
  let point = FIRST_SYLLABLE;
  for (let lead = 0x81; lead <= LAST_LEAD; lead += 1)
    for (let trail = 0x41; trail <= (lead < FIRST_HALF_ROW ? 0xfe : 0xa0); trail += 1) {
      if (!isTrail(trail)) continue;
      while (standard.has(String.fromCharCode(point))) point += 1;
      if (point <= LAST_SYLLABLE) table.set(lead * 256 + trail, String.fromCharCode(point));
      point += 1;
    }
  added = table;
  return table;
}

function* standardBytes(): Generator<number> {
  for (let row = FIRST_ROW; row <= LAST_ROW; row += 1)
    for (let cell = 0xa1; cell <= 0xfe; cell += 1) yield* [row, cell];
}

const isTrail = (byte: number): boolean =>
  (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x81 && byte <= 0xfe);

/** The text of EUC-KR bytes, those of Windows among them. */
export function koreanText(bytes: Uint8Array): string {
  const decoder = new TextDecoder('euc-kr');
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead <= 0x80) continue;
    const syllable = addedSyllables().get(lead * 256 + (bytes[at + 1] ?? 0));
    if (syllable !== undefined) {
      parts.push(decoder.decode(bytes.subarray(from, at)), syllable);
      from = at + 2;
    }
    at += 1; // a character of two bytes
  }
  return parts.join('') + decoder.decode(bytes.subarray(from));
}
