import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { day, url } from '../support/build.js';
import { Planet } from '../support/planet.js';

const A = 'https://a.example/feed';
const hello = { id: 'urn:a:1', url: url('https://a.example/hello'), title: 'Hello', published: day(3) };
const moved = { ...hello, id: 'urn:a:2', url: url('https://new.example/greeting') };

/** Rewrites a JSON file of the database. */
function rewrite(file: string, change: (data: Record<string, unknown>) => object): void {
  writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))));
}

/** The database as a program left it that knew no twins. */
function withoutTwins({ data }: Planet): void {
  rewrite(path.join(data, 'db.json'), ({ indexed: _indexed, ...db }) => db);
  for (const name of readdirSync(path.join(data, 'index')))
    rewrite(path.join(data, 'index', name), ({ records, ...rest }) => ({
      ...rest,
      records: Object.fromEntries(Object.entries(Object(records)).filter(([key]) => !key.startsWith('t'))),
    }));
}

test('an index that has no keys for moved posts is given them by the next pass', async () => {
  const planet = new Planet([A]);
  await planet.pass(10, [A, [hello]]);
  withoutTwins(planet);
  expect((await planet.pass(11, [A, [moved]])).added).toBe(0);
});

test('or by the doctor', async () => {
  const planet = new Planet([A]);
  await planet.pass(10, [A, [hello]]);
  withoutTwins(planet);
  expect((await planet.doctor(11)).done).toEqual(['index: 2 references were missing']);
  expect((await planet.doctor(11)).done).toEqual([]);
});
