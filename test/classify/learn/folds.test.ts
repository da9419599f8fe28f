import { expect, test } from 'vitest';
import { foldsOf } from '../../../src/classify/learn/folds.js';
import type { Labelled } from '../../../src/classify/report/evaluate.js';
import { subject } from '../rules.js';

const post = (fields: Parameters<typeof subject>[0], ...ids: readonly string[]): Labelled => ({
  subject: subject(fields),
  ids,
  tags: [],
});
const others = Array.from({ length: 3 }, (_, n) => post({ title: `Other ${n}`, html: `text ${n}` }));

test('posts take folds in turn', () => {
  expect(foldsOf([...others, ...others.map((_, n) => post({ title: String(n) }))], 2)).toEqual([
    0, 1, 0, 1, 0, 1,
  ]);
});

test.each<[string, Labelled, Labelled]>([
  ['of one id, however it is written', post({}, 'http://a.example/1/'), post({}, 'https://www.a.example/1')],
  ['of one link', post({ url: 'https://a.example/x' }, '1'), post({ url: 'http://a.example/x/' }, '2')],
  [
    'of one title and text',
    post({ title: 'A', html: '<p>One text</p>', url: 'https://a.example/x' }),
    post({ title: 'A', html: 'One text', url: 'https://b.example/y' }),
  ],
])('copies %s are in one fold', (_name, one, copy) => {
  const [first, , , , second] = foldsOf([one, ...others, copy], 3);
  expect(second).toBe(first);
});

test('copies of copies are, too, in whatever order they come', () => {
  const a = post({ url: 'https://a.example/x' }, '1');
  const b = post({ url: 'https://b.example/y' }, '2');
  const both = post({ url: 'https://b.example/y' }, '1');
  const folds = foldsOf([a, ...others, b, both], 4);
  expect([folds[4], folds[5]]).toEqual([folds[0], folds[0]]);
});

test.each<[string, Labelled, Labelled]>([
  ['the front page as link', post({ url: 'https://a.example/' }), post({ url: 'https://a.example/' })],
  ['no text', post({ title: 'News' }), post({ title: 'News' })],
  ['the text, but another title', post({ title: 'A', html: 'x' }), post({ title: 'B', html: 'x' })],
])('posts that share only %s are no copies', (_name, one, other) => {
  expect(foldsOf([one, other], 2)).toEqual([0, 1]);
});
