import { describe, expect, test } from 'vitest';
import type { FeedEntry } from '../../src/model/feed.js';
import type { Instant } from '../../src/model/values.js';
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

  test('as many of each document as the source’s `first` says', async () => {
    const planet = new Planet([OLD, { url: NEW, first: 3 }]);
    await planet.pass(60, [OLD, posts('old', 1, 5)]);
    await planet.pass(61, [NEW, posts('new', 1, 30)]);
    expect(await from(planet, 'new')).toBe(3);
    await planet.pass(62, [NEW, posts('new', 31, 37)]);
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

describe('an entry that is first seen goes to the archives', () => {
  const post = (name: string, published: Instant | null): Partial<FeedEntry> => ({
    id: `https://old.example/${name}`,
    url: url(`https://old.example/${name}`),
    title: name,
    published,
  });
  const polledWell = (planet: Planet, days: number) =>
    planet.open(days, async (store, { listed }) => {
      for (const { record } of listed)
        await store.polled(record.key, { ...record.poll, lastSuccess: day(days) });
      await store.flush();
    });
  /** A source that was polled well on day 60, when it listed posts of days 50 and 55. */
  const known = async () => {
    const planet = new Planet([OLD]);
    await planet.pass(60, [OLD, [post('55', day(55)), post('50', day(50))]]);
    await polledWell(planet, 60);
    return planet;
  };

  test.each([
    ['if it is older than all that was listed before', day(49), true],
    ['but not if it is newer', day(51), false],
    ['but not after an outage of months, if it is from then', day(61), false],
    ['but not if it bears no date', null, false],
  ])('%s', async (_name, published, isArchived) => {
    const planet = await known();
    expect((await planet.pass(120, [OLD, [post('new', published), post('55', day(55))]])).added).toBe(1);
    expect(await planet.count()).toBe(3);
    const stored = (await planet.stored(OLD)).find(({ title }) => title === 'new');
    expect(stored?.archivedOnly).toBe(isArchived);
  });

  test.each([
    ['if it is between those listed, but of more than 30 days before the last good poll', day(29), true],
    ['but not if it is of less', day(31), false],
  ])('%s', async (_name, published, isArchived) => {
    const planet = new Planet([OLD]);
    await planet.pass(60, [OLD, [post('55', day(55)), post('pinned', day(1))]]);
    await polledWell(planet, 60);
    await planet.pass(61, [OLD, [post('late', published), post('55', day(55)), post('pinned', day(1))]]);
    expect((await planet.stored(OLD)).find(({ title }) => title === 'late')?.archivedOnly).toBe(isArchived);
  });

  test('but not if it is newer than all that was listed before, whatever its date', async () => {
    const planet = new Planet([OLD]);
    await planet.pass(160, [OLD, [post('1', day(1))]]);
    await polledWell(planet, 160);
    await planet.pass(161, [OLD, [post('2', day(2)), post('1', day(1))]]);
    expect(await planet.titles()).toEqual(['2', '1']);
  });
});

describe('of a first document without dates', () => {
  const undated = (n: number, path = String(n)): Partial<FeedEntry> => ({
    id: `https://new.example/${path}`,
    url: url(`https://new.example/${path}`),
    title: `new ${n}`,
    published: null,
  });
  const joined = async () => {
    const planet = new Planet([OLD, NEW]);
    await planet.pass(60, [OLD, posts('old', 1, 2)]);
    return planet;
  };

  test('the first entry is news, at the date of the document', async () => {
    const planet = await joined();
    await planet.pass(61, [NEW, [1, 2, 3].map((n) => undated(n)), { updated: day(40) }]);
    expect((await planet.titles()).filter((title) => title?.startsWith('new'))).toEqual(['new 1']);
    expect((await planet.stored(NEW)).map(({ published }) => published)).toEqual([day(40), day(40), day(40)]);
    expect(await planet.count()).toBe(5);
  });

  test('those with a day in their link bear that', async () => {
    const planet = await joined();
    await planet.pass(61, [
      NEW,
      [undated(1, '2026/02/03/b'), undated(2, '2026/2/1/a'), undated(3, '2026/02/31/c')],
    ]);
    const dates = new Map((await planet.stored(NEW)).map(({ title, published }) => [title, published]));
    expect(dates.get('new 1')).toBe('2026-02-03T00:00:00Z');
    expect(dates.get('new 2')).toBe('2026-02-01T00:00:00Z');
    expect(dates.get('new 3')).toBe(day(1)); // the document's
    expect(await from(planet, 'new')).toBe(2);
  });

  test('but of later documents all are news, from now on', async () => {
    const planet = await joined();
    await planet.pass(61, [NEW, [undated(1)], { updated: day(40) }]);
    await planet.pass(62, [NEW, [undated(3), undated(2), undated(1)], { updated: day(40) }]);
    expect((await planet.titles()).slice(0, 2)).toEqual(['new 3', 'new 2']);
    expect((await planet.stored(NEW)).find(({ title }) => title === 'new 3')?.published).toBe(day(62));
  });
});

describe('entries of one date keep the order of their document', () => {
  const same = (name: string, published: Instant | null = day(5)): Partial<FeedEntry> => ({
    id: `urn:${name}`,
    url: url(`https://old.example/${name}`),
    title: name,
    published,
  });
  test.each([
    ['with a date', day(5)],
    ['without', null],
  ])('%s', async (_name, published) => {
    const planet = new Planet([OLD]);
    await planet.pass(10, [OLD, ['c', 'a', 'b'].map((name) => same(name, published))]);
    expect(await planet.titles()).toEqual(['c', 'a', 'b']);
  });

  test('also where more come before, between and behind them', async () => {
    const planet = new Planet([OLD]);
    await planet.pass(10, [OLD, ['c', 'a'].map((name) => same(name))]);
    await planet.pass(11, [OLD, ['x', 'd', 'c', 'a'].map((name) => same(name))]);
    await planet.pass(12, [OLD, ['x', 'd', 'c', 'a', 'b'].map((name) => same(name))]);
    expect(await planet.titles()).toEqual(['x', 'd', 'c', 'a', 'b']);
    expect((await planet.doctor(13)).changed).toBe(0);
  });

  test('and what was pruned of them stays out', async () => {
    const planet = new Planet([OLD], { publish: { retention: { perSource: 1 } } });
    await planet.pass(10, [OLD, [same('b'), same('a')]]);
    await planet.pass(11, [OLD, [same('c'), same('b'), same('a')]]);
    expect(await planet.pass(12, [OLD, [same('c'), same('b'), same('a')]])).toEqual({ added: 0, edited: 0 });
    expect(await planet.count()).toBe(1);
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
