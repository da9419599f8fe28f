import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { feedsJson } from '../config/grammar/grammar.js';
import { tagwire } from '../support/cli.js';
import { configFolder, fileIn } from '../support/config-folder.js';
import { blog, polledSite, serve } from '../support/polled-site.js';

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

test('what stands in the file goes also where the database can’t be read', async () => {
  const folder = configFolder(feedsJson('', { sources: SOURCES }));
  mkdirSync(path.join(folder, 'data'));
  writeFileSync(path.join(folder, 'data', 'db.json'), '{ "version": 99');
  expect((await tagwire(['drop', 'Bob'], folder)).code).toBe(0);
  expect((await tagwire(['drop', 'Rob'], folder)).err).toMatch(/^error: data\/db\.json is damaged/);
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

describe('once sources were polled', () => {
  const PASS = 'run --allow-private';

  test.each([
    ['the address of its page, as it was added', '/'],
    ['the title of its feed', 'blog%20a'],
  ])('one goes by %s', async (_by, name) => {
    const { origin } = await serve({ '/a': blog('Blog A', 'a1').replace('<id>', '<link href="/"/><id>') });
    const { folder, run } = polledSite([`${origin}/a`, `${origin}/b`]);
    await run(PASS);
    expect(await tagwire(['drop', name === '/' ? `${origin}/` : decodeURI(name)], folder)).toEqual({
      code: 0,
      out: `Dropped ${origin}/a from feeds.json; its posts stay\n`,
      err: '',
    });
  });

  test('an address of a site that has others is answered with those', async () => {
    const { run } = polledSite([1, 2, 3, 4].map((n) => `https://a.example/feeds/of/blog/${n}`));
    expect((await run('drop https://a.example/')).err).toBe(
      'error: no source "https://a.example/" in feeds.json; of a.example it has https://a.example/feeds/of/blog/1 https://a.example/feeds/of/blog/2 https://a.example/feeds/of/blog/3 and 1 more\n',
    );
    expect((await run('drop https://a.example/feed/of/blog/2')).err).toBe(
      'error: no source "https://a.example/feed/of/blog/2" in feeds.json; did you mean "https://a.example/feeds/of/blog/2"?\n',
    );
  });

  /** A feed that a list names, polled once. */
  async function listed() {
    const server = await serve({ '/a': blog('Blog A', 'a1') });
    const site = polledSite([{ opml: 'blogs.opml' }]);
    const list = path.join(site.folder, 'blogs.opml');
    writeFileSync(list, `<opml version="2.0"><body><outline xmlUrl="${server.origin}/a"/></body></opml>`);
    await site.run(PASS);
    expect(server.paths()).toEqual(['/a']);
    return { server, list, url: `${server.origin}/a`, ...site };
  }

  test('one that a reading list names is not in the file: what does it is told, and does it', async () => {
    const { server, url, configure, folder, run, status } = await listed();
    const line = `{"url":"${url}","disabled":true}`;
    const before = fileIn(folder);
    expect(await run(`drop ${url}`)).toEqual({
      code: 2,
      out: '',
      err: `error: ${url} comes from the reading list blogs.opml; to poll it no more, add ${line} to "sources", or drop the whole list: tagwire drop blogs.opml\n`,
    });
    expect(fileIn(folder)).toBe(before);
    configure([{ opml: 'blogs.opml' }, JSON.parse(line)]);
    await run(`${PASS} --all`, 24);
    expect(server.paths()).toEqual([]);
    expect(await status(24)).toMatchObject([{ url, kind: 'disabled', entries: 1 }]);
  });

  test('a reading list goes as a source does, by its path', async () => {
    const { server, list, folder, run } = await listed();
    expect((await run('drop blogs.opml')).out).toBe(
      'Dropped blogs.opml from feeds.json; the posts of what it names stay\n',
    );
    rmSync(list);
    expect(JSON.parse(fileIn(folder)).sources).toEqual([]);
    expect((await run(`${PASS} --all`, 24)).code).toBe(0);
    expect(server.paths()).toEqual([]);
    expect(JSON.parse(fileIn(folder, 'public/feed.json')).items).toHaveLength(1);
  });

  test('of a reading list JSON has the name by which feeds.json knows it', async () => {
    const { run } = await listed();
    const { out } = await run('drop blogs.opml --json');
    expect(JSON.parse(out)).toEqual({ dropped: [{ opml: 'blogs.opml', file: 'feeds.json' }] });
  });

  test('status says where a list is told of', async () => {
    const { run } = await listed();
    expect((await run('status blogs.opml')).err).toBe(
      'error: blogs.opml is a reading list: tagwire status says how it is doing, and with --all what it names\n',
    );
    expect((await run('status --all')).out).toMatch(/Blog A[\s\S]*reading list blogs\.opml: 1 feed/);
  });

  test('what removes posts of such a source says which list still names it', async () => {
    const { url, run } = await listed();
    expect((await run(`remove ${url}`)).out).toBe(
      'Removed all of Blog A, 1 entry, for good; blogs.opml still lists the source, and new entries of it will come in\ntagwire remove --undo takes it back\n',
    );
  });
});
