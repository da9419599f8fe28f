import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { FeedEntry } from '../../src/model/feed.js';
import { day, url } from '../support/build.js';
import { Planet } from '../support/planet.js';

const A = 'https://a.example/feed';

const posts = (from: number, to: number): readonly Partial<FeedEntry>[] =>
  Array.from({ length: to - from }, (_, index) => ({
    id: `https://a.example/${from + index}`,
    url: url(`https://a.example/${from + index}`),
    title: `ffi ${from + index}`,
    published: day(from + index),
  }));

const partsIn = ({ data }: Planet): readonly string[] =>
  readdirSync(path.join(data, 'sources'))
    .map((name) => /\.(\d+)\.json$/.exec(name)?.[1] ?? 'head')
    .sort();

test('a part of a source whose entries have all been taken out goes, and the others are found', async () => {
  const planet = new Planet([{ url: A, first: 1000 }], {
    publish: { limit: 10, retention: { perSource: 300 } },
  });
  const kept = async () => {
    const numbers = (await planet.stored(A)).map(({ title }) => Number(title?.split(' ')[1]));
    return [Math.min(...numbers), Math.max(...numbers), numbers.length];
  };
  await planet.pass(400, [A, posts(0, 200)]);
  await planet.pass(401, [A, posts(0, 400)]);
  expect([partsIn(planet), await kept()]).toEqual([
    ['001', '002', 'head'],
    [100, 399, 300],
  ]);
  await planet.pass(402, [A, posts(390, 520)]);
  expect([partsIn(planet), await kept()]).toEqual([
    ['002', 'head'],
    [220, 519, 300],
  ]);
  await planet.pass(403, [A, posts(510, 640)]);
  expect([partsIn(planet), await kept()]).toEqual([
    ['002', '003', 'head'],
    [340, 639, 300],
  ]);
  // An entry in an older part is edited where it stands; one that was taken out stays out.
  const edited = posts(510, 640).map((one) => ({ ...one, title: `${one.title}, edited` }));
  expect(await planet.pass(404, [A, edited])).toEqual({ added: 0, edited: 130 });
  expect(await planet.pass(405, [A, edited])).toEqual({ added: 0, edited: 0 });
  expect(await planet.count('tags/ffi')).toBe(300);
  expect(await planet.doctor(406)).toMatchObject({ done: [], added: 0, changed: 0, removed: 0 });
});
