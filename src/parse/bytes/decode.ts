import { iso8859of16, windows1252, withStrayBytes } from './latin.js';

/** A document's text, and how it was told. */
export interface Decoded {
  readonly text: string;
  /** Name of the encoding, in lower case, as the WHATWG Encoding Standard has it. */
  readonly encoding: string;
  /** What was wrong with the bytes or their label, in words. */
  readonly problems: readonly string[];
}

/**
 * The text of a document: by its byte order mark, else by the charset of the HTTP response, else by what the
 * document declares, else as UTF-8 if it is that, else as windows-1252. A label that the bytes contradict is
 * passed over. Never throws; what cannot be read becomes U+FFFD.
 */
export function decode(bytes: Uint8Array, contentType: string | null): Decoded {
  const marked = byMark(bytes);
  if (marked !== null) return { ...marked, problems: [] };
  const charset = /;\s*charset\s*=\s*(?:["']\s*)?([^\s"';]+)/i.exec(contentType ?? '')?.[1] ?? null;
  const problems: string[] = [];
  for (const label of [charset, declared(bytes)]) {
    if (label === null) continue;
    const decoded = byLabel(bytes, label);
    if (decoded !== null) return { ...decoded, problems };
    problems.push(`not readable in the encoding that it declares, "${label.slice(0, 40)}"`);
  }
  return { ...guessed(bytes), problems };
}

type Plain = Omit<Decoded, 'problems'>;

/** RFC 9110 and XML 1.0 F.1 leave the mark the last word; UTF-32 before UTF-16, whose mark it begins with. */
function byMark(bytes: Uint8Array): Plain | null {
  const starts = (...mark: readonly number[]): boolean => mark.every((byte, i) => bytes[i] === byte);
  if (starts(0xef, 0xbb, 0xbf)) return { ...utf8(bytes.subarray(3)), encoding: 'utf-8' };
  if (starts(0xff, 0xfe, 0, 0)) return { text: utf32(bytes, true), encoding: 'utf-32le' };
  if (starts(0, 0, 0xfe, 0xff)) return { text: utf32(bytes, false), encoding: 'utf-32be' };
  if (starts(0xff, 0xfe)) return utf16(bytes, 'utf-16le');
  if (starts(0xfe, 0xff)) return utf16(bytes, 'utf-16be');
  // Without a mark, XML and JSON give themselves away by the zeros around their first ASCII characters.
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

/** XML 1.0 4.3.3: the declaration is readable as ASCII in every encoding that needs one. */
function declared(bytes: Uint8Array): string | null {
  const head = windows1252(bytes.subarray(0, 1024));
  return /<\?xml\b[^<>]*?\bencoding\s*=\s*["']\s*([^"'\s>]+)/i.exec(head)?.[1] ?? null;
}

/** Null where the label is unknown, or the bytes cannot be of that encoding. */
function byLabel(bytes: Uint8Array, label: string): Plain | null {
  const name = spelled(label);
  if (name === 'iso-8859-16') return { text: iso8859of16(bytes), encoding: name };
  const decoder = decoderFor(name);
  if (decoder === null) return null;
  const { encoding } = decoder;
  if (encoding === 'windows-1252') {
    // Bytes above 0x7F that form UTF-8 all through are no Latin-1 text: servers put that label on anything.
    const utf8 = strictUtf8(bytes);
    return utf8 !== null && utf8.text.length < bytes.length ? utf8 : { text: windows1252(bytes), encoding };
  }
  if (encoding === 'utf-8') return guessed(bytes);
  // It would have zeros at its beginning: something recoded the document and left the label.
  if (encoding.startsWith('utf-16')) return null;
  try {
    return { text: decoder.decode(bytes), encoding };
  } catch {
    const text = new TextDecoder(encoding).decode(bytes);
    return broken(text) > text.length / 100 ? null : { text, encoding };
  }
}

/** As the WHATWG Encoding Standard spells it: Python's and Java's names are met too, `cp1252`, `ISO8859_1`. */
const spelled = (label: string): string =>
  label
    .trim()
    .toLowerCase()
    .replace(/^(?:windows|win|cp|x-cp)[-_]?(125\d|874)$/, 'windows-$1')
    .replace(/^iso[-_]?8859[-_]?(\d+)$/, 'iso-8859-$1')
    .replace(/^(utf)[-_]?(8|16|16le|16be)$/, '$1-$2')
    .replace(/^(koi8|euc|us|gb|big)[-_]?(r|u|jp|kr|ascii|2312|18030|5)$/, (all, family, member) =>
      /^(?:gb|big)/.test(all) ? `${family}${member}` : `${family}-${member}`,
    )
    .replace(/^shift[-_]?jis$/, 'shift_jis')
    .replace(/^iso[-_]?2022[-_]?jp$/, 'iso-2022-jp');

function decoderFor(name: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(name, { fatal: true });
  } catch {
    return null;
  }
}

const broken = (text: string): number => text.split('\ufffd').length - 1;

function strictUtf8(bytes: Uint8Array): Plain | null {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return null;
  }
}

const utf8 = (bytes: Uint8Array): Plain => ({ text: new TextDecoder().decode(bytes), encoding: 'utf-8' });

/** UTF-8, UTF-8 with bytes of windows-1252 among it (old WordPress feeds have them), or windows-1252. */
function guessed(bytes: Uint8Array): Plain {
  return strictUtf8(bytes) ?? withStrayBytes(bytes) ?? { text: windows1252(bytes), encoding: 'windows-1252' };
}
