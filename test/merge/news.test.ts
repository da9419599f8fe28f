import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FeedEntry } from '../../src/model/feed.js';
import { removePosts } from '../../src/operate/remove.js';
import { day, url } from '../support/build.js';
import { type Brought, Planet } from '../support/planet.js';

const BLOGS = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `https://${name}.example/feed`);
const HOUR = 1 / 24;

/** Post `n` of a blog, published on a day. */
const post = (blog: string, n: number, days: number): Partial<FeedEntry> => ({
  id: new URL(`/${n}`, blog).href,
  url: url(new URL(`/${n}`, blog).href),
  title: `${new URL(blog).hostname.slice(0, 1)}${n} ffi`,
  published: day(days),
});

/** The posts `from` to `to` of each blog, an hour apart up to the day before. */
const flood = (from: number, to: number, days: number, blogs = BLOGS): readonly Brought[] =>
  blogs.map((blog) => [
    blog,
    Array.from({ length: to - from + 1 }, (_, n) => post(blog, from + n, days - (to - from - n) * HOUR)),
  ]);

/** A site that was published on day 10, with one post of each blog. */
async function site(more: object = {}): Promise<Planet> {
  const planet = new Planet(BLOGS, more);
  await planet.pass(10, ...flood(1, 1, 10));
  return planet;
}

const shown = async (planet: Planet): Promise<readonly number[]> => [
  (await planet.feed()).length,
  (await planet.feed('tags/ffi')).length,
];

describe('a pass with more posts than a feed holds', () => {
  test('loses none for a reader that comes hourly: they stay for a day, then the newest do', async () => {
    const planet = await site();
    await planet.pass(12, ...flood(2, 16, 12));
    expect(await shown(planet)).toEqual([90, 90]);
    await planet.pass(12 + 23 * HOUR, ...flood(17, 17, 12.5));
    expect(await shown(planet)).toEqual([96, 96]);
    await planet.pass(13 + HOUR, [BLOGS[0] ?? '', [post(BLOGS[0] ?? '', 18, 13)]]);
    expect(await shown(planet)).toEqual([50, 50]);
    expect(await planet.count()).toBe(103);
  });

  test('leaves its feeds as they are while there is no news, whatever the time', async () => {
    const planet = await site();
    await planet.pass(12, ...flood(2, 16, 12));
    await planet.pass(200, ...flood(2, 16, 12));
    expect(await shown(planet)).toEqual([90, 90]);
  });

  test('fills them to four times their limit at most', async () => {
    const planet = await site({ publish: { limit: 20 } });
    await planet.pass(12, ...flood(2, 16, 12));
    expect(await shown(planet)).toEqual([80, 80]);
  });

  test('that is the first fills them to their limit', async () => {
    const planet = new Planet(BLOGS);
    await planet.pass(12, ...flood(1, 15, 12));
    expect(await shown(planet)).toEqual([50, 50]);
  });

  test('after it an old post goes out of the feeds at once where it is removed, and is replaced by none', async () => {
    const planet = await site();
    await planet.pass(12, ...flood(2, 16, 12));
    await planet.open(12, async (store) => {
      await removePosts(store, await store.search('https://a.example/2'));
      await store.flush();
    });
    expect(await shown(planet)).toEqual([89, 89]);
  });
});

describe('of a source that joins', () => {
  const NEW = 'https://new.example/feed';
  const joined = async (days: number): Promise<Planet> => {
    const planet = await site({ publish: { limit: 5 } });
    planet.configure([...BLOGS, NEW], { publish: { limit: 5 } });
    await planet.pass(60, ...flood(2, 2, 60, BLOGS.slice(0, 5)));
    await planet.pass(70, ...flood(1, 8, days, [NEW]));
    return planet;
  };
  const ofNew = async (planet: Planet): Promise<number> =>
    (await planet.titles()).filter((title) => title?.startsWith('n')).length;

  test('posts of the last 30 days are news', async () => expect(await ofNew(await joined(45))).toBe(8));

  test('older ones are in the feeds only as far as they are among the newest', async () =>
    expect(await ofNew(await joined(35))).toBe(0));
});

test('a post that its own blog takes over from a copyist stays the news that it was', async () => {
  const [own = '', copyist = '', ...others] = BLOGS;
  const planet = await site({ publish: { limit: 2 } });
  const one = post(own, 2, 11);
  await planet.pass(12, [copyist, [{ ...one, id: 'urn:copy' }]], ...flood(2, 2, 12, others));
  await planet.pass(12.5, [own, [one]]);
  expect((await planet.feed()).map(({ id, source }) => [id, source.slice(0, 1)])).toContainEqual([
    'urn:copy',
    'a',
  ]);
});

describe('windows that hold news', () => {
  const full = async (): Promise<Planet> => {
    const planet = await site({ publish: { limit: 20 } });
    await planet.pass(12, ...flood(2, 11, 12));
    await planet.pass(12.5, ...flood(12, 12, 12.5));
    return planet;
  };

  test('are well for the doctor', async () => {
    const planet = await full();
    expect(await planet.doctor(20)).toMatchObject({ done: [], added: 0, changed: 0, removed: 0 });
  });

  test('are made again by the doctor where they are lost', async () => {
    const planet = await full();
    const [feed, tag] = [await planet.feed(), await planet.feed('tags/ffi')];
    for (const name of ['site', 'tags/ffi']) rmSync(path.join(planet.data, `${name}.json`));
    await planet.doctor(20);
    expect([await planet.feed(), await planet.feed('tags/ffi')]).toEqual([feed, tag]);
  });

  test('are the same for a tag that is renamed, or has the posts taken from it and given back', async () => {
    const planet = await full();
    const before = await planet.titles('tags/ffi');
    const publish = { limit: 20 };
    planet.configure(BLOGS, { publish, tags: { ffi: ['nothing'], foreign: ['ffi'] } });
    await planet.pass(30);
    expect([await planet.titles('tags/ffi'), await planet.titles('tags/foreign')]).toEqual([[], before]);
    planet.configure(BLOGS, { publish });
    await planet.pass(31);
    expect(await planet.titles('tags/ffi')).toEqual(before);
  });

  test('follow another limit', async () => {
    const planet = await full();
    planet.configure(BLOGS, { publish: { limit: 10 } });
    await planet.pass(30);
    expect(await shown(planet)).toEqual([40, 40]);
    planet.configure(BLOGS, { publish: { limit: 70 } });
    await planet.pass(31);
    expect(await shown(planet)).toEqual([70, 70]);
  });
});

test('a database of a program that kept no news goes on with the newest, and learns of the next', async () => {
  const planet = new Planet(BLOGS, { publish: { limit: 5 } });
  await planet.pass(10, ...flood(1, 2, 10));
  for (const name of ['site', 'tags/ffi']) {
    const file = path.join(planet.data, `${name}.json`);
    const { limit: _limit, ...data } = JSON.parse(readFileSync(file, 'utf8'));
    expect(JSON.stringify(data)).not.toContain('"news"');
    writeFileSync(file, JSON.stringify(data));
  }
  expect(await planet.doctor(11)).toMatchObject({ done: [], added: 0, changed: 0, removed: 0 });
  await planet.pass(11.5, ...flood(3, 4, 11.5));
  expect(await shown(planet)).toEqual([12, 12]);
});
