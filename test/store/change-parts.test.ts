import { expect, test } from 'vitest';
import type { DocRef, StreamChange } from '../../src/model/stream.js';
import { inParts } from '../../src/store/change-parts.js';
import { day, post } from '../support/build.js';

const doc = (n: number, from: number, to: number, count = 500): DocRef => ({
  ...{ n, count },
  from: day(from),
  to: day(to),
});
const change = (id: string, at: number): StreamChange => ({
  ...{ id, was: ['site'], now: ['site'], published: day(at), archivedOnly: false, isNew: false },
  post: post(id, { published: day(at) }),
});
const idsIn = (changes: readonly StreamChange[], docs: readonly DocRef[]) =>
  inParts(changes, docs).map((part) => part.map(({ id }) => id));
const numbers = (length: number): readonly number[] => Array.from({ length }, (_, n) => n);

test('changes are applied the oldest first, those of one post in their order', () => {
  const changes = [change('b', 2), change('a', 1), change('b', 3), change('c', 2)];
  expect(idsIn(changes, [])).toEqual([['a', 'b', 'b', 'c']]);
});

test('a part has 500 at most', () => {
  const sizes = inParts(
    numbers(1_100).map((n) => change(`${n}`, 1)),
    [doc(1, 0, 2)],
  ).map(({ length }) => length);
  expect(sizes).toEqual([500, 500, 100]);
});

test('a part needs documents of 5,000 posts at most, however far its changes lie apart', () => {
  const docs = numbers(25).map((n) => doc(n, 2 * n, 2 * n + 1));
  const parts = idsIn(
    docs.map(({ n }) => change(`${n}`, 2 * n)),
    docs,
  );
  expect(parts.map(({ length }) => length)).toEqual([10, 10, 5]);
});

test('changes that need the same documents are a part, however large these are', () => {
  const docs = numbers(11).map((n) => doc(n, 0, 9));
  expect(idsIn([change('a', 1), change('b', 2), change('c', 10)], docs)).toEqual([['a', 'b', 'c']]);
});

test('posts that are in no document yet need none', () => {
  const docs = numbers(25).map((n) => doc(n, 2 * n, 2 * n + 1));
  const changes = docs.map(({ n }) => ({ ...change(`${n}`, 2 * n), isNew: true }));
  expect(idsIn(changes, docs).map(({ length }) => length)).toEqual([25]);
});
