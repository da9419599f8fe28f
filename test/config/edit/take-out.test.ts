import { expect, test } from 'vitest';
import { takeOutSources } from '../../../src/config/edit/take-out.js';

const lines = (...all: string[]) =>
  `{\n  "sources": [\n${all.map((line) => `    ${line}\n`).join('')}  ]\n}\n`;

test.each<[what: string, before: string, after: string]>([
  [
    'in the middle',
    lines('"https://a.example/",', '"x:",', '"https://b.example/"'),
    lines('"https://a.example/",', '"https://b.example/"'),
  ],
  ['the last', lines('"https://a.example/",', '"x:"'), lines('"https://a.example/"')],
  ['the only one', lines('"x:"'), lines()],
  [
    'the last, with a trailing comma',
    lines('"https://a.example/",', '"x:",'),
    lines('"https://a.example/",'),
  ],
  [
    'with its comment, while those of others stay',
    lines('// Ann', '"https://a.example/", // good', '"x:", // no more', '"https://b.example/" /* Bob */'),
    lines('// Ann', '"https://a.example/", // good', '"https://b.example/" /* Bob */'),
  ],
  [
    'the last, behind one with a comment',
    lines('"https://a.example/", // good', '"x:"'),
    lines('"https://a.example/" // good'),
  ],
  [
    'an object over several lines',
    lines('{', '  "url": "x:",', '  "title": "X"', '},', '"https://b.example/"'),
    lines('"https://b.example/"'),
  ],
  ['in a row', '{"sources": ["a:", "x:", "b:"]}', '{"sources": ["a:", "b:"]}'],
  ['the first in a row', '{"sources": ["x:", "b:"]}', '{"sources": ["b:"]}'],
  ['the last in a row', '{"sources": ["a:", "x:"]}', '{"sources": ["a:"]}'],
  ['without blanks', '{"sources":[{"url":"x:"},"b:"]}', '{"sources":["b:"]}'],
  ['a reading list', lines('{ "opml": "x:", "max": 9 },', '"a:"'), lines('"a:"')],
  [
    'behind a byte order mark, with line ends of Windows',
    '\ufeff{"sources": [\r\n"x:",\r\n"b:"\r\n]}',
    '\ufeff{"sources": [\r\n"b:"\r\n]}',
  ],
])('a source goes, all else stays: %s', (_what, before, after) => {
  expect(takeOutSources(before, (url) => url === 'x:')).toEqual({ text: after, taken: ['x:'] });
});

test('several at once, and none', () => {
  const text = lines('"x:",', '"a:",', '"x:"');
  expect(takeOutSources(text, (url) => url === 'x:')).toEqual({ text: lines('"a:"'), taken: ['x:', 'x:'] });
  expect(takeOutSources(text, () => false)).toEqual({ text, taken: [] });
});
