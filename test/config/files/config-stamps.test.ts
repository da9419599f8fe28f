import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { configStamps } from '../../../src/config/files/config-stamps.js';
import { configFolder } from '../../support/config-folder.js';

const MAIN = '{ "include": ["rules/*.json"], "lexicon": "learned.json" }';

/** A configuration with a part, and whether it has changed since it was last asked. */
async function configuration() {
  const folder = configFolder(MAIN);
  const file = (name: string): string => path.join(folder, name);
  mkdirSync(file('rules'));
  writeFileSync(file('rules/a.json'), '{}');
  const stamps = configStamps(file('feeds.json'));
  let last = await stamps();
  return {
    file,
    async hasChanged() {
      const before = last;
      last = await stamps();
      return last !== before;
    },
  };
}

type File = (name: string) => string;

test('what stays as it is has not changed, nor has what is no part', async () => {
  const { file, hasChanged } = await configuration();
  expect(await hasChanged()).toBe(false);
  writeFileSync(file('rules/notes.txt'), 'none of ours');
  expect(await hasChanged()).toBe(false);
});

test.each<[string, (file: File) => void]>([
  ['feeds.json', (file) => writeFileSync(file('feeds.json'), '{ "include": [] }')],
  ['feeds.json, as editors replace it', (file) => replaced(file, 'feeds.json', MAIN)],
  ['a part', (file) => writeFileSync(file('rules/a.json'), '{ }')],
  ['a part of the same size', (file) => replaced(file, 'rules/a.json', '[]')],
  ['a part more', (file) => writeFileSync(file('rules/b.json'), '{}')],
  ['a part less', (file) => rmSync(file('rules/a.json'))],
  ['what is filed by hand', (file) => writeFileSync(file('filings.json'), '[]')],
  ['the lexicon that it names', (file) => writeFileSync(file('learned.json'), '{}')],
  ['feeds.json is gone', (file) => rmSync(file('feeds.json'))],
  ['feeds.json is broken', (file) => writeFileSync(file('feeds.json'), '{ "include')],
])('a change is seen once: %s', async (_name, change) => {
  const { file, hasChanged } = await configuration();
  change(file);
  expect([await hasChanged(), await hasChanged()]).toEqual([true, false]);
});

test('a part is still looked at while feeds.json can not be read', async () => {
  const { file, hasChanged } = await configuration();
  renameSync(file('feeds.json'), file('away'));
  await hasChanged();
  writeFileSync(file('rules/a.json'), '{ }');
  expect(await hasChanged()).toBe(true);
});

function replaced(file: File, name: string, text: string): void {
  writeFileSync(file('new'), text);
  renameSync(file('new'), file(name));
}
