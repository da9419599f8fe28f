import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable } from '../../src/terminal/printable.js';

test.each([
  ['plain words stay', 'Cold Start: bindgen', 'Cold Start: bindgen'],
  ['colours go', '\x1b[31mred\x1b[0m', 'red'],
  ['a window title is not set', '\x1b]0;owned\x07after', 'after'],
  ['the cursor does not move', 'a\x1b[2Ab', 'ab'],
  ['C1 controls are no escape either', 'a\u009b31mb', 'ab'],
  ['a lone escape becomes a space', 'a\x1bb\x00c', 'a b c'],
  ['lines are folded into one', 'one\r\ntwo\u2028three', 'one two three'],
  ['text is not reordered', '\u202egnitirw\u202c \u2066x\u2069', 'gnitirw x'],
  ['Arabic and emoji keep their joiners', 'سلمى 👩‍💻', 'سلمى 👩‍💻'],
])('%s', (_name, text, expected) => expect(printable(text)).toBe(expected));

test('nothing that a terminal acts upon is ever left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(
        /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/,
      );
    }),
  );
});
