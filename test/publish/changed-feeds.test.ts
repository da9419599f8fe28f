import path from 'node:path';
import { expect, test } from 'vitest';
import { publish } from '../../src/publish/publish.js';
import { PLAIN_THEME } from '../../src/publish/site/theme.js';
import { Planet } from '../support/planet.js';

const BLOG = 'https://a.example/feed';
const RULES = { ffi: ['ffi'], async: ['async'] };

/** Publishes, and tells the feeds that are not what they were. */
function changedFeeds(planet: Planet, day: number): Promise<readonly string[]> {
  return planet.open(day, async (store, prepared) => {
    const out = path.join(planet.data, 'public');
    const of = { config: planet.current, theme: PLAIN_THEME, out, version: '1', render: 'changes' } as const;
    const { edition, changedFeeds: changed } = await publish({ ...prepared, ...of });
    await store.rendered(edition);
    return changed;
  });
}

const inEveryFormat = (...names: string[]): readonly string[] =>
  names.flatMap((name) => [`${name}.atom`, `${name}.json`, `${name}.rss`]);

test('a publication tells which feeds have other bytes than before, in order', async () => {
  const planet = new Planet([BLOG], { tags: RULES });
  await planet.pass(1, [BLOG, [{ id: '1', title: 'About ffi' }]]);
  expect(await changedFeeds(planet, 1)).toEqual(inEveryFormat('feed', 'tags/async', 'tags/ffi'));

  expect(await changedFeeds(planet, 2)).toEqual([]);

  await planet.pass(3, [BLOG, [{ id: '2', title: 'More ffi' }]]);
  expect(await changedFeeds(planet, 3)).toEqual(inEveryFormat('feed', 'tags/ffi'));
});

test('a feed that says farewell has changed, and one that goes after it too', async () => {
  const planet = new Planet([BLOG], { tags: RULES });
  await planet.pass(1, [BLOG, [{ id: '1', title: 'About ffi' }]]);
  await changedFeeds(planet, 1);
  planet.configure([BLOG], { tags: { ffi: ['ffi'] } });
  expect(await changedFeeds(planet, 2)).toEqual(inEveryFormat('tags/async'));
  expect(await changedFeeds(planet, 40)).toEqual(inEveryFormat('tags/async'));
  expect(await changedFeeds(planet, 41)).toEqual([]);
});
