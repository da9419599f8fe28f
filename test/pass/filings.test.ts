import { expect, test } from 'vitest';
import type { FeedEntry } from '../../src/model/feed.js';
import { day, url } from '../support/build.js';
import { Planet } from '../support/planet.js';

const A = 'https://a.example/feed';
const B = 'https://b.example/feed';
const SOURCES = [A, B];

const post = (id: string, title: string, more: Partial<FeedEntry> = {}): Partial<FeedEntry> => ({
  id: `https://a.example/${id}`,
  url: url(`https://a.example/${id}`),
  title,
  ...more,
});

/** Titles → tags, as the site's feed has them. */
const filed = async (planet: Planet) =>
  Object.fromEntries((await planet.feed()).map(({ title, tags }) => [title, tags]));

const named = (id: string, part: object) => ({ post: `https://a.example/${id}`, ...part });

test('a post keeps what was filed by hand through every re-filing, until the filing is taken back', async () => {
  const planet = new Planet(SOURCES);
  await planet.pass(1, [A, [post('1', 'On ffi'), post('2', 'Cooking')]]);
  planet.configure(SOURCES, { filings: [named('1', { add: ['async'], drop: ['ffi'] })] });
  await planet.pass(2);
  expect(await filed(planet)).toEqual({ 'On ffi': ['async'], Cooking: [] });
  expect(await planet.titles('tags/async')).toEqual(['On ffi']);
  expect(await planet.titles('tags/ffi')).toEqual([]);

  const rules = { tags: { ffi: ['ffi', 'on'], async: ['async', 'cooking'] } };
  planet.configure(SOURCES, { ...rules, filings: [named('1', { add: ['async'], drop: ['ffi'] })] });
  await planet.pass(3, [A, [post('1', 'On ffi and ffi')]]);
  expect(await filed(planet)).toEqual({ 'On ffi and ffi': ['async'], Cooking: ['async'] });

  planet.configure(SOURCES, { ...rules, filings: [] });
  await planet.pass(4);
  expect(await filed(planet)).toEqual({ 'On ffi and ffi': ['ffi'], Cooking: ['async'] });
});

test('a post that is not there yet is filed when it comes, past "only"', async () => {
  const gate = { only: ['rust'], filings: [named('2', { add: ['ffi'], note: 'why not' })] };
  const planet = new Planet(SOURCES, gate);
  await planet.pass(1, [A, [post('1', 'Held back')]]);
  expect(await filed(planet)).toEqual({});
  await planet.pass(2, [A, [post('2', 'Let through'), post('1', 'Held back')]]);
  expect(await filed(planet)).toEqual({ 'Let through': ['ffi'] });
  const [shown] = await planet.feed();
  expect(shown?.why).toEqual([{ tag: 'ffi', points: 0, by: 'hand', terms: [], note: 'why not' }]);
});

test('a tag that asks for another follows whatever decides on that one', async () => {
  const rules = (wasm: object, web = 'tag:wasm') => ({ tags: { wasm, other: ['other'], web: [web] } });
  const steps: readonly (readonly [
    sources: readonly (string | object)[],
    parts: object,
    tags: readonly string[],
  ])[] = [
    [SOURCES, rules(['wasm']), ['wasm', 'web']],
    [SOURCES, rules(['webassembly']), []],
    [SOURCES, { ...rules(['webassembly']), filings: [named('1', { add: ['wasm'] })] }, ['wasm', 'web']],
    [[{ url: A, tags: ['wasm'] }, B], rules([]), ['wasm', 'web']],
    [SOURCES, rules([]), []],
    [SOURCES, rules({ match: ['wasm'], aliases: ['assembly'] }, 'tag:assembly'), ['wasm', 'web']],
    [
      SOURCES,
      { tags: { wasm: ['wasm'], other: { match: ['other'], aliases: ['assembly'] }, web: ['tag:assembly'] } },
      ['wasm'],
    ],
  ];
  const planet = new Planet(SOURCES, rules(['wasm']));
  await planet.pass(1, [A, [post('1', 'On wasm')]]);
  for (const [n, [sources, parts, tags]] of steps.entries()) {
    planet.configure(sources, parts);
    await planet.pass(n + 2);
    expect(await filed(planet)).toEqual({ 'On wasm': tags });
  }
});

test('tags of an import give way, too', async () => {
  const planet = new Planet(SOURCES);
  await planet.pass(1, [A, [post('1', 'Imported')]]);
  await planet.open(1, async (store, { listed }) => {
    const key = listed[0]?.record.key ?? '';
    await store.edit(key, (entry) => ({ ...entry, keptTags: ['async'], tags: ['async'] }));
    await store.flush();
  });
  planet.configure(SOURCES, { filings: [named('1', { add: ['ffi'], drop: ['async'] })] });
  await planet.pass(2);
  expect(await filed(planet)).toEqual({ Imported: ['ffi'] });
});

test('the better copy of a post is filed as the post was, whose id it takes over', async () => {
  const planet = new Planet(SOURCES, { filings: [{ post: 'urn:copy:1', add: ['async'] }] });
  await planet.pass(1, [B, [post('1', 'The copy', { id: 'urn:copy:1' })]]);
  await planet.pass(2, [A, [post('1', 'The post')]]);
  expect((await planet.feed()).map(({ id, title, tags }) => [id, title, tags])).toEqual([
    ['urn:copy:1', 'The post', ['async']],
  ]);
});

test('what an edit of filings.json costs follows the edit: only posts that are named are filed anew', async () => {
  const planet = new Planet(SOURCES);
  const items = Array.from({ length: 30 }, (_, n) => post(String(n), `Post ${n}`, { published: day(n) }));
  await planet.pass(31, [A, items], [B, [{ ...post('b', 'Other'), id: 'urn:b' }]]);
  const configured = (...filings: object[]) => {
    planet.configure(SOURCES, { filings });
    return planet.open(32, async (store) => {
      const { edition, streams, sources } = await store.changes([(await store.facts()).editionName]);
      const changed = { streams: [...streams.keys()].sort(), sources: sources.size };
      await store.rendered(edition);
      return changed;
    });
  };
  expect(await configured(named('7', { add: ['ffi'] }))).toEqual({
    streams: ['site', 'tags/ffi'],
    sources: 1,
  });
  expect(await configured(named('7', { add: ['ffi'] }))).toEqual({ streams: [], sources: 0 });
  expect(await configured(named('7', { add: ['ffi'] }), named('none', { add: ['ffi'] }))).toEqual({
    streams: [],
    sources: 0,
  });
  expect(await configured(named('8', { add: ['async'] }))).toEqual({
    streams: ['site', 'tags/async', 'tags/ffi'],
    sources: 1,
  });
});
