import { windows1252 } from '../../src/parse/bytes/latin.js';

/** Encodes text as `TextDecoder` decodes it: by trying all bytes and pairs of them. */
export function encoded(text: string, label: string): Uint8Array {
  const table = tableOf(label);
  return Buffer.concat(
    Array.from(text, (character) => {
      const bytes = table.get(character);
      if (bytes === undefined) throw new Error(`${label} has no ${character}`);
      return bytes;
    }),
  );
}

const tables = new Map<string, ReadonlyMap<string, Buffer>>();

function tableOf(label: string): ReadonlyMap<string, Buffer> {
  const known = tables.get(label);
  if (known !== undefined) return known;
  const decoder = new TextDecoder(label);
  // Some versions of Node leave 0x80 to 0x9F of windows-1252 as control characters (nodejs/node#60888).
  const decode = label === 'windows-1252' ? windows1252 : (bytes: Uint8Array) => decoder.decode(bytes);
  const table = new Map<string, Buffer>();
  const note = (...bytes: readonly number[]): void => {
    const buffer = Buffer.from(bytes);
    const character = decode(buffer);
    if ([...character].length === 1 && character !== '\ufffd' && !table.has(character))
      table.set(character, buffer);
  };
  for (let byte = 0; byte < 0x100; byte += 1) note(byte);
  if (table.size < 200)
    for (let lead = 0x81; lead < 0xff; lead += 1)
      for (let trail = 0x40; trail < 0xff; trail += 1) note(lead, trail);
  tables.set(label, table);
  return table;
}
