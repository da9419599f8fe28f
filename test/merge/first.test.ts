import { describe, expect, test } from 'vitest';
import type { FeedEntry } from '../../src/model/feed.js';
import { day, url } from '../support/build.js';
import { Planet } from '../support/planet.js';

const OLD = 'https://old.example/feed';
const NEW = 'https://new.example/feed';

const posts = (host: string, from: number, to: number): readonly Partial<FeedEntry>[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    id: `https://${host}.example/${from + index}`,
    url: url(`https://${host}.example/${from + index}`),
    title: `${host} ${from + index}`,
    published: day(from + index),
  }));

const from = async (planet: Planet, host: string) =>
  (await planet.titles()).filter((title) => title?.startsWith(host)).length;

describe('the feeds get', () => {
  test('all that a new site begins with', async () => {
    const planet = new Planet([OLD, NEW]);
    await planet.pass(60, [OLD, posts('old', 1, 25)], [NEW, posts('new', 1, 25)]);
    expect(await planet.titles()).toHaveLength(50);
  });

  test('the newest 20 of a source that joins a site which publishes; the rest is in archives, under its own date', async () => {
    const planet = new Planet([OLD, NEW]);
    await planet.pass(60, [OLD, posts('old', 1, 5)]);
    await planet.pass(61, [NEW, posts('new', 1, 30)]);
    expect(await from(planet, 'new')).toBe(20);
    expect((await planet.titles())[0]).toBe('new 30');
    expect(await planet.count()).toBe(35);
    expect((await planet.stored(NEW)).map(({ published }) => published)).toContain(day(1));
  });

  test('as many as the source’s `first` says', async () => {
    const planet = new Planet([OLD, { url: NEW, first: 3 }]);
    await planet.pass(60, [OLD, posts('old', 1, 5)]);
    await planet.pass(61, [NEW, posts('new', 1, 30)]);
    expect(await from(planet, 'new')).toBe(3);
    await planet.pass(62, [NEW, posts('new', 31, 33)]);
    expect(await from(planet, 'new')).toBe(6);
  });

  test('the newest 20 of a flood from a source that is known', async () => {
    const planet = new Planet([OLD]);
    await planet.pass(60, [OLD, posts('old', 1, 2)]);
    await planet.pass(61, [OLD, posts('old', 3, 40)]);
    expect(await from(planet, 'old')).toBe(22);
  });

  test('all of a first pass that was interrupted, and all of the pass that completes it', async () => {
    const planet = new Planet([OLD, NEW]);
    await planet.open(60, (store) => store.flush());
    await planet.pass(61, [OLD, posts('old', 1, 25)], [NEW, posts('new', 1, 25)]);
    expect(await planet.titles()).toHaveLength(50);
  });

  test('nothing old that would push newer posts out of a full feed', async () => {
    const planet = new Planet([OLD, NEW], { publish: { limit: 10 } });
    await planet.pass(60, [OLD, posts('old', 20, 29)]);
    await planet.pass(61, [NEW, posts('new', 1, 5)]);
    expect(await from(planet, 'new')).toBe(0);
    expect(await planet.count()).toBe(15);
  });
});

describe('retention', () => {
  test('prunes by number, and what was pruned stays out while the source lists it', async () => {
    const planet = new Planet([OLD], { publish: { retention: { perSource: 3 } } });
    for (const days of [60, 61]) {
      await planet.pass(days, [OLD, posts('old', 1, 10)]);
      expect(await planet.titles()).toEqual(['old 10', 'old 9', 'old 8']);
    }
    await planet.pass(62, [OLD, posts('old', 1, 11)]);
    expect(await planet.titles()).toEqual(['old 11', 'old 10', 'old 9']);
    expect((await planet.record(OLD)).entries).toBe(3);
  });

  test('prunes by age', async () => {
    const planet = new Planet([OLD], { publish: { retention: { age: '20d' } } });
    await planet.pass(25, [OLD, posts('old', 1, 10)]);
    expect(await planet.titles()).toHaveLength(6);
    await planet.pass(28, [OLD, posts('old', 1, 10)]);
    expect(await planet.titles()).toHaveLength(3);
  });

  test('without it entries stay that leave their feed', async () => {
    const planet = new Planet([OLD]);
    await planet.pass(60, [OLD, posts('old', 1, 10)]);
    await planet.pass(61, [OLD, posts('old', 10, 11)]);
    expect(await planet.titles()).toHaveLength(11);
  });
});

describe('a URL in feeds.json takes over state and entries', () => {
  const moved = 'https://new.example/feed';

  /** The source answered with a permanent redirect. */
  const follow = (planet: Planet) =>
    planet.open(60, async (store, { listed }) => {
      for (const { record } of listed) await store.polled(record.key, { ...record.poll, url: url(moved) });
      await store.flush();
    });

  test('where another source is polled by now, scheme, www. and slash aside', async () => {
    const planet = new Planet([OLD]);
    await planet.pass(60, [OLD, posts('old', 1, 3)]);
    await follow(planet);
    planet.configure(['http://www.new.example/feed/']);
    expect(await planet.stored('http://www.new.example/feed/')).toHaveLength(3);
  });

  test('where another source was polled before', async () => {
    const planet = new Planet([OLD]);
    await planet.pass(60, [OLD, posts('old', 1, 3)]);
    const { key, origin } = await planet.record(OLD);
    await follow(planet);
    planet.configure([moved]);
    expect(await planet.record(moved)).toMatchObject({ key, origin, former: [OLD] });
    planet.configure([OLD]);
    expect(await planet.record(OLD)).toMatchObject({ key, origin });
    expect(await planet.stored(OLD)).toHaveLength(3);
  });

  test('but never that of a source which is listed itself', async () => {
    const planet = new Planet([OLD]);
    await planet.pass(60, [OLD, posts('old', 1, 3)]);
    await follow(planet);
    planet.configure([moved, OLD]);
    expect(await planet.stored(OLD)).toHaveLength(3);
    expect(await planet.stored(moved)).toHaveLength(0);
  });
});
