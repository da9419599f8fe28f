import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldSpace } from '../../src/html/space.js';

test('a space stands for any run of white space', () => {
  const piece = fc.constantFrom('a', 'b c', ' ', '  ', '\n', '\t', '\u00a0', '\u3000', '—');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      expect(foldSpace(text)).toBe(text.replace(/\s+/g, ' '));
    }),
  );
});
