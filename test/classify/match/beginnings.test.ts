import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Beginnings } from '../../../src/classify/match/beginnings.js';
import { UnitBuffer } from '../../../src/text/units.js';

/** Which of `beginnings` it finds of `word`. */
function found(beginnings: readonly string[], word: string): readonly string[] {
  const first = 7;
  const finder = new Beginnings(beginnings, first);
  const text = new UnitBuffer();
  text.load(`x ${word} y`);
  const symbols = new Int32Array(finder.longest + 1);
  const count = finder.find(text.units, 2, 2 + word.length, symbols, 1);
  expect(finder.mayFind(text.units, 2, 2 + word.length) || count === 1).toBe(true);
  return Array.from(symbols.slice(1, count), (symbol) => beginnings[symbol - first] ?? '');
}

test.each([
  ['none', [], 'word', []],
  ['a letter', ['w'], 'word', ['w']],
  [
    'some of one word, the shortest first',
    ['words', 'wor', 'word', 'w', 'x'],
    'wording',
    ['w', 'wor', 'word'],
  ],
  ['the word itself', ['wording'], 'wording', ['wording']],
  ['no longer one', ['wordings'], 'wording', []],
  ['one of a hundred letters', ['x'.repeat(100)], 'x'.repeat(101), ['x'.repeat(100)]],
])('%s', (_name, beginnings, word, expected) => expect(found(beginnings, word)).toEqual(expected));

test('what it finds is what words begin with', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'ж', '\uffff'), minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fc.uniqueArray(letters, { maxLength: 40 }), letters, (beginnings, word) => {
      const all = beginnings.filter((one) => word.startsWith(one));
      expect(found(beginnings, word)).toEqual(all.toSorted((a, b) => a.length - b.length));
    }),
  );
});
