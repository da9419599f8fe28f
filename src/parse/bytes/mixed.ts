import type { Legacy } from './legacy.js';
import { Output } from './output.js';
import { SegmentReader } from './segment.js';
import type { Survey } from './survey.js';
import type { Plain } from './wide.js';

/**
 * `<`, `>` and `"`, which are part of no character in any encoding that has ASCII: a text doesn't reach
 * beyond them.
 */
const isEdge = (byte: number): boolean => byte === 0x3c || byte === 0x3e || byte === 0x22;

/**
 * A document of two encodings, UTF-8 and an older one, as feeds are that paste texts together: each text, and
 * where need be each character, in its own. What UTF-8 was cut off becomes U+FFFD. The encoding is that of
 * most of it.
 * @param base what the document is at first sight: 'utf-8' or the name of the older encoding
 */
export function mixed(bytes: Uint8Array, legacy: Legacy, base: string, known: Survey): Plain {
  const output = new Output(bytes, legacy, base === 'utf-8');
  const reader = new SegmentReader(bytes, legacy, base === 'utf-8', known, output);
  let from = 0;
  let isAscii = true;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) isAscii = false;
    else if (isEdge(byte)) {
      if (!isAscii) reader.read(from, at);
      from = at;
      isAscii = true;
    }
  }
  if (!isAscii) reader.read(from, bytes.length);
  const { text, surplus } = output.end();
  return { text, encoding: surplus === 0 ? base : surplus > 0 ? 'utf-8' : legacy.name };
}
