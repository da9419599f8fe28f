import path from 'node:path';
import { expect, test } from 'vitest';
import { publish } from '../../../src/publish/publish.js';
import { PLAIN_THEME } from '../../../src/publish/site/theme.js';
import { NO_STATICS } from '../../../src/publish/write/statics.js';
import { remove } from '../../store/contract.js';
import { inEveryFormat } from '../../support/formats.js';
import { Planet } from '../../support/planet.js';

const BLOG = 'https://a.example/feed';
const RULES = { ffi: ['ffi'], async: ['async'] };
const DATE = { published: null, updated: null };

/** Publishes, and tells the feeds that have news; `dies` before the store hears of it. */
function news(planet: Planet, day: number, dies = false): Promise<readonly string[]> {
  return planet.open(day, async (store, prepared) => {
    const out = path.join(planet.data, 'public');
    const given = { config: planet.current, theme: PLAIN_THEME, statics: NO_STATICS, out } as const;
    const of = { ...given, version: '1', render: 'changes' } as const;
    const { edition, announce } = await publish({ ...prepared, ...of });
    const before = (await store.facts()).announced;
    if (!dies && edition !== null)
      await store.rendered(edition, {}, (known) => ({ ...announce(known), letters: [] }));
    return announce(before).news;
  });
}

/** A site whose first posts are published. */
async function published(more: object = { tags: RULES }): Promise<Planet> {
  const planet = new Planet([BLOG], more);
  await planet.pass(1, [BLOG, [{ id: '1', title: 'About ffi' }, ...[{ id: '2', title: 'async' }]]]);
  await news(planet, 1);
  return planet;
}

test('a publication tells which feeds have posts that they had not, in order', async () => {
  const planet = new Planet([BLOG], { tags: RULES });
  await planet.pass(1, [BLOG, [{ id: '1', title: 'About ffi' }]]);
  expect(await news(planet, 1)).toEqual(inEveryFormat('feed', 'tags/ffi'));
  expect(await news(planet, 2)).toEqual([]);
  await planet.pass(3, [BLOG, [{ id: '2', title: 'Now async' }]]);
  expect(await news(planet, 3)).toEqual(inEveryFormat('feed', 'tags/async'));
});

test('so does a post that its source has changed, and one that is taken out', async () => {
  const planet = await published();
  await planet.pass(2, [BLOG, [{ id: '1', title: 'More about ffi', ...DATE }]]);
  expect(await news(planet, 2)).toEqual(inEveryFormat('feed', 'tags/ffi'));
  await planet.open(3, async (store) => {
    const [found] = await store.search('2');
    if (found !== undefined) await remove(store, [found.entry], { source: found.source });
  });
  expect(await news(planet, 3)).toEqual(inEveryFormat('feed', 'tags/async'));
});

test.each<[string, object]>([
  ['another title of the site', { tags: RULES, site: { title: 'New', url: 'https://planet.example/' } }],
  ['another title of a tag', { tags: { ...RULES, ffi: { title: 'C and others', match: ['ffi'] } } }],
  ['a tag without posts', { tags: { ...RULES, web: ['web'] } }],
  ['a hub', { tags: RULES, publish: { hub: 'https://hub.example/' } }],
])('%s is no news', async (_what, more) => {
  const planet = await published();
  planet.configure([BLOG], more);
  expect(await news(planet, 2)).toEqual([]);
});

test('of a tag with another name the feeds at both have news', async () => {
  const planet = await published({ tags: { ffi: { match: ['ffi'], aliases: ['c-abi'] }, async: ['async'] } });
  await planet.pass(2, [BLOG, [{ id: '3', title: 'ffi again' }]]);
  expect(await news(planet, 2)).toEqual(inEveryFormat('feed', 'tags/c-abi', 'tags/ffi'));
});

test('a feed that says farewell has news, and none when it is gone', async () => {
  const planet = await published();
  planet.configure([BLOG], { tags: { ffi: ['ffi'] } });
  expect(await news(planet, 2)).toEqual(inEveryFormat('tags/async'));
  expect(await news(planet, 20)).toEqual([]);
  expect(await news(planet, 40)).toEqual([]);
});

test('a pass that died after it had written the files leaves the news to the next', async () => {
  const planet = await published();
  await planet.pass(2, [BLOG, [{ id: '3', title: 'ffi again' }]]);
  expect(await news(planet, 2, true)).toEqual(inEveryFormat('feed', 'tags/ffi'));
  expect(await news(planet, 3)).toEqual(inEveryFormat('feed', 'tags/ffi'));
  expect(await news(planet, 4)).toEqual([]);
});
