import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/config/read.js';
import { tagwire } from '../../support/cli.js';
import { configFolder } from '../../support/config-folder.js';
import { feedsJson } from './grammar.js';

/** A folder with a feeds.json of two tags and this filings.json beside it. */
function folderOf(filings: string, rest = ''): string {
  const folder = configFolder(
    feedsJson(rest, { tags: '{ "ffi": ["ffi"], "C++": { "match": [], "aliases": ["cxx"] } }' }),
  );
  writeFileSync(path.join(folder, 'filings.json'), filings);
  return folder;
}

test('tags are named by any of their names, and comments may stand beside them', async () => {
  const folder = folderOf(`[ // by Ann
  { "post": "https://a.example/1", "add": ["FFI", "cxx", "ffi"], "note": "all about bindings" },
  { "post": "urn:x:2", "drop": ["c++"] },
]`);
  expect((await readConfig(path.join(folder, 'feeds.json'))).filings).toEqual([
    { post: 'https://a.example/1', add: ['ffi', 'cpp'], drop: [], note: 'all about bindings' },
    { post: 'urn:x:2', add: [], drop: ['cpp'], note: null },
  ]);
});

describe('each problem is named with its place, and ends every command that reads feeds.json', () => {
  test.each([
    ['no JSON', '[{ "post": ]', 'filings.json:1:12: error: [0]: expected a key or a value, found ]'],
    ['no list', '{}', 'filings.json:1:1: error: expected a list [ … ], received an object'],
    ['no post', '[{ "add": ["ffi"] }]', 'filings.json:1:2: error: [0].post: "post" is required'],
    [
      'a slip in a key',
      '[{ "post": "x", "add": ["ffi"], "nota": "" }]',
      'filings.json:1:33: error: [0].nota: unknown key "nota"; did you mean "note"?',
    ],
    [
      'an unknown tag',
      '[\n{ "post": "x", "add": ["fii"] }]',
      'filings.json:2:24: error: [0].add[0]: unknown tag "fii"; did you mean "ffi"?',
    ],
    [
      'nothing to do',
      '[{ "post": "x", "note": "why" }]',
      'filings.json:1:2: error: [0]: files nothing; write "add": ["a tag"]',
    ],
    [
      'a tag in both lists',
      '[{ "post": "x", "add": ["c++"], "drop": ["cxx"] }]',
      'filings.json:1:33: error: [0].drop: "cpp" is in "add" too; take it out of one of them',
    ],
    [
      'a post twice, however its link is written',
      '[{ "post": "https://a.example/1", "add": ["ffi"] },\n{ "post": "http://www.a.example/1/?utm_source=x", "add": ["c++"] }]',
      'filings.json:2:11: error: [1].post: "http://www.a.example/1/?utm_source=x" is filed twice, first in [0]; only one of them would count; join them',
    ],
  ])('%s', async (_name, filings, line) => {
    const folder = folderOf(filings);
    const checked = await tagwire(['check'], folder);
    expect(
      checked.out
        .trimEnd()
        .split('\n')
        .at(-1)
        ?.replace(/(found \]).*/, '$1'),
    ).toBe(line);
    expect(checked.code).toBe(2);
    for (const command of ['run', 'publish']) expect((await tagwire([command], folder)).code).toBe(2);
  });
});

test('what is wrong in feeds.json and beside it is told together', async () => {
  const folder = folderOf('[{ "post": "x", "add": ["fii"] }]', '"onlyy": []');
  const { out } = await tagwire(['check'], folder);
  expect(out).toMatch(/^feeds\.json:5:1: error: .*\nfilings\.json:1:25: error: .*\n$/);
});

test('a tag that is only given by hand is no mistake', async () => {
  expect((await tagwire(['check'], folderOf('[]'))).out).toContain('nothing is ever filed here');
  const filed = folderOf('[{ "post": "x", "add": ["c++"] }]');
  expect((await tagwire(['check'], filed)).out).not.toContain('nothing is ever filed here');
});

test('it is no part of feeds.json, whatever "include" names', async () => {
  const folder = folderOf('[{ "post": "x", "add": ["ffi"] }]', '"include": ["*.json"]');
  expect((await tagwire(['check'], folder)).out).toMatch(/1 post filed by hand\n$/);
});
