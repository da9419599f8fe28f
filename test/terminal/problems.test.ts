import { describe, expect, test } from 'vitest';
import type { Problem } from '../../src/config/json/problem.js';
import { problemBlocks, problemCounts, problemLines } from '../../src/terminal/problems.js';
import { createStyle } from '../../src/terminal/style.js';

const plain = createStyle({ color: false, unicode: true });

const problem = (parts: Partial<Problem> = {}): Problem => ({
  severity: 'error',
  file: 'feeds.json',
  line: 41,
  column: 18,
  path: 'bundles.systems.any[1]',
  message: 'unknown tag "embeded"',
  help: 'did you mean "embedded"?',
  excerpt: { text: '  "any": ["ffi", "embeded"]', length: 9 },
  ...parts,
});

test('a block: the line, and a mark below what is meant', () => {
  expect(problemBlocks([problem()], plain, 80)).toBe(`feeds.json:41:18: error: unknown tag "embeded"
   |  "any": ["ffi", "embeded"]
   |                 ^^^^^^^^^ bundles.systems.any[1]
   = help: did you mean "embedded"?
`);
});

test('a warning without help, of nothing with a path', () => {
  const warning = problem({ severity: 'warning', help: null, path: '', message: 'odd' });
  expect(problemBlocks([warning], plain, 80)).toBe(`feeds.json:41:18: warning: odd
   |  "any": ["ffi", "embeded"]
   |                 ^^^^^^^^^
`);
});

describe('the mark stands right', () => {
  const marked = (text: string, column: number, length: number, columns = 80) =>
    problemBlocks([problem({ column, path: '', help: null, excerpt: { text, length } })], plain, columns)
      .split('\n')
      .slice(1, 3)
      .map((line) => line.slice(6));

  test.each([
    ['after characters of two columns', '"漢字", "x"', 7, 3, ['"漢字", "x"', '        ^^^']],
    ['below characters of two columns', '"漢字"', 1, 4, ['"漢字"', '^^^^^^']],
    ['after tabs', '\t"a":\t"x"', 7, 3, ['"a": "x"', '     ^^^']],
    ['at the end of what it marks', '{ "a": {', 8, 150, ['{ "a": {', '       ^']],
    ['in an empty line', '', 1, 0, ['', '^']],
    [
      'in a long line',
      `${'x'.repeat(500)}"y"${'z'.repeat(500)}`,
      501,
      3,
      [`${'x'.repeat(37)}"y"${'z'.repeat(34)}`, `${' '.repeat(37)}^^^`],
    ],
  ])('%s', (_name, text, column, length, lines) => {
    expect(marked(text, column, length)).toEqual(lines);
  });
});

test('a line a problem for pipes, with nothing in it that a terminal acts upon', () => {
  const hostile = problem({ message: 'unknown tag "\u001b[31m\u202ex\n"', help: null, path: '' });
  expect(problemLines([problem(), hostile])).toBe(
    `feeds.json:41:18: error: bundles.systems.any[1]: unknown tag "embeded"; did you mean "embedded"?
feeds.json:41:18: error: unknown tag "x "
`,
  );
});

test('no more than can be read', () => {
  const lines = problemLines(Array.from({ length: 3_000 }, () => problem()))
    .trimEnd()
    .split('\n');
  expect(lines).toHaveLength(1001);
  expect(lines.at(-1)).toBe('error: 2,000 more problems not shown');
});

test.each([
  [2, 1, '2 errors, 1 warning'],
  [1, 0, '1 error'],
  [0, 3, '3 warnings'],
])('%i and %i are %s', (errors, warnings, text) => {
  const all = [
    ...Array.from({ length: errors }, () => problem()),
    ...Array.from({ length: warnings }, () => problem({ severity: 'warning' })),
  ];
  expect(problemCounts(all, plain)).toBe(text);
});
