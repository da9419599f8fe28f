import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, foldedFrom, lower } from '../../src/text/fold.js';

describe('folding', () => {
  test.each([
    ['typographic apostrophes', 'don’t ‘go’', "don't 'go'"],
    ['accents', 'Crème Brûlée', 'Creme Brulee'],
    ['decomposed as composed', 'e\u0301', 'e'],
    ['compatibility forms', 'ﬁ Ⅷ ｒ ²', 'fi VIII r 2'],
    ['soft hyphens', 'micro\u00adcontroller', 'microcontroller'],
    ['trade marks stand apart', 'Rust™', 'Rust '],
    ['voicing marks are letters', 'が', 'が'],
    ['Hangul stays composed', '러스트', '러스트'],
    ['dotless i is a letter', 'ısı', 'ısı'],
    ['sharp s is a letter', 'Straße', 'Straße'],
  ])('%s', (_name, text, folded) => expect(fold(text)).toBe(folded));

  test('part by part is as a whole', () => {
    const part = fc.constantFrom(
      'a',
      'e',
      '\u0301',
      'é',
      '’',
      'が',
      '\u3099',
      'か',
      '™',
      '가',
      '\u11a8',
      ' ',
      '\u00ad',
      'ﬁ',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        const whole = text
          .replaceAll('™', ' ')
          .normalize('NFKD')
          .replaceAll('’', "'")
          .replace(/\u00ad|\u0301/g, '')
          .normalize('NFC');
        expect(fold(text)).toBe(whole);
      }),
    );
  });

  test('twice is once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});

test('lower case keeps every place', () => {
  for (let point = 0; point <= 0x10ffff; point++) {
    const char = String.fromCodePoint(point);
    if (/[\p{Cs}\p{Co}\p{Cn}]/u.test(char)) continue; // no characters: most of the range
    const folded = fold(char);
    if (lower(folded).length !== folded.length) expect.unreachable(`U+${point.toString(16)}`);
  }
});

test('places in folded text lead back to the text', () => {
  const text = 'Æ é™ e\u0301x';
  const places = foldedFrom(text);
  const at = fold(text).indexOf('x');
  expect(places?.[at]).toBe(text.indexOf('x'));
  expect(places?.at(-1)).toBe(text.length);
});
