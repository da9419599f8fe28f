import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, lower } from '../../src/text/fold.js';
import { Words, wordsOf } from '../../src/text/words.js';

const reader = new Words();

/** The words of a text, made of the units that `Words` leaves, with their places. */
function read(text: string): readonly (readonly [word: string, start: number])[] {
  reader.read(text);
  return Array.from({ length: reader.count }, (_, n) => {
    const start = reader.starts[n] ?? 0;
    return [String.fromCharCode(...reader.text.units.slice(start, reader.ends[n])), start];
  });
}

/** The same, folded and in lower case before anything is read. */
function readFolded(text: string): readonly (readonly [word: string, start: number])[] {
  const folded = lower(fold(text));
  reader.read(folded);
  return Array.from({ length: reader.count }, (_, n) => {
    const start = reader.starts[n] ?? 0;
    return [folded.slice(start, reader.ends[n]), start];
  });
}

describe('the words of a text', () => {
  test.each([
    ['letters and digits', 'Rust 2018, (no_std)!', 'rust 2018 no std'],
    ['signs after a word', 'C++17 C# rust+wasm', 'c++ 17 c# rust wasm'],
    ['a point before one', 'on .NET, asp.net', 'on .net asp net'],
    ['accents, ligatures, wide letters', 'Café ﬁne Ｒust', 'cafe fine rust'],
    ['what folds to several letters', 'wait… ½ Rust™', 'wait 1 2 rust'],
    ['letters that only a whole text tells', 'e\u0301a \u1112\u1161\u11ab', 'ea 한'],
    ['capitals beyond those of Latin 1', 'ⱥ Ⱥ Ɓ ΣΟΦΟΣ σοφος', 'ⱥ ⱥ ɓ σοφοσ σοφοσ'],
    ['capitals above U+FFFF', '𐐀𐐨', '𐐨𐐨'],
    ['emoji stand apart', '🦀Rust🦀', 'rust'],
    ['Katakana together, other Kana and Han alone', 'データを作る', 'データ を 作 る'],
    ['Hangul particles behind Latin', 'Rust는', 'rust 는'],
    ['nothing', '', ''],
  ])('%s', (_name, text, expected) =>
    expect(
      read(text)
        .map(([word]) => word)
        .join(' '),
    ).toBe(expected),
  );

  test('each character is folded in its place as the whole text is', () => {
    for (let unit = 0; unit < 0x10000; unit++) {
      const text = `A${String.fromCharCode(unit)}b`;
      const [here, there] = [read(text), readFolded(text)];
      if (JSON.stringify(here) !== JSON.stringify(there)) expect(here).toEqual(there);
    }
  });

  test('and so is any text', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 2 }),
      fc.constantFrom('E', '\u0301', '\u00ad', '\u3099', 'か', '\u1100', '\u1161', '가', '\u11a8', '…', '’'),
      fc.constantFrom(' ', '.', '+', '#', 'Σ', 'ﬁ', '🦀', '\ufe0f', '\ud83d', '\udc00', '𐐀', '𝐀', 'İ'),
    );
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const text = units.join('');
        expect(read(text)).toEqual(readFolded(text));
      }),
    );
  });

  test('as strings they keep their case', () => {
    expect(wordsOf(fold('Él, C++ ')).join(' ')).toBe('El C++');
  });
});
