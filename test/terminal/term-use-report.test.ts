import { expect, test } from 'vitest';
import type { TermUse } from '../../src/operate/check-stored.js';
import { createStyle } from '../../src/terminal/style.js';
import { termUseReport } from '../../src/terminal/term-use-report.js';
import { tag } from '../classify/rules.js';

const style = createStyle({ color: false, unicode: true });
const NOTHING: TermUse = { entries: 12_345, seldom: [], mainstays: [] };
const seldom = (slug: string, ...terms: string[]) =>
  terms.map((term, index) => ({ tag: slug, list: 'match' as const, index, term, entries: 1 }));

test('a line a tag, those with most to look at first, and no more examples than fit', () => {
  const tags = [
    tag('c', { match: ['a', 'b'], hint: ['d'] }),
    tag('ffi', { match: ['1', '2', '3', '4', '5'] }),
  ];
  const long = { any: Array.from({ length: 9 }, (_, n) => `synonym ${n}`) };
  const use: TermUse = {
    ...NOTHING,
    seldom: [...seldom('c', JSON.stringify(long)), ...seldom('ffi', '1', '2', '3', '4')],
    mainstays: [
      { tag: 'c', term: 'a', entries: 1_200, of: 2_000, hasOthers: true },
      { tag: 'ffi', term: '1', entries: 30, of: 31, hasOthers: true },
      { tag: 'go', term: 'golang', entries: 31, of: 31, hasOthers: false },
    ],
  };
  expect(termUseReport(use, tags, style)).toBe(
    [
      '  5 terms of 2 tags found only one or two of 12,345 stored posts',
      '    ffi  4 of 5  "1", "2", "3" …',
      '    c    1 of 3  "{"any":["synonym 0","synonym 1","synony…"',
      '  most posts of 2 tags would not be there but for one term',
      '    ffi        30 of 31  "1"',
      '    c    1,200 of 2,000  "a"',
      '',
    ].join('\n'),
  );
});

test('more tags than are read are counted', () => {
  const tags = Array.from({ length: 93 }, (_, n) => tag(`t${n}`, { match: ['a'] }));
  const use = { ...NOTHING, seldom: tags.flatMap(({ slug }) => seldom(slug, 'a')) };
  const lines = termUseReport(use, tags, style).split('\n');
  expect([lines.length, lines.at(-2)]).toEqual([23, '    and 73 more tags; --json names all']);
});

test('nothing to say, nothing said', () => {
  expect(termUseReport(NOTHING, [], style)).toBe('');
});
