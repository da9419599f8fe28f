import { expect, test } from 'vitest';
import { table, truncate } from '../../src/terminal/table.js';

test('columns are padded by display width and lines have no trailing space', () => {
  expect(
    table(
      [
        ['夜航记', '12', 'ok'],
        ['Cold Start', '7', ''],
      ],
      [{}, { align: 'right' }, {}],
    ),
  ).toEqual(['夜航记      12  ok', 'Cold Start   7']);
});

test('colour comes after padding', () => {
  expect(
    table(
      [
        ['a', 'b'],
        ['long', 'c'],
      ],
      [{ paint: (text) => `<${text}>` }, {}],
    ),
  ).toEqual(['<a>     b', '<long>  c']);
});

test.each([
  ['what fits is left alone', 'Cold Start', 10, 'Cold Start'],
  ['what does not ends in an ellipsis', 'a-blog-whose-owner', 8, 'a-blog-…'],
  ['a wide character is never halved', '夜航记夜航记', 6, '夜航…'],
  ['nor is a grapheme', '👩‍💻👩‍💻👩‍💻', 5, '👩‍💻👩‍💻…'],
])('truncate: %s', (_name, text, columns, expected) => expect(truncate(text, columns)).toBe(expected));
