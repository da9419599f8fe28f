import { stripVTControlCharacters } from 'node:util';

/** C0 and C1 controls, DEL, line and paragraph separator: any of them breaks a report out of its line. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/**
 * Overrides, embeddings and isolates (UAX 9): they reorder what stands around them, so words could change
 * places.
 */
const REORDERING = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Foreign text as one line that no terminal acts upon: escape sequences, control characters and bidirectional
 * overrides are taken out, white space is folded. For every title, address or message that came from outside.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replace(CONTROLS, ' ')
    .replace(REORDERING, '')
    .replace(/\s+/g, ' ')
    .trim();
}
