import { koreanText } from './korean.js';
import { iso8859of16, windows1252 } from './latin.js';

/** An encoding older than UTF-8. */
export interface Legacy {
  /** As the WHATWG Encoding Standard has it. */
  readonly name: string;
  /** The text of any bytes; what they have no character for becomes U+FFFD. */
  readonly decode: (bytes: Uint8Array) => string;
  /** What 0x80 to 0xFF stand for; null where a character may take several bytes. */
  readonly high: readonly string[] | null;
  /** Made for a language that is written in Latin letters. */
  readonly isLatin: boolean;
}

const SEVERAL_BYTES = /^(?:gbk|gb18030|big5|euc-jp|euc-kr|shift_jis|iso-2022-jp)$/;
const LATIN = /^(?:windows-125[02478]|iso-8859-(?:2|3|4|10|13|14|15|16)|macintosh)$/;
const HIGH_BYTES = Uint8Array.from({ length: 128 }, (_, index) => 0x80 + index);

function legacy(name: string, decode: Legacy['decode']): Legacy {
  const high = SEVERAL_BYTES.test(name) ? null : [...decode(HIGH_BYTES)];
  return { name, decode, high, isLatin: LATIN.test(name) };
}

export const WINDOWS_1252: Legacy = legacy('windows-1252', windows1252);

/** What a label means: an encoding, `utf-8`, `utf-16` in any order of bytes, or nothing known. */
export type Meaning = Legacy | 'utf-8' | 'utf-16' | null;

/** The encoding of a label, as WHATWG Encoding 4.2 has it, and in the spelling of Python and Java. */
export function meaningOf(label: string): Meaning {
  const spelling = spelled(label);
  if (spelling === 'iso-8859-16') return legacy(spelling, iso8859of16);
  const decoder = decoderFor(spelling);
  if (decoder === null) return null;
  const { encoding } = decoder;
  if (encoding === 'utf-8') return 'utf-8';
  if (encoding.startsWith('utf-16')) return 'utf-16';
  if (encoding === 'windows-1252') return WINDOWS_1252;
  return legacy(encoding, encoding === 'euc-kr' ? koreanText : (bytes) => decoder.decode(bytes));
}

/** What Windows, Python and the Mac call the encodings of languages, beside the standard's labels. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['932', 'shift_jis'],
  ['936', 'gbk'],
  ['949', 'euc-kr'],
  ['950', 'big5'],
  ['uhc', 'euc-kr'],
  ['euc-cn', 'gbk'],
  ['euccn', 'gbk'],
  ['latin9', 'iso-8859-15'],
  ['mac-roman', 'macintosh'],
  ['macroman', 'macintosh'],
  ['mac-cyrillic', 'x-mac-cyrillic'],
]);

/** `cp1252`, `ISO8859_1`, `sjis`, `ms949` … as the standard spells them. */
const spelled = (label: string): string => {
  const plain = label.trim().toLowerCase();
  const name = OTHER_NAMES.get(plain.replace(/^(?:windows|win|cp|ms)[-_ ]?(?=9)/, ''));
  return name ?? standard(plain);
};

const standard = (label: string): string =>
  label
    .replace(/^(?:windows|win|cp|x-cp)[-_ ]?(125\d|874)$/, 'windows-$1')
    .replace(/^iso[-_]?8859[-_]?(\d+)$/, 'iso-8859-$1')
    .replace(/^(utf)[-_]?(8|16|16le|16be)$/, '$1-$2')
    .replace(/^(koi8|euc|us|gb|big)[-_]?(r|u|jp|kr|ascii|2312|18030|5)$/, (_all, family, member) =>
      /^(?:gb|big)/.test(family) ? `${family}${member}` : `${family}-${member}`,
    )
    .replace(/^shift[-_]?jis$/, 'shift_jis')
    .replace(/^iso[-_]?2022[-_]?jp$/, 'iso-2022-jp');

function decoderFor(name: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(name);
  } catch {
    return null;
  }
}
