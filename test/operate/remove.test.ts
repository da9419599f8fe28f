import { describe, expect, test } from 'vitest';
import type { FeedEntry } from '../../src/model/feed.js';
import { removePosts, removeSource } from '../../src/operate/remove.js';
import { day, url } from '../support/build.js';
import { Planet } from '../support/planet.js';

const BLOG = 'https://blog.example/feed';
const COPYIST = 'https://copyist.example/feed';

const own = (n: number): Partial<FeedEntry> => ({
  id: `https://blog.example/${n}`,
  url: url(`https://blog.example/${n}`),
  title: `Own ${n}`,
  published: day(n),
});

const copy = (n: number): Partial<FeedEntry> => ({
  id: `copy-${n}`,
  url: url(`https://blog.example/${n}?utm_source=x`),
  title: `Copy ${n}`,
  published: day(n),
});

const alone: Partial<FeedEntry> = { id: 'alone', url: url('https://copyist.example/a'), title: 'Alone' };

async function site(): Promise<Planet> {
  const planet = new Planet([BLOG, COPYIST]);
  await planet.pass(10, [BLOG, [own(1), own(2)]]);
  await planet.pass(11, [COPYIST, [copy(1), alone]]);
  return planet;
}

const again = (planet: Planet) => planet.pass(12, [BLOG, [own(1), own(2)]], [COPYIST, [copy(1), alone]]);

describe('a removed post is gone for good, with every copy of it', () => {
  test.each([
    ['its published id', 'https://blog.example/1'],
    ['its link, however it is written', 'http://www.blog.example/1/?utm_campaign=y#z'],
    ['the id of a copy', 'copy-1'],
  ])('by %s', async (_what, name) => {
    const planet = await site();
    const removed = await planet.open(11, async (store) => {
      const count = await removePosts(store, await store.search(name));
      await store.flush();
      return count;
    });
    expect(removed).toBe(2);
    expect(await planet.titles()).toEqual(['Own 2', 'Alone']);
    expect((await planet.record(BLOG)).entries).toBe(1);
    expect((await again(planet)).added).toBe(0);
    await planet.pass(13, [BLOG, [{ ...own(1), id: 'urn:other' }]], [COPYIST, [{ ...copy(9), ...own(1) }]]);
    expect(await planet.titles()).toEqual(['Own 2', 'Alone']);
  });
});

describe('a removed source', () => {
  const remove = (planet: Planet, address: string) =>
    planet.open(11, async (store, { listed }) => {
      const found = listed.find(({ source }) => source.url === address);
      const removed = await removeSource(store, found?.record.key ?? '');
      await store.flush();
      return removed;
    });

  test('takes its posts with it, also those that others copied', async () => {
    const planet = await site();
    expect(await remove(planet, BLOG)).toBe(3);
    expect(await planet.titles()).toEqual(['Alone']);
    await again(planet);
    expect(await planet.titles()).toEqual(['Alone']);
  });

  test('leaves posts that are published from another source, without its credit', async () => {
    const planet = await site();
    expect(await remove(planet, COPYIST)).toBe(2);
    expect((await planet.feed()).map(({ title, also }) => [title, also])).toEqual([
      ['Own 2', []],
      ['Own 1', []],
    ]);
    await again(planet);
    expect((await planet.feed()).map(({ also }) => also)).toEqual([[], []]);
    expect(await planet.stored(COPYIST)).toEqual([]);
  });
});
