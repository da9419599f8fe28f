import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { feedsJson } from '../config/grammar/grammar.js';
import { atom } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { configFolder, fileIn } from '../support/config-folder.js';
import { serve } from '../support/polled-site.js';

const SOURCES = '[\n  { "url": "https://a.example/feed", "title": "A" }\n]';

const OPML = `<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="1.0"><body>
<outline text="Blogs">
  <outline type="rss" text="A again" xmlUrl="http://www.a.example/feed/"/>
  <outline type="rss" text="B &amp; caf\u00e9" xmlUrl="https://b.example/?a=1&amp;b=2"/>
  <outline type="rss" text="Nowhere"/>
  <outline type="rss" text="B" xmlUrl="https://b.example/?a=1&amp;b=2"/>
</outline></body></opml>`;

function folderWith(opml: string | Buffer): string {
  const folder = configFolder(feedsJson('', { sources: SOURCES }));
  writeFileSync(path.join(folder, 'blogs.opml'), opml);
  return folder;
}

test('new sources go in, known ones are skipped, bad rows are named; a second time changes nothing', async () => {
  const folder = folderWith(Buffer.from(OPML, 'latin1'));
  expect(await tagwire(['import', 'blogs.opml'], folder)).toEqual({
    code: 0,
    out: 'Added 1 source to feeds.json, 1 known already, 1 row left out\nDropped 1 folder that names no tag: "Blogs"\n',
    err: 'blogs.opml:6: "Nowhere": no xmlUrl\n',
  });
  const after = feedsJson('', {
    sources:
      '[\n  { "url": "https://a.example/feed", "title": "A" },\n  { "url": "https://b.example/?a=1&b=2", "title": "B & café" }\n]',
  });
  expect(fileIn(folder)).toBe(after);
  const again = await tagwire(['import', 'blogs.opml'], folder);
  expect(again.out).toMatch(/^Added 0 sources to feeds\.json, 2 known already, 1 row left out\n/);
  expect(fileIn(folder)).toBe(after);
});

test('from standard input, as JSON', async () => {
  const folder = configFolder(feedsJson());
  const { code, out } = await tagwire(['import', '-', '--json'], folder, OPML);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    file: 'standard input',
    added: [
      { url: 'http://www.a.example/feed/', title: 'A again' },
      { url: 'https://b.example/?a=1&b=2', title: 'B & café' },
    ],
    known: 0,
    bad: [{ line: 6, title: 'Nowhere', reason: 'no xmlUrl' }],
    folders: ['Blogs'],
  });
});

test('the configuration is refused in one line, exit code 2', async () => {
  expect(await tagwire(['import', './feeds.json'], folderWith(''))).toEqual({
    code: 2,
    out: '',
    err: 'error: ./feeds.json is the configuration itself; import takes OPML, JSON Feeds, and backups of tagwire export --all\n',
  });
});

test.each([
  ['a file that is not there', 'none.opml', /^error: none\.opml: no such file/],
  [
    'a page',
    'blogs.opml',
    /^error: blogs\.opml is no OPML but <html>; import takes OPML, JSON Feeds, and backups of tagwire export --all\n$/,
  ],
])('%s is one line and exit code 1', async (_name, file, message) => {
  const folder = folderWith('<html></html>');
  const { code, out, err } = await tagwire(['import', file], folder);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(message);
});

test('a folder that names a tag is a hint, by any of its names; the other folders are told', async () => {
  const opml = `<opml version="2.0"><body>
<outline text="Foreign functions"><outline text="A" xmlUrl="https://a.example/f"/></outline>
<outline text="Rust"><outline text="News"><outline text="Wasm"><outline text="A" xmlUrl="https://a.example/f"/></outline></outline>
<outline text="B" xmlUrl="https://b.example/f"/></outline></body></opml>`;
  const tags = '{ "ffi": { "title": "Foreign functions", "match": [] }, "wasm": [] }';
  const folder = configFolder(feedsJson('', { tags }));
  const { out } = await tagwire(['import', '-'], folder, opml);
  expect(out).toBe('Added 2 sources to feeds.json\nDropped 2 folders that name no tag: "Rust" and "News"\n');
  expect(JSON.parse(fileIn(folder)).sources).toEqual([
    { url: 'https://a.example/f', title: 'A', hints: ['ffi', 'wasm'] },
    { url: 'https://b.example/f', title: 'B' },
  ]);
});

test('tags are folders, with the title and home page that each feed was found to have', async () => {
  const { origin } = await serve({
    '/a': atom('Blog A', [], 'https://a.example/'),
    '/b': atom('B & Co', []),
  });
  const text = feedsJson('', {
    tags: '{ "ffi": { "title": "Foreign functions", "match": [] }, "web": [], "none": [] }',
    sources: JSON.stringify([`${origin}/b`, { url: `${origin}/a`, tags: ['web'], hints: ['ffi'] }]),
  });
  const folder = configFolder(text);
  await tagwire(['run', '--allow-private'], folder);
  const { out } = await tagwire(['export'], folder);
  const row = (indent: string, title: string, address: string, home = '') =>
    `${indent}<outline type="rss" text="${title}" title="${title}" xmlUrl="${origin}${address}"${home}/>\n`;
  const a = row('      ', 'Blog A', '/a', ' htmlUrl="https://a.example/"');
  const tag = (title: string) => `    <outline text="${title}" title="${title}">\n${a}    </outline>\n`;
  expect(out).toContain(
    `<body>\n${row('    ', 'B &amp; Co', '/b')}${tag('Foreign functions')}${tag('web')}  </body>`,
  );
  const fresh = configFolder(
    feedsJson('', { tags: '{ "ffi": { "title": "Foreign functions", "match": [] }, "web": [] }' }),
  );
  await tagwire(['import', '-'], fresh, out);
  expect(JSON.parse(fileIn(fresh)).sources[1]).toEqual({
    url: `${origin}/a`,
    title: 'Blog A',
    hints: ['ffi', 'web'],
  });
});

test('what is exported can be imported, and is the same', async () => {
  const sources =
    '[\n  { "url": "https://a.example/feed?x=1&y=<2>", "title": "A & \\"B\\"" },\n  "https://b.example/feed"\n]';
  const text = feedsJson('', { sources });
  const folder = configFolder(text);
  const { code, out } = await tagwire(['export'], folder);
  expect(code).toBe(0);
  writeFileSync(path.join(folder, 'own.opml'), out);
  await tagwire(['import', 'own.opml'], folder);
  expect(fileIn(folder)).toBe(text);
  const fresh = configFolder(feedsJson('', { sources: '[\n]' }));
  await tagwire(['import', '-'], fresh, out);
  expect(fileIn(fresh)).toBe(text);
});
