import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/model/entry.js';
import type { Lookup } from '../../src/model/identity.js';
import { identityKey, linkKey, placeKey } from '../../src/model/identity.js';
import type { Put, Store, StoreOptions } from '../../src/store/store.js';
import { day, entry, post, sourceRecord, url } from '../support/build.js';

/** A database that outlives the store that works on it. */
export interface Database {
  open(options?: Partial<StoreOptions>): Promise<Store>;
}

const A = 'a-00000001';
const B = 'b-00000002';

const lookup = (id: string, part: Partial<Lookup> = {}): Lookup => ({
  identity: identityKey(id),
  place: null,
  link: null,
  ...part,
});

const put = (one: Entry, part: Partial<Put> = {}): Put => ({
  source: A,
  entry: one,
  before: null,
  post: post(one.id, { key: one.key, published: one.published, tags: one.tags, source: A }),
  ...part,
});

const add = (store: Store, ...entries: readonly Entry[]): Promise<void> =>
  store.commit({ source: A, puts: entries.map((one) => put(one)), listing: null });

async function stored(store: Store, source = A): Promise<readonly Entry[]> {
  const all: Entry[] = [];
  for await (const { entries } of store.entries(source)) all.push(...entries);
  return all;
}

const ids = async (store: Store, stream: string) =>
  (await store.stream(stream))?.window.map((place) => place.post.id) ?? null;

/** What every store promises; `make` gives each test an empty database. */
export function storeContract(name: string, make: () => Database): void {
  const withSources = async (database: Database, options?: Partial<StoreOptions>): Promise<Store> => {
    const store = await database.open(options);
    for (const key of [A, B]) store.putSource(sourceRecord(key));
    return store;
  };

  /** Runs in a store of its own, and again in one that has been closed and opened since. */
  const reopened = async (
    prepare: (store: Store) => Promise<void>,
    check: (store: Store) => Promise<void>,
  ): Promise<void> => {
    const database = make();
    const store = await withSources(database);
    await prepare(store);
    await check(store);
    await store.settle();
    await store.close();
    const again = await database.open();
    await check(again);
    await again.close();
  };

  describe(name, () => {
    test('begins empty', async () => {
      const store = await make().open();
      expect(store.sources().size).toBe(0);
      expect(await stored(store)).toEqual([]);
      expect(await store.stream('site')).toBeNull();
      expect(await store.summary()).toMatchObject({ counts: {}, newest: {} });
      expect(store.facts).toMatchObject({ published: false, rules: null, posts: null });
      await store.close();
    });

    test('keeps sources, hosts and facts', () =>
      reopened(
        async (store) => {
          store.putSource(sourceRecord(A, { url: url('https://moved.example/feed') }));
          store.setHosts({});
          store.setFacts({ published: true, rules: 'r' });
          await store.checkpoint();
        },
        async (store) => {
          expect([...store.sources().keys()]).toEqual([A, B]);
          expect(store.sources().get(A)?.url).toBe('https://moved.example/feed');
          expect(store.facts).toMatchObject({ published: true, rules: 'r' });
        },
      ));

    test('keeps entries as they are, whole', () => {
      const one = keyed('urn:k:1', { title: 'Ünïcode "quotes" \\ \u2028 and\nlines', enclosures: [] });
      return reopened(
        (store) => add(store, one),
        async (store) => {
          expect(await stored(store)).toEqual([one]);
          expect(await store.entry({ source: A, key: one.key })).toEqual(one);
        },
      );
    });

    test('keeps more entries than fit one file, each where it is found again', () => {
      const all = range(1000).map((n) => keyed(`https://blog.example/${n}`, { title: `Post ${n}` }));
      return reopened(
        async (store) => {
          for (let at = 0; at < all.length; at += 90) await add(store, ...all.slice(at, at + 90));
        },
        async (store) => {
          expect(new Set((await stored(store)).map(({ key }) => key)).size).toBe(1000);
          for (const one of [all[0], all[555], all[999]]) {
            if (one === undefined) throw new Error('no such entry');
            expect((await store.find(A, [lookup(one.id)]))[0]?.own).toEqual(one);
            expect(await store.entry({ source: A, key: one.key })).toEqual(one);
          }
          expect((await store.newest(A, 10)).length).toBeGreaterThanOrEqual(10);
        },
      );
    });

    test('keeps what a document lists', () => {
      const listing = new Map([
        ['i1', { key: 'k1', raw: 'r1' }],
        ['i2', { key: null, raw: 'r2' }],
      ]);
      return reopened(
        (store) => store.commit({ source: A, puts: [put(entry('k1'))], listing }),
        async (store) => expect(await store.listing(A)).toEqual(listing),
      );
    });

    describe('finds', () => {
      const one = keyed('https://blog.example/1', { title: 'One', url: url('https://blog.example/one') });
      const place = placeKey(A, 'https://new.example/one', 'One');
      const link = linkKey('http://www.blog.example/one/?utm_source=x');
      const nothing = {
        own: null,
        moved: null,
        linked: null,
        holder: null,
        linkShared: false,
        idTaken: false,
        idHolder: null,
        removed: false,
      };

      test.each<[string, string, Lookup, object]>([
        ['a source’s own entry by its id', A, lookup('http://blog.example/1/'), { own: one }],
        ['one at the same path under the same title', A, lookup('urn:new', { place }), { moved: one }],
        ['one of the same link', A, lookup('urn:new', { link }), { linked: one, linkShared: true }],
        [
          'another source’s published entry of the same link',
          B,
          lookup('urn:b', { link }),
          { holder: { source: A, entry: one } },
        ],
        [
          'who has an id',
          B,
          lookup('https://blog.example/1'),
          { idTaken: true, idHolder: { source: A, entry: one } },
        ],
        ['nothing else', B, lookup('urn:b', { link: linkKey('https://blog.example/2') }), {}],
      ])('%s', (_name, source, asked, known) =>
        reopened(
          (store) => add(store, one),
          async (store) => expect(await store.find(source, [asked])).toEqual([{ ...nothing, ...known }]),
        ),
      );

      test('no copy, and no link that several entries share', () =>
        reopened(
          async (store) => {
            await add(store, one);
            const copy = keyed('urn:b:1', { url: one.url, copyOf: { source: A, key: one.key }, streams: [] });
            await store.commit({ source: B, puts: [put(copy, { source: B, post: null })], listing: null });
            await add(store, keyed('urn:a:2', { url: one.url }));
          },
          async (store) =>
            expect(await store.find('c-00000003', [lookup('urn:c', { link })])).toMatchObject([
              { holder: null, linkShared: true },
            ]),
        ));

      test('what an edited entry says now, not what it said', () =>
        reopened(
          async (store) => {
            await add(store, one);
            const edited = { ...one, title: 'Two', url: url('https://blog.example/two') };
            await store.commit({ source: A, puts: [put(edited, { before: one })], listing: null });
          },
          async (store) =>
            expect(await store.find(A, [lookup('urn:new', { place, link })])).toEqual([nothing]),
        ));

      test('entries for the operator by id, own id and link', () => {
        const moved = keyed('urn:x:1', { id: 'urn:published', url: one.url });
        return reopened(
          (store) => add(store, moved),
          async (store) => {
            for (const text of ['urn:published', 'urn:x:1', 'http://blog.example/one']) {
              expect(await store.search(text)).toEqual([{ source: A, entry: moved }]);
            }
            expect(await store.search('urn:nothing')).toEqual([]);
          },
        );
      });
    });

    describe('streams', () => {
      const older = keyed('urn:x:1', { published: day(1) });
      const newer = keyed('urn:x:2', { published: day(2), streams: ['site'], tags: [] });

      test('carry what entries say, newest first, once they are settled', () =>
        reopened(
          async (store) => {
            await add(store, older, newer);
            expect(await store.stream('site')).toBeNull();
            await store.settle();
          },
          async (store) => {
            expect(await ids(store, 'site')).toEqual(['urn:x:2', 'urn:x:1']);
            expect(await ids(store, 'tags/ffi')).toEqual(['urn:x:1']);
            expect(await store.summary()).toMatchObject({
              counts: { site: 2, 'tags/ffi': 1 },
              newest: { [A]: day(2) },
            });
          },
        ));

      test('lose what leaves them', () =>
        reopened(
          async (store) => {
            await add(store, older);
            await store.settle();
            const untagged: Entry = { ...older, streams: ['site'], tags: [] };
            await store.commit({ source: A, puts: [put(untagged, { before: older })], listing: null });
            await store.settle();
          },
          async (store) => {
            expect(await ids(store, 'site')).toEqual(['urn:x:1']);
            expect(await ids(store, 'tags/ffi')).toEqual([]);
          },
        ));

      test('are dirty until they have been rendered, also for the next to open', async () => {
        const database = make();
        const store = await withSources(database);
        await add(store, older);
        await store.settle();
        expect([...store.dirty().streams.keys()].sort()).toEqual(['site', 'tags/ffi']);
        expect(store.dirty().sources).toEqual(new Set([A]));
        await store.close();
        const again = await database.open();
        expect([...again.dirty().streams.keys()].sort()).toEqual(['site', 'tags/ffi']);
        await again.clean();
        expect(again.dirty()).toEqual({ all: false, streams: new Map(), sources: new Set() });
        await again.close();
        const clean = await database.open();
        expect(clean.dirty()).toEqual({ all: false, streams: new Map(), sources: new Set() });
        await clean.close();
      });

      test('are born when they are configured, and go when they are no more', () =>
        reopened(
          async (store) => {
            await store.ensureStreams(['tags/ffi', 'tags/gone']);
            await store.retireStream('tags/gone');
          },
          async (store) => {
            expect(await store.stream('tags/ffi')).toMatchObject({ count: 0, window: [] });
            expect(await store.stream('tags/gone')).toBeNull();
            expect((await store.summary()).counts).toEqual({ 'tags/ffi': 0 });
          },
        ));
    });

    test('pruned entries are gone, and stay listed as such', () => {
      const [one, two] = [keyed('urn:x:1'), keyed('urn:x:2')];
      return reopened(
        async (store) => {
          const listing = new Map([one, two].map((each) => [each.key, { key: each.key, raw: 'r' }]));
          await store.commit({ source: A, puts: [put(one), put(two)], listing });
          await store.prune(A, new Set([one.key]));
          await store.settle();
        },
        async (store) => {
          expect(await stored(store)).toEqual([two]);
          expect((await store.find(A, [lookup('urn:x:1')]))[0]?.own).toBeNull();
          expect((await store.listing(A)).get(one.key)).toEqual({ key: null, raw: 'r' });
          expect(await ids(store, 'site')).toEqual(['urn:x:2']);
        },
      );
    });

    test('what is buried is known to be removed, for every source, by id and by link', () => {
      const one = keyed('https://blog.example/1');
      return reopened(
        (store) => store.bury([one]),
        async (store) => {
          const link = linkKey('http://blog.example/1#x');
          const asked = [
            lookup('http://www.blog.example/1'),
            lookup('urn:copy', { link }),
            lookup('urn:other'),
          ];
          expect((await store.find(B, asked)).map(({ removed }) => removed)).toEqual([true, true, false]);
        },
      );
    });

    test('what a crash kept from the streams is told to the next to open', async () => {
      const database = make();
      const store = await withSources(database);
      await store.checkpoint();
      await add(store, keyed('urn:x:1'));
      await store.checkpoint();
      await store.close(); // without settling: as if it had been killed here
      const again = await database.open();
      const left = [];
      for await (const { entry: one, before } of again.unfinished()) left.push([one?.id, before.streams]);
      expect(left).toEqual([['urn:x:1', []]]);
      await again.close();
      const third = await database.open(); // it died too before it had told the streams
      let count = 0;
      for await (const _ of third.unfinished()) count += 1;
      expect(count).toBe(1);
      await third.settle();
      await third.close();
      const fourth = await database.open();
      for await (const _ of fourth.unfinished()) throw new Error('all has been told');
      await fourth.close();
    });

    test('passes are numbered upwards', async () => {
      const database = make();
      const numbers: number[] = [];
      for (let pass = 0; pass < 3; pass++) {
        const store = await withSources(database);
        numbers.push(store.passNumber);
        await add(store, keyed(`urn:x:${pass}`));
        await store.settle();
        await store.close();
      }
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    });

    test('has one writer at a time', async () => {
      const database = make();
      const store = await database.open();
      await expect(database.open()).rejects.toThrow(/a pass is running \(process \d+ since/);
      await store.close();
      await (await database.open()).close();
    });
  });
}

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** An entry under the key that its identity has. */
function keyed(id: string, part: Partial<Entry> = {}): Entry {
  const address = id.startsWith('https:') ? url(id) : url(`https://blog.example/${id.replaceAll(':', '-')}`);
  return entry(identityKey(id), { id, ids: [id], url: address, ...part });
}
