import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

/** The database as version 2 wrote it: sealed files and documents are numbered without gaps. */
function asVersion2({ data }: Planet): void {
  for (const entry of readdirSync(data, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { joined, last, sealed, archives, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...rest, version: 2 }));
  }
}

test('a database of version 2 is gone on with, by passes and by the doctor', async () => {
  const planet = new Planet([{ url: A, first: 250 }], { publish: { limit: 10 } });
  await planet.pass(300, [A, posts(0, 250)]);
  asVersion2(planet);
  await planet.pass(301, [A, posts(40, 260)]);
  expect([await planet.count('tags/ffi'), (await planet.stored(A)).length]).toEqual([260, 260]);
  asVersion2(planet);
  expect(await planet.doctor(301)).toMatchObject({ added: 0, changed: 0, removed: 0 });
  expect(await planet.count('tags/ffi')).toBe(260);
  expect(await planet.doctor(301)).toMatchObject({ done: [] });
});
