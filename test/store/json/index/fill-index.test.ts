import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { Entry } from '../../../../src/model/entry.js';
import { EntryIndex, type Location } from '../../../../src/store/json/index/entry-index.js';
import { IndexFilling } from '../../../../src/store/json/index/fill-index.js';
import { entry } from '../../../support/build.js';
import { configFolder } from '../../../support/config-folder.js';

const ENTRIES = Array.from({ length: 1500 }, (_, n): [Location, Entry] => {
  const source = `blog-${String(n % 3).padStart(8, '0')}`;
  const key = `key-${n}`;
  const links = n % 10 === 0 ? { url: null } : {};
  return [{ source, key, shard: 1 }, entry(key, { ids: [`urn:x:${n}`], title: `Post ${n}`, ...links })];
});

/** Bytes that are less than the records of all. */
const SOME = 100_000;

/** Each file of an index, parsed: the order of records says nothing. */
const filesIn = (folder: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [name, JSON.parse(readFileSync(path.join(folder, name), 'utf8'))]),
  );

/** An index of these entries, and how many references were news. */
async function filled(folder: string, most: number) {
  const index = new EntryIndex(folder, 'write');
  const filling = new IndexFilling(index, most);
  for (const [location, one] of ENTRIES) await filling.take(location, one);
  const waiting = existsSync(index.folder) ? readdirSync(index.folder) : [];
  const added = await filling.finish();
  await filling.clear();
  return { added, waiting, files: filesIn(index.folder) };
}

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

test('an index that is filled is the one that adding entry by entry makes', async () => {
  const folder = configFolder();
  const index = new EntryIndex(folder, 'write');
  for (const [location, one] of ENTRIES) {
    await index.add(location, one);
    if (index.isFull) await index.flush();
  }
  await index.flush();
  const wanted = filesIn(index.folder);
  expect(Object.keys(wanted).length).toBeGreaterThan(20);
  for (const most of [Number.POSITIVE_INFINITY, SOME])
    expect((await filled(configFolder(), most)).files).toEqual(wanted);
});

test('what is too much for the memory waits in files, of which none stays', async () => {
  const { waiting, files, added } = await filled(configFolder(), SOME);
  expect(waiting.filter((name) => name.endsWith('.tmp'))).toHaveLength(64);
  expect(Object.keys(files).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  expect(added).toBeGreaterThan(ENTRIES.length);
});

test('one that is whole is read once and not written', async () => {
  const folder = configFolder();
  const { files } = await filled(folder, Number.POSITIVE_INFINITY);
  const reading = vi.spyOn(fs, 'readFile');
  const writing = vi.spyOn(fs, 'rename');
  syncBuiltinESMExports();
  expect((await filled(folder, Number.POSITIVE_INFINITY)).added).toBe(0);
  expect(writing).not.toHaveBeenCalled();
  expect(reading.mock.calls.map(([file]) => path.basename(String(file))).toSorted()).toEqual(
    Object.keys(files).toSorted(),
  );
});
