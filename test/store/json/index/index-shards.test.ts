import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DATA_VERSION } from '../../../../src/store/json/document.js';
import { IndexShards } from '../../../../src/store/json/index/index-shards.js';
import { costOf } from '../../../support/cost.js';
import { range } from '../../contract.js';

/** An index with these shards, all of them empty. */
function indexOf(names: readonly string[]) {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'tagwire-shards-')), 'index');
  onTestFinished(() => rmSync(path.dirname(folder), { recursive: true }));
  mkdirSync(folder);
  const text = JSON.stringify({ version: DATA_VERSION, records: {} });
  for (const name of names) writeFileSync(path.join(folder, `${name}.json`), text);
  const left = () =>
    readdirSync(folder)
      .map((file) => file.replace('.json', ''))
      .sort();
  return { shards: new IndexShards(folder, 'write'), left };
}

test.each<[string, readonly string[], readonly string[]]>([
  ['none', ['0', '1'], ['0', '1']],
  ['one that had not written all parts', ['0', '00', '1'], ['0', '1']],
  ['one that had not taken the whole away', ['0', '00', '01', '1'], ['00', '01', '1']],
  ['one into three parts', ['0', '00', '010', '011', '1'], ['00', '010', '011', '1']],
  ['the first of all', ['root', '0'], ['root']],
  ['the first of all, in all parts', ['root', '0', '1'], ['0', '1']],
  ['two', ['0', '00', '01', '1', '10'], ['00', '01', '1']],
])('a split that a crash cut short, %s, is finished or undone', async (_name, names, after) => {
  const { shards, left } = indexOf(names);
  expect(await shards.get('iAAAA')).toEqual([]);
  expect(left()).toEqual([...after].sort());
});

test('opening an index of two million records costs what a list of its files does', async () => {
  const { shards } = indexOf(range(8192).map((n) => n.toString(2).padStart(13, '0')));
  expect(await costOf(() => shards.get('iAAAA'))).toBeLessThan(60); // about 8; to read them all is 180
});
