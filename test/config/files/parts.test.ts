import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFiles } from '../../../src/config/files/read-files.js';
import { type CheckedConfig, parseFiles } from '../../../src/config/read.js';
import { problemLines } from '../../../src/terminal/problems.js';
import { tagwire } from '../../support/cli.js';
import { configFolder } from '../../support/config-folder.js';
import { feedsJson } from '../grammar/grammar.js';

/** A folder with a feeds.json that includes `include`, and files in it. */
function folderOf(
  include: readonly string[],
  files: Readonly<Record<string, string>>,
  main: { sources?: string; tags?: string } = {},
): string {
  const folder = configFolder(feedsJson(`"include": ${JSON.stringify(include)}`, main));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

const parsed = async (folder: string) => parseFiles(await readFiles(path.join(folder, 'feeds.json')));

async function checked(folder: string): Promise<CheckedConfig> {
  const result = await parsed(folder);
  if (!result.ok) throw new TypeError(problemLines(result.problems));
  return result;
}

/** What `check` says, by file. */
async function said(folder: string): Promise<readonly string[]> {
  const { out } = await tagwire(['check'], folder);
  return out.trimEnd().split('\n');
}

const ALL = ['sources/*.json', 'rules/*.json'];

test('lists join in the order of the files’ names, feeds.json first; objects join by name', async () => {
  const folder = folderOf(
    ALL,
    {
      'sources/b.json': '{ "sources": ["https://b.example/"] }',
      'sources/a.json': '{ // Ann’s\n "sources": [{ "url": "https://a.example/", "tags": ["ffi"] },], }',
      'rules/tags.json': '{ "tags": { "ffi": { "match": ["ffi"], "group": "g" } }, "groups": { "g": {} } }',
      'rules/more.json': '{ "tags": { "c": ["c"] }, "bundles": { "b": { "any": ["main", "ffi", "c"] } } }',
      'rules/no-part.txt': 'no JSON',
    },
    { sources: '["https://main.example/"]', tags: '{ "main": ["main"] }' },
  );
  const { config, files } = await checked(folder);
  expect(config.sources.map(({ url, tags }) => [url, tags])).toEqual([
    ['https://main.example/', []],
    ['https://a.example/', ['ffi']],
    ['https://b.example/', []],
  ]);
  expect(config.tags.map(({ slug }) => slug)).toEqual(['main', 'c', 'ffi']);
  expect(config.groups.map(({ slug }) => slug)).toEqual(['g']);
  expect(config.bundles.map(({ any }) => any)).toEqual([['main', 'ffi', 'c']]);
  expect(files.map((file) => path.relative(folder, file))).toEqual([
    'feeds.json',
    'rules/more.json',
    'rules/tags.json',
    'sources/a.json',
    'sources/b.json',
  ]);
});

test('what feeds.json leaves to its parts it need not have', async () => {
  const folder = folderOf(['*.json'], { 'rest.json': '{ "sources": [], "tags": { "a": ["a"] } }' });
  writeFileSync(
    path.join(folder, 'feeds.json'),
    '{ "site": { "title": "A", "url": "https://a.example/" }, "include": ["*.json", "rest.json"] }',
  );
  expect((await checked(folder)).config.tags.map(({ slug }) => slug)).toEqual(['a']);
});

describe('a mistake is told in its file, by its path there', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'in the second source of a part',
      {
        'sources/a.json':
          '{ "sources": ["https://a.example/",\n{ "url": "https://b.example/", "tags": ["ffj"] }] }',
      },
      ['sources/a.json:2:41: error: sources[1].tags[0]: unknown tag "ffj"; did you mean "ffi"?'],
    ],
    [
      'no JSON, and a fault elsewhere',
      { 'rules/a.json': '{ "tags": [ }', 'rules/b.json': '\ufeff{ "tags": { "x": ["x\\u0007"] } }' },
      [
        'rules/a.json:1:13: error: tags: expected a value, found }; keys and text stand in double quotes',
        "rules/b.json:1:19: error: tags.x[0]: the character U+0007 can't be published; take it out",
      ],
    ],
    [
      'a tag twice',
      { 'rules/a.json': '{ "tags": {\n"ffi": ["bindgen"] } }' },
      [
        'rules/a.json:2:1: error: tags.ffi: "ffi" is defined twice, first in feeds.json:4:11; only one of them would count; join them or rename one',
      ],
    ],
    [
      'two tags of one slug',
      { 'rules/a.json': '{ "tags": { "C++": ["c++"] } }', 'rules/b.json': '{ "tags": { "cpp": ["cpp"] } }' },
      [
        'rules/b.json:1:13: error: tags.cpp: "cpp" has the slug "cpp", which "C++" has already, in rules/a.json:1:13; rename one of them',
      ],
    ],
    [
      'a feed twice',
      { 'sources/a.json': '{ "sources": ["https://x.example/", "https://main.example"] }' },
      [
        'sources/a.json:1:37: error: sources[1]: the same feed as sources[0], in feeds.json:3:13; take one of them out',
      ],
    ],
    [
      'a feed twice in one part',
      { 'sources/a.json': '{ "sources": ["https://x.example/", "https://x.example"] }' },
      ['sources/a.json:1:37: error: sources[1]: the same feed as sources[0]; take one of them out'],
    ],
    [
      'what is not for parts',
      {
        'rules/a.json': '{ "site": {}, "tgas": {}, "include": [], "sources": {}, "tags": [] }',
        'rules/b.json': '[]',
      },
      [
        'rules/a.json:1:3: error: site: "site" is not for a part; it holds sources, tags, groups, bundles; all else stands in feeds.json',
        'rules/a.json:1:15: error: tgas: "tgas" is not for a part; it holds sources, tags, groups, bundles; did you mean "tags"?',
        'rules/a.json:1:27: error: include: a part includes no further files; name them in feeds.json',
        'rules/a.json:1:53: error: sources: expected a list [ … ]',
        'rules/a.json:1:65: error: tags: expected an object { "name": … }',
        'rules/b.json:1:1: error: expected an object { … } with some of sources, tags, groups, bundles',
      ],
    ],
    [
      'a test of a rule, and a warning',
      {
        'rules/a.json':
          '{ "tags": { "x": { "match": ["titel:x"],\n"tests": [{ "text": "y", "is": true }] } } }',
      },
      [
        'rules/a.json:1:30: warning: tags.x.match[0]: "titel:" is no field, so these are words to be found one after the other; did you mean "title:"? Else write a space instead of the colon',
        'rules/a.json:2:11: error: tags.x.tests[0]: "y" should be filed under x, but is not; none of its terms was found',
      ],
    ],
  ])('%s', async (_name, files, problems) => {
    const folder = folderOf(
      ALL,
      { 'sources/none.json': '{}', 'rules/none.json': '{}', ...files },
      {
        sources: '["https://main.example/"]',
        tags: '{ "ffi": ["ffi"] }',
      },
    );
    expect(await said(folder)).toEqual(problems);
  });

  test('a path that leads out is none', async () => {
    const folder = folderOf(['../x.json', ''], {});
    expect(await said(folder)).toEqual([
      'feeds.json:5:13: error: include[0]: a path that leads out of the folder of feeds.json; keep parts in it or below',
      'feeds.json:5:25: error: include[1]: expected a path such as "sources/*.json", received an empty string',
    ]);
  });
});

test('a pattern without a file is a warning', async () => {
  const folder = folderOf(['sources/*.json', 'rules', 'rules/a.json', 'rules/**/*.json'], {
    'rules/a.json': '{}',
  });
  expect(await said(folder)).toEqual([
    'feeds.json:5:13: warning: include[0]: no file has this name',
    'feeds.json:5:30: warning: include[1]: a folder, not a file; add "/*.json" to name the files in it',
    'feeds.json:5:53: warning: include[3]: no file has this name; * and ? stand for characters of one name, and nothing else for any',
    '✓ feeds.json: 0 sources, 0 tags, in 2 files',
  ]);
});

test.each(['a.json', 'sources/*.json', 'filings.json'])(
  'a link to what is not there is one line: %s',
  async (name) => {
    const folder = folderOf([name, 'b.json'], { 'b.json': '{}', 'sources/b.json': '{}' });
    const link = name.replace('*', 'a');
    symlinkSync('elsewhere.json', path.join(folder, link));
    expect(await tagwire(['check'], folder)).toEqual({
      code: 2,
      out: '',
      err: `error: ${link} is a link to what is not there\n`,
    });
  },
);

test('a part that can’t be read is one line', async () => {
  const folder = folderOf(['a.json', 'b.json'], { 'a.json': '{}', 'b.json': 'ä' });
  writeFileSync(path.join(folder, 'b.json'), Buffer.from('ä', 'latin1'));
  expect(await tagwire(['check'], folder)).toEqual({
    code: 2,
    out: '',
    err: 'error: b.json is not in UTF-8; save it as UTF-8\n',
  });
});

test('links are followed, and a file that two patterns name counts once', async () => {
  const folder = folderOf(['a.json', '*/x.json', 'real/*.json'], {
    'real/x.json': '{ "tags": { "x": ["x"] } }',
  });
  symlinkSync('real/x.json', path.join(folder, 'a.json'));
  writeFileSync(path.join(folder, 'real/x.json'), '{ "sources": ["https://x.example/"] }');
  const { out } = await tagwire(['check'], folder);
  expect(out).toContain('real/x.json:1:15: error: sources[0]: the same feed as sources[0], in a.json:1:15');
});

test('the parts are read anew whenever feeds.json is', async () => {
  const folder = folderOf(['*.json'], { 'a.json': '{ "tags": { "a": ["a"] } }' });
  expect((await checked(folder)).config.tags).toHaveLength(1);
  writeFileSync(path.join(folder, 'b.json'), '{ "tags": { "b": ["b"] } }');
  expect((await checked(folder)).config.tags).toHaveLength(2);
});
