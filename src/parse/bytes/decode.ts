import { Buffer } from 'node:buffer';
import { windows1252 } from './latin.js';
import { type Legacy, type Meaning, meaningOf, WINDOWS_1252 } from './legacy.js';
import { mixed } from './mixed.js';
import { survey } from './survey.js';
import { highBytes, strictUtf8 } from './utf8.js';
import { type Plain, wideText } from './wide.js';

/** A document's text, and how it was told. */
export interface Decoded extends Plain {
  /** What was wrong with the bytes or their label, in words. */
  readonly problems: readonly string[];
}

/**
 * The text of a document. Its byte order mark decides; then the bytes themselves, for what is well-formed
 * UTF-8 and holds more than ASCII is hardly anything else; then the charset of the HTTP response, then what
 * the document declares, each passed over where the bytes contradict it. What is still unknown is
 * windows-1252. Where a document is of two encodings, each text is read in its own. Never throws; what cannot
 * be read becomes U+FFFD.
 */
export function decode(bytes: Uint8Array, contentType: string | null): Decoded {
  const told = byMark(bytes) ?? byEscapes(bytes);
  if (told !== null) return { ...told, problems: [] };
  const charset = /;\s*charset\s*=[\s"']*([^\s"';]+)/i.exec(contentType ?? '')?.[1] ?? null;
  const labels = [charset, declared(bytes)].flatMap((label) =>
    label === null ? [] : { label, meaning: meaningOf(label) },
  );
  const whole = strictUtf8(bytes);
  const problems: string[] = [];
  for (const { label, meaning } of labels) {
    const read = whole === null ? byLabel(bytes, meaning, labels) : asUtf8Or(bytes, whole, meaning);
    if (read !== null) return { ...read, problems: [...problems, ...belied(label, meaning, read)] };
    problems.push(`not readable in the encoding that it declares, ${shown(label)}`);
  }
  return { ...(whole === null ? guessed(bytes) : { text: whole, encoding: 'utf-8' }), problems };
}

function byMark(bytes: Uint8Array): Plain | null {
  if (bytes[0] !== 0xef || bytes[1] !== 0xbb || bytes[2] !== 0xbf) return wideText(bytes);
  const text = strictUtf8(bytes);
  if (text !== null) return { text, encoding: 'utf-8' };
  const rest = bytes.subarray(3);
  return mixed(rest, WINDOWS_1252, 'utf-8', survey(rest));
}

const ESCAPE = 0x1b;
/** How ISO-2022-JP shifts to Japanese; XML and JSON can hold none of them. */
const SHIFTS = ['$B', '$@', '$(D', '(J', '(I'].map((code) => `\x1b${code}`);

/** ISO-2022-JP, which is ASCII to every other encoding: nothing else has its escape sequences. */
function byEscapes(bytes: Uint8Array): Plain | null {
  if (!bytes.includes(ESCAPE) || highBytes(bytes, 1) > 0) return null;
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!SHIFTS.some((shift) => source.includes(shift))) return null;
  return { text: new TextDecoder('iso-2022-jp').decode(bytes), encoding: 'iso-2022-jp' };
}

const shown = (label: string): string => JSON.stringify(label.slice(0, 40));

const belied = (label: string, meaning: Meaning, { encoding }: Plain): readonly string[] =>
  encoding === 'utf-8' && meaning !== 'utf-8' ? [`declares the encoding ${shown(label)}, but is UTF-8`] : [];

/** XML 1.0 4.3.3: the declaration is readable as ASCII in every encoding that needs one. */
function declared(bytes: Uint8Array): string | null {
  const head = windows1252(bytes.subarray(0, 1024));
  const label = /<\?xml\s[^<>]*?\bencoding\s*=[\s"']*([^"'<>?]+)/i.exec(head)?.[1]?.trim() ?? '';
  const isWords = /\s/.test(label) && meaningOf(label) === null; // `encoding=utf-8 standalone=yes`
  return (isWords ? label.split(/\s/)[0] : label) || null;
}

/** Bytes that are not ASCII. Fewer may be UTF-8 by accident: the one word 联通 in GBK is. */
const ENOUGH = 8;

/** Well-formed UTF-8 under a label: null where the label can't be true and says nothing else. */
function asUtf8Or(bytes: Uint8Array, text: string, meaning: Meaning): Plain | null {
  if (meaning === 'utf-8') return { text, encoding: 'utf-8' };
  // UTF-16 would have zeros at its beginning: something recoded the document and left the label.
  if (meaning === null || meaning === 'utf-16') return null;
  const high = highBytes(bytes, ENOUGH);
  const isUtf8 = high === ENOUGH || (high > 0 && meaning === WINDOWS_1252);
  return isUtf8 ? { text, encoding: 'utf-8' } : (asLegacy(bytes, meaning) ?? { text, encoding: 'utf-8' });
}

/** Bytes that are not UTF-8 all through, under a label: null where they can't be what it says. */
function byLabel(
  bytes: Uint8Array,
  meaning: Meaning,
  labels: readonly { readonly meaning: Meaning }[],
): Plain | null {
  if (meaning === null || meaning === 'utf-16') return null;
  if (meaning !== 'utf-8') return asLegacy(bytes, meaning);
  const other = labels.find((label): label is { meaning: Legacy } => isSingleByte(label.meaning));
  return asStrewnUtf8(bytes, other?.meaning ?? WINDOWS_1252);
}

const isSingleByte = (meaning: Meaning): meaning is Legacy =>
  typeof meaning === 'object' && meaning !== null && meaning.high !== null;

/** Null where one character in a hundred can't be read. */
function asLegacy(bytes: Uint8Array, legacy: Legacy): Plain | null {
  const { text, encoding } = mixed(bytes, legacy, legacy.name, survey(bytes));
  const broken = text.split('\ufffd').length - 1;
  return broken > text.length / 100 ? null : { text, encoding };
}

/** UTF-8 with other bytes among it, which old WordPress feeds have; null where more of them are other. */
function asStrewnUtf8(bytes: Uint8Array, legacy: Legacy): Plain | null {
  const known = survey(bytes);
  return known.stray < known.good || known.stray === 0 ? mixed(bytes, legacy, 'utf-8', known) : null;
}

const guessed = (bytes: Uint8Array): Plain =>
  asStrewnUtf8(bytes, WINDOWS_1252) ?? mixed(bytes, WINDOWS_1252, 'windows-1252', survey(bytes));
