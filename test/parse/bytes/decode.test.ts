import { describe, expect, test } from 'vitest';
import { decode } from '../../../src/parse/bytes/decode.js';

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const swapped = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16();
const declaring = (label: string): string => `<?xml version="1.0" encoding="${label}"?>`;

describe('the encoding is told', () => {
  test.each([
    ['by the UTF-8 mark', bytes([0xef, 0xbb, 0xbf], 'é'), null, 'utf-8', 'é'],
    ['by the UTF-16 mark, little end first', bytes([0xff, 0xfe, 0xe9, 0]), null, 'utf-16le', 'é'],
    ['by the UTF-16 mark, big end first', bytes([0xfe, 0xff, 0, 0xe9]), null, 'utf-16be', 'é'],
    ['by the UTF-32 mark', bytes([0xff, 0xfe, 0, 0, 0xe9, 0, 0, 0]), null, 'utf-32le', 'é'],
    ['by the zeros of UTF-16', swapped('<a>é'), null, 'utf-16be', '<a>é'],
    [
      'by the mark before the response',
      bytes([0xef, 0xbb, 0xbf], 'é'),
      'text/xml; charset=latin1',
      'utf-8',
      'é',
    ],
    ['by the response', bytes([0xcf, 0xf0]), 'text/xml; charset="windows-1251"', 'windows-1251', 'Пр'],
    [
      'by the response before the document',
      bytes(declaring('koi8-r'), [0xcf, 0xf0]),
      'text/xml;charset=windows-1251',
      'windows-1251',
      `${declaring('koi8-r')}Пр`,
    ],
    [
      'by the document',
      bytes(declaring('windows-1251'), [0xcf]),
      'text/xml',
      'windows-1251',
      `${declaring('windows-1251')}П`,
    ],
    [
      'by the document, in Shift JIS',
      bytes(declaring('Shift_JIS'), [0x83, 0x41]),
      null,
      'shift_jis',
      `${declaring('Shift_JIS')}ア`,
    ],
    ['by being UTF-8', bytes('é'), null, 'utf-8', 'é'],
    ['by being nothing else', bytes([0xe9, 0x20, 0x80]), null, 'windows-1252', 'é €'],
  ])('%s', (_name, body, contentType, encoding, text) =>
    expect(decode(body, contentType)).toEqual({ encoding, text, problems: [] }),
  );
});

test.each(['iso-8859-1', 'ISO8859_1', 'latin1', 'us-ascii', 'windows-1252', 'cp1252'])(
  '%s has quotation marks and dashes at 0x80 to 0x9F',
  (label) =>
    expect(decode(Uint8Array.from([0x93, 0x96, 0x94, 0x80]), `text/xml; charset=${label}`).text).toBe('“–”€'),
);

test('a label of Latin-1 on what is UTF-8 all through is passed over', () =>
  expect(decode(bytes('naïve'), 'text/xml; charset=iso-8859-1')).toMatchObject({
    text: 'naïve',
    encoding: 'utf-8',
  }));

test('bytes of windows-1252 among UTF-8 are read as what they are', () =>
  expect(decode(bytes('één “', [0x97, 0xe9], '” ü'), null)).toMatchObject({
    text: 'één “—é” ü',
    encoding: 'utf-8',
  }));

test.each([
  ['windows1251', [0xcf], 'П'],
  ['koi8r', [0xf0], 'П'],
  ['ShiftJIS', [0x83, 0x41], 'ア'],
  ['eucjp', [0xa5, 0xa2], 'ア'],
  ['utf8', [0xc3, 0xa9], 'é'],
  ['iso-8859-16', [0xaa, 0xfe], 'Șț'],
  ['iso-8859-15', [0xa4], '€'],
  ['latin9', [0xa4], '€'],
  ['cp932', [0x83, 0x41], 'ア'],
  ['MS936', [0xc4, 0xe3], '你'],
  ['cp949', [0xb4, 0xab], '눈'],
  ['UHC', [0xb4, 0xab], '눈'],
  ['windows-950', [0xa7, 0x41], '你'],
  ['MacRoman', [0x8e], 'é'],
])('%s is understood', (label, encoded, text) =>
  expect(decode(Uint8Array.from(encoded), `text/xml; charset=${label}`)).toMatchObject({
    text,
    problems: [],
  }),
);

test('a label of several words is read from the declaration', () =>
  expect(decode(bytes(declaring('Windows 1251'), [0xcf]), null).text).toBe(`${declaring('Windows 1251')}П`));

test('a declaration without quotation marks ends where the next begins', () => {
  const declaration = '<?xml version=1.0 encoding=windows-1251 standalone=yes?>';
  expect(decode(bytes(declaration, [0xcf]), null).text).toBe(`${declaration}П`);
});

test.each([
  ['the syllables of KS X 1001', [0xb4, 0xab, 0xc0, 0xcc], '눈이'],
  ['those that Windows added, the first', [0x81, 0x41, 0x81, 0x5a, 0x81, 0x61], '갂갴갵'],
  ['those that Windows added, the last', [0xc6, 0x52], '힣'],
  ['both, among ASCII', [0x41, 0x8c, 0x63, 0xb9, 0xe6, 0x42, 0x97, 0x91, 0x43], 'A똠방B뿊C'],
])('Korean has %s', (_name, encoded, text) =>
  expect(decode(bytes(declaring('euc-kr'), encoded), null).text).toBe(`${declaring('euc-kr')}${text}`),
);

describe('emoji as two halves of three bytes each (CESU-8)', () => {
  const rocket = [0xed, 0xa0, 0xbd, 0xed, 0xba, 0x80];
  test('are whole in what is UTF-8 otherwise', () =>
    expect(decode(bytes('Ship é ', rocket, rocket, ' it'), null)).toEqual({
      text: 'Ship é 🚀🚀 it',
      encoding: 'utf-8',
      problems: [],
    }));
  test('are what their label says where all of it is that', () =>
    expect(decode(bytes(declaring('gbk'), [0xc4, 0xe3], rocket), null).text).toBe(
      `${declaring('gbk')}你頎巾簚`,
    ));
});

test('a label that nobody knows is noted', () =>
  expect(decode(bytes('é'), 'text/xml; charset=klingon')).toEqual({
    text: 'é',
    encoding: 'utf-8',
    problems: ['not readable in the encoding that it declares, "klingon"'],
  }));
