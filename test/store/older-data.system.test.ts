import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { FeedEntry } from '../../src/model/feed.js';
import { day, url } from '../support/build.js';
import { Planet } from '../support/planet.js';
import { asVersion } from './older-data.js';

const A = 'https://a.example/feed';

const posts = (from: number, to: number): readonly Partial<FeedEntry>[] =>
  Array.from({ length: to - from }, (_, index) => ({
    id: `https://a.example/${from + index}`,
    url: url(`https://a.example/${from + index}`),
    title: `ffi ${from + index}`,
    published: day(from + index),
  }));

/** Each file of a database, parsed; not what was noted while it was written. */
const filesOf = ({ data }: Planet): Readonly<Record<string, Record<string, unknown>>> =>
  Object.fromEntries(
    readdirSync(data, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => [name, JSON.parse(readFileSync(path.join(data, name), 'utf8'))]),
  );

test.each([1, 2])(
  'a database of version %i is gone on with, by passes and by the doctor',
  async (version) => {
    const planet = new Planet([{ url: A, first: 250 }], { publish: { limit: 10 } });
    await planet.pass(300, [A, posts(0, 250)]);
    asVersion(version, planet.data);
    await planet.pass(301, [A, posts(40, 260)]);
    expect([await planet.count('tags/ffi'), (await planet.stored(A)).length]).toEqual([260, 260]);
    asVersion(version, planet.data);
    expect(await planet.doctor(301)).toMatchObject({ added: 0, changed: 0, removed: 0 });
    expect(await planet.count('tags/ffi')).toBe(260);
    expect(await planet.doctor(301)).toMatchObject({ done: [] });
  },
);

test.each([1, 2])(
  'a database of version %i is brought up to date whole, by whatever writes',
  async (version) => {
    const planet = new Planet([{ url: A, first: 250 }], { publish: { limit: 10 } });
    await planet.pass(300, [A, posts(0, 250)]);
    const before = filesOf(planet);
    expect(new Set(Object.values(before).map((file) => file['version']))).toEqual(new Set([3]));
    asVersion(version, planet.data);
    expect(filesOf(planet)).not.toEqual(before);
    await planet.open(300, async () => undefined);
    expect(filesOf(planet)).toEqual(before);
  },
);

test('once: files that are of this version already are left alone', async () => {
  const planet = new Planet([A]);
  await planet.pass(300, [A, posts(0, 5)]);
  const file = path.join(planet.data, 'tags/ffi.json');
  const text = readFileSync(file, 'utf8').replace('"version": 3', '"version": 2');
  writeFileSync(file, text);
  await planet.open(300, async () => undefined);
  expect(readFileSync(file, 'utf8')).toBe(text);
});
