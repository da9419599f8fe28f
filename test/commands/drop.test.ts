import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { feedsJson } from '../config/grammar/grammar.js';
import { tagwire } from '../support/cli.js';
import { configFolder, fileIn } from '../support/config-folder.js';

const SOURCES = `[
  "https://a.example/feed", // Ann
  { "url": "https://b.example/feed", "title": "Bob" }
]`;

test.each([
  ['by its address in another spelling', 'http://www.b.example/feed/'],
  ['by its title, whatever the case', 'bob'],
])('a source is taken out: %s', async (_name, name) => {
  const folder = configFolder(feedsJson('', { sources: SOURCES }));
  expect(await tagwire(['drop', name], folder)).toEqual({
    code: 0,
    out: 'Dropped https://b.example/feed from feeds.json; its posts stay\n',
    err: '',
  });
  expect(fileIn(folder)).toBe(feedsJson('', { sources: '[\n  "https://a.example/feed" // Ann\n]' }));
});

test('it may stand in a part', async () => {
  const folder = configFolder(feedsJson('"include": ["more.json"]'));
  writeFileSync(
    path.join(folder, 'more.json'),
    '{ "sources": ["https://c.example/", "https://d.example/"] }',
  );
  const { out } = await tagwire(['drop', '--json', 'https://c.example/'], folder);
  expect(JSON.parse(out)).toEqual({ dropped: [{ url: 'https://c.example/', file: 'more.json' }] });
  expect(fileIn(folder, 'more.json')).toBe('{ "sources": ["https://d.example/"] }');
});

test('a name that there is not is a mistake, and nothing is changed', async () => {
  const text = feedsJson('', { sources: SOURCES });
  const folder = configFolder(text);
  expect(await tagwire(['drop', 'https://a.example/feed', 'Bop'], folder)).toEqual({
    code: 2,
    out: '',
    err: 'error: no source "Bop" in feeds.json; did you mean "Bob"?\n',
  });
  expect(fileIn(folder)).toBe(text);
});
