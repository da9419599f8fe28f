import { describe, expect, test } from 'vitest';
import type { FeedEntry } from '../../src/model/feed.js';
import { exportFeed } from '../../src/operate/exchange/export.js';
import { FeedImport } from '../../src/operate/exchange/import.js';
import { type OpenDocument, readHead, readItems } from '../../src/operate/exchange/read-items.js';
import { day, url } from '../support/build.js';
import { Planet } from '../support/planet.js';

const BLOG = 'https://blog.example/feed';
const COPYIST = 'https://copyist.example/feed';

/** A document that arrives in pieces, wherever they are cut. */
const inPieces = (text: string, size = 1000): OpenDocument =>
  async function* () {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };

async function importText(planet: Planet, text: string, keepTags = false) {
  const config = planet.current;
  return planet.open(100, async (store, prepared) => {
    const open = inPieces(text);
    const work = await FeedImport.begin({ ...prepared, config, keepTags }, await readHead(open, 'a.json'));
    for await (const items of readItems(open, 'a.json')) await work.take(items);
    await store.flush();
    return { added: work.added, known: work.known };
  });
}

const exported = (planet: Planet, tag: string | null = null): Promise<string> =>
  planet.open(100, async (store) => {
    let text = '';
    for await (const part of exportFeed(store, planet.current, tag)) text += part;
    return text;
  });

const item = (n: number, part: object = {}): object => ({
  id: `https://old.example/${n}`,
  url: `https://old.example/${n}`,
  title: `Old ${n}`,
  content_html: `<p>About ffi, ${n}</p>`,
  date_published: day(n),
  tags: ['Async', 'nowhere'],
  ...part,
});

const feedOf = (items: readonly object[], head: object = {}): string =>
  JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 'Old', ...head, items });

const COUNT = 30;
const OLD = feedOf(
  Array.from({ length: COUNT }, (_, n) => item(n)),
  { home_page_url: 'https://old.example/' },
);

describe('an imported JSON Feed', () => {
  test('adds its items once, under their own dates, filed by the rules', async () => {
    const planet = new Planet([BLOG]);
    expect(await importText(planet, OLD)).toEqual({ added: COUNT, known: 0 });
    expect(await importText(planet, OLD)).toEqual({ added: 0, known: COUNT });
    expect((await planet.feed('tags/ffi'))[0]).toMatchObject({ title: 'Old 29', published: day(29) });
    expect(await planet.titles('tags/async')).toEqual([]);
  });

  test('keeps its tags if asked to, those that the configuration knows, whatever the rules become', async () => {
    const planet = new Planet([BLOG]);
    await importText(planet, OLD, true);
    expect(await planet.titles('tags/async')).toHaveLength(COUNT);
    expect(await planet.titles('tags/ffi')).toEqual([]);
    planet.configure([BLOG], { tags: { async: ['nothing'], nowhere: ['nothing'] } });
    expect(await planet.titles('tags/async')).toHaveLength(COUNT);
    expect(await planet.titles('tags/nowhere')).toHaveLength(COUNT);
  });

  test('is no news: `first` neither holds it back nor begins with it', async () => {
    const planet = new Planet([BLOG]);
    await importText(planet, OLD);
    const posts = Array.from({ length: 25 }, (_, n) => ({
      id: `urn:b:${n}`,
      title: `New ${n}`,
      url: null,
      published: day(60 + n),
    }));
    await planet.pass(100, [BLOG, posts]);
    expect(await planet.count()).toBe(COUNT + 25);
    expect((await planet.titles()).filter((title) => title?.startsWith('New'))).toHaveLength(25);
  });

  test('leaves alone what a source has brought since', async () => {
    const planet = new Planet(['https://old.example/feed']);
    const newer = { id: 'https://old.example/1', url: url('https://old.example/1'), title: 'Edited since' };
    await planet.pass(90, ['https://old.example/feed', [newer]]);
    const text = feedOf([item(1)], { feed_url: 'http://www.old.example/feed/' });
    expect(await importText(planet, text)).toEqual({ added: 0, known: 1 });
    expect(await planet.titles()).toEqual(['Edited since']);
  });

  test.each([
    ['its feed’s address', { feed_url: 'http://blog.example/feed/' }],
    ['its home, where one source alone has that', { home_page_url: 'http://www.blog.example' }],
  ])('belongs to the source of feeds.json that has %s', async (_what, head) => {
    const planet = new Planet([BLOG, COPYIST]);
    await planet.pass(1, [BLOG, [], { home: url('https://blog.example/') }], [COPYIST, []]);
    await importText(planet, feedOf([item(1)], head));
    expect(await planet.stored(BLOG)).toHaveLength(1);
  });

  test('belongs to a source that is only remembered where none fits; its posts show no feed that is none', async () => {
    const planet = new Planet([BLOG]);
    await importText(planet, OLD);
    expect((await planet.feed())[0]?.from).toMatchObject({ title: 'Old', feed: null });
    await importText(planet, feedOf([item(99)], { feed_url: 'https://gone.example/feed' }));
    expect((await planet.feed()).find(({ title }) => title === 'Old 99')?.from.feed).toBe(
      'https://gone.example/feed',
    );
  });

  test('says what it is wherever its members stand', async () => {
    const planet = new Planet([BLOG]);
    const late = JSON.stringify({ items: [item(1)], title: 'Late', version: 'x', feed_url: BLOG });
    await importText(planet, late);
    expect(await planet.stored(BLOG)).toHaveLength(1);
  });

  test.each([
    ['no JSON Feed', '{"hello": 1}', 'a.json is no JSON Feed: it has no "items"'],
    ['broken', `${OLD.slice(0, 900)} oops`, /^a\.json is broken JSON after \d+ items?$/],
    ['cut off', OLD.slice(0, 2000), /^a\.json ends too early, after \d+ items?$/],
  ])('that is %s is one line', async (_what, text, message) => {
    await expect(importText(new Planet([BLOG]), text)).rejects.toThrow(message);
  });

  test('may have a byte order mark', async () => {
    expect(await importText(new Planet([BLOG]), `\ufeff${OLD}`)).toMatchObject({ added: COUNT });
  });
});

describe('an export', () => {
  /** Copies, edits, tags that were kept, held-back and withheld entries, ids that are not their source's. */
  async function rich(): Promise<Planet> {
    const planet = new Planet([COPYIST, BLOG, { url: 'https://c.example/feed', only: ['rust'] }]);
    const own = (n: number, part: Partial<FeedEntry> = {}): Partial<FeedEntry> => ({
      id: `tag:blog.example,2020:${n}`,
      url: url(`https://blog.example/${n}`),
      title: `Own ${n} ffi`,
      published: day(n),
      summary: { type: 'html', value: '<p>In <em>short</em></p>', base: null },
      categories: ['Rust', 'C'],
      authors: [
        { name: 'Ann', url: url('https://ann.example/') },
        { name: 'Bob', url: null },
      ],
      enclosures: [
        { url: url('https://blog.example/a.mp3'), type: null, length: 7, title: null, duration: 3 },
      ],
      language: 'de',
      ...part,
    });
    const copy = { id: '17', url: url('https://blog.example/1?utm_source=x'), title: 'Copy 1' };
    await planet.pass(50, [COPYIST, [copy]]);
    await planet.pass(51, [BLOG, Array.from({ length: 30 }, (_, n) => own(n))]);
    await planet.pass(52, [BLOG, [own(2, { title: 'Own 2, edited' }), own(3, { id: 'urn:new:3' })]]);
    await planet.pass(53, ['https://c.example/feed', [{ id: 'urn:c:1', title: 'Withheld', url: null }]]);
    await importText(planet, OLD, true);
    return planet;
  }

  test('imported into an empty database gives the same posts and the same export', async () => {
    const planet = await rich();
    const text = await exported(planet);
    const again = new Planet([], {});
    again.configure([COPYIST, BLOG, { url: 'https://c.example/feed', only: ['rust'] }]);
    const { known } = await importText(again, text);
    expect(known).toBe(0);
    expect(JSON.parse(await exported(again)).items).toEqual(JSON.parse(text).items);
    for (const stream of ['site', 'tags/ffi', 'tags/async']) {
      expect(await again.feed(stream)).toEqual(await planet.feed(stream));
      expect(await again.count(stream)).toBe(await planet.count(stream));
    }
  });

  test('imported where it came from changes nothing', async () => {
    const planet = await rich();
    const text = await exported(planet);
    expect(await importText(planet, text)).toMatchObject({ added: 0 });
    expect(await exported(planet)).toBe(text);
  });

  test('goes on being polled after it was imported: what is known is no news', async () => {
    const planet = await rich();
    const again = new Planet([COPYIST, BLOG]);
    await importText(again, await exported(planet));
    const known = {
      id: 'urn:new:3',
      url: url('https://blog.example/3'),
      title: 'Own 3 ffi',
      published: day(3),
    };
    expect((await again.pass(60, [BLOG, [known]])).added).toBe(0);
  });

  test('of a tag has what is published under it; of everything, each post once', async () => {
    const planet = await rich();
    const all = JSON.parse(await exported(planet)).items;
    expect(all).toHaveLength(30 + 1 + COUNT);
    const tagged: { title: string; tags: string[] }[] = JSON.parse(await exported(planet, 'ffi')).items;
    expect(tagged).toHaveLength(await planet.count('tags/ffi'));
    expect(tagged.every(({ tags }) => tags.includes('ffi'))).toBe(true);
  });

  test('is a valid JSON Feed where nothing is stored', async () => {
    expect(JSON.parse(await exported(new Planet([])))).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      items: [],
    });
  });
});
