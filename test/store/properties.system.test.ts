import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FeedEntry } from '../../src/model/feed.js';
import { removePosts, removeSource } from '../../src/operate/remove.js';
import { undoRemoval } from '../../src/pass/undo-removal.js';
import type { OwnedEntry } from '../../src/store/store.js';
import { day, url } from '../support/build.js';
import { type Brought, Planet } from '../support/planet.js';
import { isThorough } from '../support/thorough.js';

const SOURCES = ['https://a.example/feed', 'https://b.example/feed'] as const;

/** One entry of a source as its document has it at some time. */
interface Shown {
  readonly source: 0 | 1;
  readonly n: number;
  /**
   * How often it was edited, and which id it has: one that moves with its blog, or one that was made anew.
   */
  readonly edit: number;
  readonly id: 'http' | 'https' | 'www' | 'new';
  readonly listed: boolean;
}

/** The copies of post 0 have one link, at the first source. */
const linkOf = ({ source, n }: Shown): string =>
  n === 0 ? 'https://a.example/0' : `https://${'ab'[source]}.example/${n}`;

const ids: Readonly<Record<Shown['id'], (path: string) => string>> = {
  http: (path) => `http://${path}`,
  https: (path) => `https://${path}`,
  www: (path) => `https://www.${path}/`,
  new: (path) => `urn:new:${path}`,
};

const entryOf = (shown: Shown): Partial<FeedEntry> => ({
  id: ids[shown.id](`${'ab'[shown.source]}.example/${shown.n}`),
  url: url(linkOf(shown)),
  title: `Post ${'ab'[shown.source]}${shown.n}`,
  content: { type: 'text', value: `ffi, edited ${shown.edit} times`, base: null },
  published: day(1), // one date for all: none is older than what its source listed before, and archived only
});

const change = fc.record<Shown>({
  source: fc.constantFrom(0, 1),
  n: fc.integer({ min: 0, max: 4 }),
  edit: fc.integer({ min: 0, max: 2 }),
  id: fc.constantFrom('http', 'https', 'www', 'new'),
  listed: fc.boolean(),
});

/** What each source lists after the changes so far; the state of an entry is that of its last change. */
function documents(changes: readonly Shown[]): readonly Brought[] {
  const shown = new Map(changes.map((one) => [`${one.source} ${one.n}`, one]));
  return SOURCES.map((address, source): Brought => {
    const entries = [...shown.values()].filter((one) => one.source === source && one.listed);
    return [address, entries.map(entryOf)];
  });
}

/**
 * All that readers see and that later passes rest on, but when it was seen and under which ids in between.
 */
async function contents(planet: Planet): Promise<unknown> {
  const entries = [];
  for (const address of SOURCES) entries.push(...(await planet.stored(address)));
  const stored = entries.map(({ key, id, title, visible, published, streams, copyOf }) => ({
    key,
    id,
    title,
    visible,
    published,
    streams,
    copyOf,
  }));
  const feed = (await planet.feed()).map(({ id, title, published, excerpt }) => ({
    id,
    title,
    published,
    excerpt,
  }));
  const sorted = stored.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { stored: sorted, feed, count: await planet.count(), tagged: await planet.count('tags/ffi') };
}

test('no post is published twice, whatever sources do', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
      const planet = new Planet([...SOURCES]);
      for (let step = 1; step <= changes.length; step++)
        await planet.pass(10 + step, ...documents(changes.slice(0, step)));
      const posts = await planet.all();
      const listed = new Set(changes.filter((one) => one.listed).map(linkOf));
      expect(posts.map((post) => post.url?.replace('www.', '')).sort()).toEqual([...listed].sort());
      expect(await planet.count()).toBe(listed.size);
      const feed = await planet.feed();
      expect(new Set(feed.map(({ id }) => id)).size).toBe(feed.length);
    }),
    { numRuns: isThorough ? 100 : 10 },
  );
});

/** Every entry once, as it is before anything happens to it. */
const FIRST: readonly Shown[] = [0, 1, 2, 3, 4].flatMap((n) =>
  ([0, 1] as const).map((source) => ({ source, n, edit: 0, id: 'http', listed: true })),
);

test('polling at each change gives the same store as polling now and then', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(change, fc.boolean()), { maxLength: 10 }), async (steps) => {
      const changes = [...FIRST, ...steps.map(([one]) => one)];
      const last = changes.map((one) => ({ ...one, listed: true })); // nothing that was edited and left is missed
      const often = new Planet([...SOURCES]);
      const seldom = new Planet([...SOURCES]);
      for (const planet of [often, seldom]) await planet.pass(10, ...documents(FIRST));
      for (const [index, [, isPolled]] of steps.entries()) {
        const shown = documents(changes.slice(0, FIRST.length + index + 1));
        await often.pass(11, ...shown);
        if (isPolled) await seldom.pass(11, ...shown);
      }
      for (const planet of [often, seldom]) await planet.pass(12, ...documents(last));
      expect(await contents(often)).toEqual(await contents(seldom));
    }),
    { numRuns: isThorough ? 100 : 10 },
  );
});

test('a pass with nothing new leaves every stored byte as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
      const planet = new Planet([...SOURCES]);
      await planet.pass(10, ...documents(changes));
      const stored = async () => [await planet.stored(SOURCES[0]), await planet.stored(SOURCES[1])];
      const before = await stored();
      expect(await planet.pass(11, ...documents(changes))).toEqual({ added: 0, edited: 0 });
      expect(await stored()).toEqual(before);
    }),
    { numRuns: isThorough ? 50 : 8 },
  );
});

/** All that is stored of all sources, and what all posts of the site say, in whatever documents they are. */
async function everything(planet: Planet): Promise<unknown> {
  const stored = [await planet.stored(SOURCES[0]), await planet.stored(SOURCES[1])];
  const byName = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
  const posts = [...(await planet.all())].sort(byName);
  return { stored: stored.map((part) => [...part].sort(byName)), posts, feed: await planet.feed() };
}

test('a removal that is taken back leaves nothing behind, whatever was removed and by whichever name', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 10 }),
      fc.nat(),
      fc.constantFrom('post', 'source'),
      async (changes, which, what) => {
        const planet = new Planet([...SOURCES]);
        for (let step = 1; step <= changes.length; step++)
          await planet.pass(10 + step, ...documents(changes.slice(0, step)));
        const before = await everything(planet);
        await planet.open(30, async (store, { listed, rulings }) => {
          const keys = listed.map(({ record }) => record.key);
          const entries: OwnedEntry[] = [];
          for (const source of keys)
            for await (const part of store.entries(source))
              entries.push(...part.map((entry) => ({ source, entry })));
          const chosen = entries[which % Math.max(1, entries.length)];
          if (chosen === undefined) return;
          if (what === 'source') await removeSource(store, chosen.source);
          else await removePosts(store, [chosen]);
          expect(await store.entry({ source: chosen.source, key: chosen.entry.key })).toBeNull();
          await undoRemoval(store, rulings);
          await store.flush();
        });
        expect(await everything(planet)).toEqual(before);
        expect(await planet.pass(31, ...documents(changes))).toEqual({ added: 0, edited: 0 });
        expect(await everything(planet)).toEqual(before);
      },
    ),
    { numRuns: isThorough ? 200 : 15 },
  );
});
