import { describe, expect, test } from 'vitest';
import type { WantedWords } from '../../src/classify/match/wanted-words.js';
import type { HealthEvent } from '../../src/events/event.js';
import type { Entry } from '../../src/model/entry.js';
import { UserError } from '../../src/model/errors.js';
import { shortHash } from '../../src/model/hash.js';
import { identityKey, type Lookup, linkKey, lookupOf, placeKey } from '../../src/model/identity.js';
import { newestFirst } from '../../src/model/newest-first.js';
import type { Post } from '../../src/model/post.js';
import { DAY_MS } from '../../src/model/spans.js';
import { placementOf } from '../../src/model/stream.js';
import { type Instant, toMs } from '../../src/model/values.js';
import { newSubscription } from '../../src/schedule/index.js';
import type {
  Doomed,
  Known,
  Listing,
  Piece,
  PostMaker,
  Put,
  Store,
  StoreReader,
  TagCombination,
  Waiting,
} from '../../src/store/store.js';
import { day, entry, feedEntry, post, sourceRecord, url } from '../support/build.js';

/** A database that outlives the stores that work on it. */
export interface Database {
  open(): Promise<Store>;
  read(): Promise<StoreReader>;
  restore(pieces: AsyncIterable<Piece>): Promise<void>;
  /** Time passes by the clock that leases go by, where that isn't the `now` of a claim. */
  leasesAge?(ms: number): Promise<void>;
}

export const A = 'a-00000001';
export const B = 'b-00000002';
const NOW = toMs(day(9));
const LEASE = 600_000;

const makePost: PostMaker = (one, record) =>
  one.streams.length === 0
    ? null
    : post(one.id, { key: one.key, published: one.published, tags: one.tags, source: record.key });

export const lookup = (id: string, part: Partial<Lookup> = {}): Lookup => ({
  identity: identityKey(id),
  place: null,
  twin: null,
  link: null,
  ...part,
});

/** Stores what a document of `source` is decided to change. */
export const decide = (store: Store, puts: readonly Put[], listing: Listing | null = null, source = A) =>
  store.merge({ source, ask: () => [], decide: () => ({ puts, listing, feed: null }) });

export const add = (store: Store, ...entries: readonly Entry[]) =>
  decide(
    store,
    entries.map((one) => ({ source: A, entry: one, before: null })),
  );

const change = (store: Store, before: Entry, after: Entry) =>
  decide(store, [{ source: A, entry: after, before: placementOf(before) }]);

/** What a merge is told of entries with these lookups. */
export async function find(
  store: Store,
  source: string,
  ...asked: readonly Lookup[]
): Promise<readonly Known[]> {
  const { known } = await store.merge({
    source,
    ask: () => asked,
    decide: (answers) => ({ puts: [], listing: null, feed: null, known: answers }),
  });
  return known;
}

export async function listingOf(store: Store): Promise<Listing> {
  const { listed } = await store.merge({
    source: A,
    ask: () => [],
    decide: (_known, listing) => ({ puts: [], listing: null, feed: null, listed: listing }),
  });
  return listed;
}

export async function stored(store: StoreReader, source = A): Promise<readonly Entry[]> {
  const all: Entry[] = [];
  for await (const entries of store.entries(source)) all.push(...entries);
  return all;
}

export const ids = async (store: StoreReader, stream: string) =>
  (await store.stream(stream))?.window.map((place) => place.post.id) ?? null;

/** A store that is ready for work, with both sources. */
export async function begun(database: Database): Promise<Store> {
  const store = await database.open();
  const known = await store.sources();
  await store.register([A, B].filter((key) => !known.has(key)).map((key) => sourceRecord(key)));
  await store.begin(makePost);
  return store;
}

/** Removes entries of one source as a post. */
export function remove(
  store: Store,
  entries: readonly Entry[],
  { source = A, links = 'too' }: Partial<Doomed> = {},
): Promise<number> {
  async function* doomed(): AsyncIterable<readonly Doomed[]> {
    yield [{ source, entries, links }];
  }
  return store.remove({ of: 'post', title: 'A post' }, doomed());
}

/** What every store promises; `make` gives each test an empty database. */
export function storeContract(name: string, make: () => Database): void {
  /** Holds in the store itself, in a reader beside it, and again in both after it has been closed. */
  const lasting = async (
    prepare: (store: Store) => Promise<unknown>,
    check: (store: StoreReader) => Promise<void>,
  ): Promise<void> => {
    const database = make();
    const store = await begun(database);
    await prepare(store);
    await store.flush();
    await check(store);
    await check(await database.read());
    await store.close();
    await check(await database.read());
    const again = await begun(database);
    await check(again);
    await again.close();
  };

  /** What a publication of all that has changed is to announce; null where none is asked to. */
  const announced = async (store: Store, held: readonly string[]) => {
    let found: Readonly<Record<string, readonly string[]>> | null = null;
    await store.rendered((await store.changes(held)).edition, {}, (before, fresh) => {
      found = Object.fromEntries(fresh);
      return { announced: before, letters: [] };
    });
    return found;
  };

  /** The same for what only a merge can see. */
  const remembered = async (
    prepare: (store: Store) => Promise<unknown>,
    check: (store: Store) => Promise<void>,
  ): Promise<void> => {
    const database = make();
    const store = await begun(database);
    await prepare(store);
    await check(store);
    await store.flush();
    await store.close();
    const again = await begun(database);
    await check(again);
    await again.close();
  };

  describe(name, () => {
    describe('an empty database', () => {
      test('has nothing, for readers as well, who make nothing of it', async () => {
        const database = make();
        for (let times = 0; times < 2; times++) {
          const reader = await database.read();
          expect((await reader.sources()).size).toBe(0);
          expect(await stored(reader)).toEqual([]);
          expect(await reader.stream('site')).toBeNull();
          expect(await reader.doc('site', 1)).toBeNull();
          expect(await reader.search('urn:x:1')).toEqual([]);
          expect(await reader.counts()).toMatchObject({ counts: {}, newest: {} });
          expect(await reader.facts()).toMatchObject({
            published: false,
            edition: 0,
            made: {},
            shown: {},
            firstUrl: null,
          });
          await reader.close();
        }
      });
    });

    describe('sources', () => {
      test('are kept as registered, with holds and facts', () =>
        lasting(
          async (store) => {
            await store.register([sourceRecord(A, { url: url('https://moved.example/feed') })]);
            await store.hold('a.example', { until: day(20), status: 429 });
            await store.hold('b.example', { until: day(20), status: 503 });
            await store.hold('b.example', null);
            await store.setFacts({
              published: true,
              made: { rules: 'r' },
              firstUrl: url('https://p.example/'),
            });
          },
          async (store) => {
            const sources = await store.sources();
            expect([...sources.keys()].sort()).toEqual([A, B]);
            expect(sources.get(A)?.url).toBe('https://moved.example/feed');
            expect(await store.holds()).toEqual({ 'a.example': { until: day(20), status: 429 } });
            expect(await store.facts()).toMatchObject({
              published: true,
              made: { rules: 'r' },
              firstUrl: 'https://p.example/',
            });
          },
        ));

      test('count their entries: all, those that are not admitted, and the oldest', () => {
        const [one, two] = [keyed('urn:c:1', { published: day(3) }), keyed('urn:c:2', { published: day(2) })];
        const kept = { ...two, admitted: false, streams: [] };
        return lasting(
          async (store) => {
            await add(store, one, two, keyed('urn:c:3', { published: day(1) }));
            await change(store, two, kept);
            await store.register([sourceRecord(A)]); // as it is listed: what is counted is not of its doing
            await store.prune(A, new Set([keyed('urn:c:3').key]));
          },
          async (store) =>
            expect((await store.sources()).get(A)).toMatchObject({ entries: 2, withheld: 1, oldest: day(2) }),
        );
      });
    });

    describe('events', () => {
      const gone = (source: string, days: number): HealthEvent => ({
        ...{ kind: 'gone', source, title: source, at: day(days) },
      });
      const polledWith = async (store: Store, ...events: readonly HealthEvent[]) => {
        const record = (await store.sources()).get(A) ?? sourceRecord(A);
        await store.polled(A, { ...record.poll, polls: record.poll.polls + 1 }, events);
      };

      test('are kept with the polls and facts that made them, the last one first, each once', () =>
        lasting(
          async (store) => {
            await polledWith(store, gone(A, 1));
            await store.setFacts({ made: { rules: 'r' } }, [gone(B, 2)]);
            await polledWith(store, gone(A, 1));
          },
          async (store) => {
            expect(await store.events()).toEqual([gone(B, 2), gone(A, 1)]);
            expect((await store.sources()).get(A)?.poll.polls).toBe(2);
          },
        ));

      test('of a poll that is lost are lost with it, to be told by the next', async () => {
        const database = make();
        await (await begun(database)).close();
        const store = await begun(database);
        await polledWith(store, gone(A, 1));
        await store.close(); // nothing of it was made durable
        const reader = await database.read();
        const isKept = (await reader.sources()).get(A)?.poll.polls === 1;
        expect((await reader.events()).length).toBe(isKept ? 1 : 0);
      });
    });

    describe('claims', () => {
      const claim = async (store: Store, now = NOW, all = false) => {
        const claimed = await store.claim({ among: [A, B], now, all, lease: LEASE });
        return claimed.map(({ key }) => key);
      };
      /** Due on a day of January 2026. */
      const poll = (key: string, days: number) => ({ ...sourceRecord(key).poll, due: day(days) });

      test('give what is due, once', async () => {
        const store = await begun(make());
        await store.polled(B, poll(B, 20));
        expect(await claim(store)).toEqual([A]);
        expect(await claim(store)).toEqual([]);
        await store.close();
      });

      test('give a source again when it has been polled and is due, or its lease has ended', async () => {
        const database = make();
        const store = await begun(database);
        expect(await claim(store)).toEqual([A, B]);
        await store.polled(A, poll(A, 8));
        expect(await claim(store)).toEqual([A]);
        await database.leasesAge?.(LEASE);
        expect(await claim(store, NOW + LEASE)).toEqual([A, B]);
        await store.close();
      });

      test('give none of a host that asked to be left alone, and nothing earlier but with `all`', async () => {
        const store = await begun(make());
        await store.hold('a.example', { until: day(20), status: 429 });
        await store.polled(B, poll(B, 20));
        expect(await claim(store)).toEqual([]);
        expect(await claim(store, NOW, true)).toEqual([B]);
        await store.close();
      });
    });

    describe('what a clock that was a year ahead has put off', () => {
      test('is claimed by one that is right', async () => {
        const store = await begun(make());
        await store.polled(A, { ...sourceRecord(A).poll, due: day(300), heldUntil: day(300) });
        await store.hold('b.example', { until: day(300), status: 429 });
        const claimed = await store.claim({ among: [A, B], now: NOW, all: false, lease: LEASE });
        expect(claimed.map(({ key }) => key)).toEqual([A, B]);
        await store.close();
      });
    });

    describe('entries', () => {
      test('are kept as they are, whole', () => {
        const one = keyed('urn:k:1', { title: 'Ünïcode "quotes" \\ \u2028 and\nlines', enclosures: [] });
        return lasting(
          (store) => add(store, one),
          async (store) => {
            expect(await stored(store)).toEqual([one]);
            expect(await store.entry({ source: A, key: one.key })).toEqual(one);
          },
        );
      });

      test('are found again, however many', () => {
        const all = range(1000).map((n) => keyed(`https://blog.example/${n}`, { title: `Post ${n}` }));
        return lasting(
          async (store) => {
            for (let at = 0; at < all.length; at += 90) await add(store, ...all.slice(at, at + 90));
            expect((await find(store, A, lookup(all[555]?.id ?? '')))[0]?.own).toEqual(all[555]);
          },
          async (store) => {
            expect(new Set((await stored(store)).map(({ key }) => key)).size).toBe(1000);
            for (const one of [all[0], all[555], all[999]])
              expect(await store.entry({ source: A, key: one?.key ?? '' })).toEqual(one);
            expect((await store.newest(A, 10)).length).toBeGreaterThanOrEqual(10);
          },
        );
      });

      test('for the operator are found by id, own id and link', () => {
        const moved = keyed('urn:x:1', { id: 'urn:published', url: url('https://blog.example/one') });
        return lasting(
          (store) => add(store, moved),
          async (store) => {
            for (const text of ['urn:published', 'urn:x:1', 'http://blog.example/one'])
              expect(await store.search(text)).toEqual([{ source: A, entry: moved }]);
            expect(await store.search('urn:nothing')).toEqual([]);
          },
        );
      });

      test('are edited where something is made of them, all or some', () => {
        const [one, two] = [keyed('urn:e:1'), keyed('urn:e:2')];
        const titled = (title: string) => (before: Entry) => ({ ...before, title });
        return lasting(
          async (store) => {
            await add(store, one, two);
            await store.edit(A, titled('All'));
            await store.edit(A, titled('One'), { keys: new Set([one.key]) });
            await store.edit(A, (before) => before);
          },
          async (store) => {
            const titles = (await stored(store)).map(({ id, title }) => [id, title]);
            expect(titles.sort()).toEqual([
              ['urn:e:1', 'One'],
              ['urn:e:2', 'All'],
            ]);
          },
        );
      });
    });

    describe('letters', () => {
      const letter = (about: string, to = 'https://hub.example/') => ({ kind: 'websub', to, about });
      const publication = async (store: Store, ...letters: readonly string[]) => {
        await store.touch({ all: true });
        await store.rendered((await store.changes([])).edition, {}, () => ({
          announced: {},
          letters: letters.map((about) => letter(about)),
        }));
      };
      const take = async (store: Store, now = NOW, most = 10) =>
        store.takeLetters({ now, lease: LEASE, most, longestWait: DAY_MS });
      const about = (letters: readonly Waiting[]) => letters.map((one) => one.about);

      test('wait from the publication on that they tell of, in their order', () =>
        lasting(
          (store) => publication(store, 'b.atom', 'a.atom'),
          async (store) => {
            const [first, ...others] = await store.outbox();
            expect(first).toMatchObject({ ...letter('b.atom'), attempts: 0, notBefore: first?.since });
            expect(about(others)).toEqual(['a.atom']);
          },
        ));

      test('may be about a post with the longest id that there is', () => {
        const id = `urn:${range(1000)
          .map((n) => shortHash(`${n}`).slice(0, 8))
          .join('')}`;
        return lasting(
          (store) => publication(store, id, id.slice(1)),
          async (store) => expect(about(await store.outbox())).toEqual([id, id.slice(1)]),
        );
      });

      test('are taken by one worker, and again when its lease has ended', async () => {
        const database = make();
        const store = await begun(database);
        await publication(store, 'a.atom', 'b.atom', 'c.atom');
        const now = toMs(day(20));
        expect(about(await take(store, now, 2))).toEqual(['a.atom', 'b.atom']);
        expect(about(await take(store, now))).toEqual(['c.atom']);
        expect(await take(store, now)).toEqual([]);
        await database.leasesAge?.(LEASE);
        expect(about(await take(store, now + LEASE))).toEqual(['a.atom', 'b.atom', 'c.atom']);
        await store.close();
      });

      test('are taken where a clock that was wrong has them wait for longer than any waits', async () => {
        const store = await begun(make());
        await publication(store, 'a.atom');
        const since = toMs((await store.outbox())[0]?.since ?? day(0));
        expect(await take(store, since - DAY_MS)).toEqual([]);
        expect(about(await take(store, since - 2 * DAY_MS))).toEqual(['a.atom']);
        await store.close();
      });

      test('are no more when they have been sent, and wait where they are to be tried again', () =>
        lasting(
          async (store) => {
            await publication(store, 'a.atom', 'b.atom');
            const [a, b] = await take(store, toMs(day(20)));
            const again = { attempts: 1, notBefore: day(21) };
            await store.sent(
              new Map([
                [a?.id ?? '', null],
                [b?.id ?? '', again],
              ]),
            );
            expect(await take(store, toMs(day(21)) - 1000)).toEqual([]);
            expect(about(await take(store, toMs(day(21))))).toEqual(['b.atom']);
          },
          async (store) =>
            expect(await store.outbox()).toMatchObject([
              { about: 'b.atom', attempts: 1, notBefore: day(21) },
            ]),
        ));

      test('that say the same are one, which waits as long as the one before', async () => {
        const store = await begun(make());
        await publication(store, 'a.atom');
        const [a] = await take(store, toMs(day(20)));
        await store.sent(new Map([[a?.id ?? '', { attempts: 3, notBefore: day(22) }]]));
        await publication(store, 'a.atom', 'b.atom');
        expect(await store.outbox()).toMatchObject([
          { about: 'a.atom', attempts: 3, notBefore: day(22) },
          { about: 'b.atom', attempts: 0 },
        ]);
        await store.close();
      });

      test('that are written anew while they are being sent wait on', async () => {
        const store = await begun(make());
        await publication(store, 'a.atom');
        const [a] = await take(store, toMs(day(20)));
        await publication(store, 'a.atom');
        await store.sent(new Map([[a?.id ?? '', null]]));
        expect(about(await take(store, toMs(day(20))))).toEqual(['a.atom']);
        await store.close();
      });
    });

    describe('news', () => {
      const news = (...entries: readonly Entry[]): readonly Put[] =>
        entries.map((one) => ({ source: A, entry: one, before: null, isNews: true }));
      const one = keyed('urn:a:1', { published: day(1), news: day(9) });
      const two = keyed('urn:a:2', { published: day(2), news: day(9) });
      const old = keyed('urn:a:old', { published: day(3), news: day(5) });

      test('is announced by the next publication, once, whatever was told or died before it', async () => {
        const database = make();
        const store = await begun(database);
        await decide(store, news(two, one));
        await store.flush();
        await store.close();
        const again = await begun(database);
        expect(await announced(again, [])).toEqual({
          site: ['urn:a:1', 'urn:a:2'],
          'tags/ffi': ['urn:a:1', 'urn:a:2'],
        });
        const { editionName } = await again.facts();
        await change(again, one, { ...one, title: 'Edited' });
        expect(await announced(again, [editionName])).toEqual({});
        await again.close();
      });

      test('is rendered once more where whoever rendered it died before it was announced', async () => {
        const database = make();
        const store = await begun(database);
        await announced(store, []);
        await decide(store, news(one));
        const { edition } = await store.changes([(await store.facts()).editionName]);
        await store.close();
        const again = await begun(database);
        const { all, streams } = await again.changes([edition]);
        expect(all || streams.has('tags/ffi')).toBe(true);
        expect(await announced(again, [edition])).toMatchObject({ 'tags/ffi': ['urn:a:1'] });
        await again.close();
      });

      test('is announced too where no byte of public/ was other, so that it keeps its edition', async () => {
        const store = await begun(make());
        await announced(store, []);
        const { editionName } = await store.facts();
        await decide(store, news(one));
        await store.changes([editionName]);
        let found: readonly string[] = [];
        await store.rendered(editionName, {}, (before, fresh) => {
          found = fresh.get('tags/ffi') ?? [];
          return { announced: before, letters: [] };
        });
        expect(found).toEqual(['urn:a:1']);
        await store.close();
      });

      test('is what a document brings as such: no edit, no import, no removal taken back', async () => {
        const store = await begun(make());
        await add(store, old);
        await store.edit(A, (each) => ({
          ...each,
          tags: ['ffi', 'c'],
          streams: ['site', 'tags/ffi', 'tags/c'],
        }));
        await remove(store, [old]);
        await store.undoRemoval((_source, each) => each);
        await decide(store, news(one));
        await remove(store, [one]);
        expect(await announced(store, [])).toEqual({});
        await store.close();
      });

      test('is named once where a better copy has brought it again under its id', async () => {
        const store = await begun(make());
        await decide(store, news(one));
        await store.flush();
        const better = keyed('urn:b:1', { id: one.id, published: one.published, news: day(9) });
        const before = placementOf(one);
        await decide(
          store,
          [
            {
              source: A,
              entry: { ...one, id: 'urn:a:own', streams: [] },
              before: { ...before, streams: [] },
            },
            { source: B, entry: better, before, isNews: true },
          ],
          null,
          B,
        );
        expect(await announced(store, [])).toEqual({ site: ['urn:a:1'], 'tags/ffi': ['urn:a:1'] });
        await store.close();
      });
    });

    test('subscriptions are kept as they are, and change and go by their ids', () => {
      const one = (id: string) =>
        newSubscription(
          {
            ...{ id, secret: `secret ${id}`, source: A },
            ...{ hub: url('https://hub.example/'), topic: url('https://a.example/feed') },
            callback: url(`https://site.example/websub/${id}`),
          },
          NOW,
        );
      const changes = (...given: readonly (readonly [string, ReturnType<typeof one> | null])[]) =>
        new Map(given);
      return lasting(
        async (store) => {
          await store.changeSubscriptions(changes(['x', one('x')], ['y', one('y')], ['z', one('z')]));
          await store.changeSubscriptions(changes(['x', null], ['y', { ...one('y'), pushes: 7 }]));
        },
        async (store) => expect(await store.subscriptions()).toEqual([{ ...one('y'), pushes: 7 }, one('z')]),
      );
    });

    test('a document’s listing is kept', () => {
      const listing = new Map([
        ['i1', { key: 'k1', raw: 'r1' }],
        ['i2', { key: null, raw: 'r2' }],
      ]);
      return remembered(
        (store) => decide(store, [{ source: A, entry: entry('k1'), before: null }], listing),
        async (store) => expect(await listingOf(store)).toEqual(listing),
      );
    });

    describe('a merge is told', () => {
      const one = keyed('https://blog.example/1', { title: 'One', url: url('https://blog.example/one') });
      const place = placeKey(A, 'https://new.example/one', 'One');
      const twinOf = (address: string, date: Instant | null) =>
        lookupOf(A, feedEntry({ title: 'One', url: url(address) }), 'urn:new', date).twin;
      const link = linkKey('http://www.blog.example/one/?utm_source=x');
      const nothing: Known = {
        own: null,
        moved: null,
        twin: null,
        linked: null,
        holder: null,
        linkShared: false,
        idTaken: false,
        idHolder: null,
        removed: false,
      };

      test.each<[string, string, Lookup, Partial<Known>]>([
        ['a source’s own entry by its id', A, lookup('http://blog.example/1/'), { own: one }],
        ['one at the same path under the same title', A, lookup('urn:new', { place }), { moved: one }],
        [
          'one of the same title that was published in the same instant',
          A,
          lookup('urn:new', { twin: twinOf('https://new.example/else', one.published) }),
          { twin: one },
        ],
        [
          'one of the same title, host and path, by one without a date',
          A,
          lookup('urn:new', { twin: twinOf('http://www.blog.example/one?sid=1', null) }),
          { twin: one },
        ],
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
        remembered(
          (store) => add(store, one),
          async (store) => expect(await find(store, source, asked)).toEqual([{ ...nothing, ...known }]),
        ),
      );

      test('of no copy, and of no link that several entries share', () =>
        remembered(
          async (store) => {
            await add(store, one);
            const copy = keyed('urn:b:1', { url: one.url, copyOf: { source: A, key: one.key }, streams: [] });
            await decide(store, [{ source: B, entry: copy, before: null }], null, B);
            await add(store, keyed('urn:a:2', { url: one.url }));
          },
          async (store) =>
            expect(await find(store, B, lookup('urn:c', { link }))).toMatchObject([
              { holder: null, linkShared: true },
            ]),
        ));

      test('what an edited entry says now, not what it said', () =>
        remembered(
          async (store) => {
            await add(store, one);
            await change(store, one, { ...one, title: 'Two', url: url('https://blog.example/two') });
          },
          async (store) =>
            expect(await find(store, A, lookup('urn:new', { place, link }))).toEqual([nothing]),
        ));
    });

    describe('streams', () => {
      const older = keyed('urn:x:1', { published: day(1) });
      const newer = keyed('urn:x:2', { published: day(2), streams: ['site'], tags: [] });

      test('carry what entries say, newest first', () =>
        lasting(
          (store) => add(store, older, newer),
          async (store) => {
            expect(await ids(store, 'site')).toEqual(['urn:x:2', 'urn:x:1']);
            expect(await ids(store, 'tags/ffi')).toEqual(['urn:x:1']);
            expect(await store.counts()).toMatchObject({
              counts: { site: 2, 'tags/ffi': 1 },
              newest: { [A]: day(2) },
            });
          },
        ));

      test('lose what leaves them', () =>
        lasting(
          async (store) => {
            await add(store, older);
            await store.flush();
            await change(store, older, { ...older, streams: ['site'], tags: [] });
          },
          async (store) => {
            expect(await ids(store, 'site')).toEqual(['urn:x:1']);
            expect(await ids(store, 'tags/ffi')).toEqual([]);
          },
        ));

      test.each<[string, (store: Store) => Promise<unknown>]>([
        ['pruned', (store) => store.prune(A, new Set([newer.key]))],
        ['removed', (store) => remove(store, [newer])],
        [
          'taken out of its streams',
          (store) => store.edit(A, (one) => (one.id === newer.id ? { ...one, streams: [] } : one)),
        ],
        [
          'dated before the other',
          (store) => store.edit(A, (one) => (one.id === newer.id ? { ...one, published: day(0) } : one)),
        ],
      ])('a source’s newest post that is %s is its newest no more', (_how, take) =>
        lasting(
          async (store) => {
            await add(store, older, newer);
            await store.flush();
            await take(store);
          },
          async (store) => expect((await store.counts()).newest).toEqual({ [A]: day(1) }),
        ),
      );

      test('are those that are configured', () =>
        lasting(
          async (store) => {
            await store.configure(['site', 'tags/ffi', 'tags/gone']);
            await store.configure(['site', 'tags/ffi']);
          },
          async (store) => {
            expect(await store.stream('tags/ffi')).toMatchObject({ count: 0, window: [] });
            expect(await store.stream('tags/gone')).toBeNull();
            expect((await store.counts()).counts).toEqual({ site: 0, 'tags/ffi': 0 });
          },
        ));

      test('are made anew, with posts made anew, where the store is asked to', async () => {
        const database = make();
        const store = await begun(database);
        await add(store, older);
        await store.flush();
        await store.close();
        const again = await database.open();
        await again.begin((one, record) => {
          const made = makePost(one, record);
          return made && { ...made, title: 'Made anew' };
        });
        await again.edit(A, (one) => one, { remake: true });
        await again.flush();
        expect((await again.stream('site'))?.window[0]?.post.title).toBe('Made anew');
        await again.close();
      });

      test('have posts that no entry stands behind as they are told of them, whatever is mended', () => {
        const digest = (id: string) => post(id, { published: day(2), digest: [post('urn:x:1')] });
        const told = (id: string, now: readonly string[]) => ({
          ...{ id, published: day(2), was: ['weekly/ffi'], now, archivedOnly: false, isNew: false },
          post: now.length > 0 ? digest(id) : null,
        });
        return lasting(
          async (store) => {
            await store.configure(['site', 'weekly/ffi']);
            await store.tell([told('urn:d:1', ['weekly/ffi']), told('urn:d:2', ['weekly/ffi'])]);
            await store.flush();
            await store.tell([told('urn:d:1', ['weekly/ffi']), told('urn:d:2', [])]);
            expect(await store.reconcile()).toEqual({ added: 0, changed: 0, removed: 0 });
          },
          async (store) =>
            expect((await store.stream('weekly/ffi'))?.window.map((one) => one.post)).toEqual([
              digest('urn:d:1'),
            ]),
        );
      });

      test('are told of before they are configured, and go on with what they were told', () => {
        const digest = post('urn:d:1', { published: day(2), digest: [post('urn:x:1')] });
        const stands = { id: digest.id, published: digest.published, post: digest, archivedOnly: false };
        return lasting(
          async (store) => {
            await store.configure(['site', 'weekly/ffi']);
            await store.tell([{ ...stands, was: [], now: ['weekly/ffi'], isNew: false }]);
            await store.flush();
            await store.tell([{ ...stands, was: [], now: ['weekly/bindings'], isNew: false }]);
            await store.flush();
            await store.configure(['site', 'weekly/bindings']);
            expect((await store.changes([])).all).toBe(true);
          },
          async (store) => {
            expect((await store.stream('weekly/bindings'))?.window.map((one) => one.post)).toEqual([digest]);
            expect(await store.stream('weekly/ffi')).toBeNull();
            expect((await store.counts()).counts).toMatchObject({ 'weekly/bindings': 1 });
          },
        );
      });

      test('that say something else than the entries are mended', async () => {
        const store = await begun(make());
        await add(store, older);
        await store.flush();
        await store.configure(['site']); // tags/ffi is gone, though an entry is in it
        expect(await store.reconcile()).toEqual({ added: 1, changed: 0, removed: 0 });
        expect(await ids(store, 'tags/ffi')).toEqual(['urn:x:1']);
        expect(await store.reconcile()).toEqual({ added: 0, changed: 0, removed: 0 });
        await store.close();
      });
    });

    describe('the newest posts', () => {
      const TAGS = ['ffi', 'unsafe', 'web'];
      const has = [() => true, (n: number) => n % 7 === 0, (n: number) => n % 2 === 0];
      /** Of a single day each hundred, so that many dates are the same; one in five is archived only. */
      const many = Array.from({ length: 620 }, (_, n) => {
        const tags = TAGS.filter((_tag, place) => has[place]?.(n));
        const streams = ['site', ...tags.map((slug) => `tags/${slug}`)];
        const published = day(1 + Math.floor(n / 100));
        return keyed(`urn:n:p${n}`, { published, tags, streams, archivedOnly: n % 5 === 4 });
      });
      const expected = (is: (n: number) => boolean, most: number): readonly string[] =>
        [...many.entries()]
          .filter(([n, { archivedOnly }]) => is(n) && !archivedOnly)
          .map(([, one]) => one)
          .sort(newestFirst)
          .slice(0, most)
          .map(({ id }) => id);
      const idsOf = (posts: readonly Post[]): readonly string[] => posts.map(({ id }) => id);
      const NONE = { any: [], all: [], none: [] };

      test.each<[string, Partial<TagCombination>, (n: number) => boolean]>([
        ['all of several tags', { all: ['ffi', 'unsafe', 'web'] }, (n) => n % 14 === 0],
        ['any of several', { any: ['unsafe', 'web'] }, (n) => n % 7 === 0 || n % 2 === 0],
        ['one without another', { all: ['unsafe'], none: ['web'] }, (n) => n % 14 === 7],
        ['all, any and none', { all: ['ffi'], any: ['unsafe'], none: ['web'] }, (n) => n % 14 === 7],
        ['none of one', { none: ['web'] }, (n) => n % 2 === 1],
        ['a tag that no post has', { all: ['ffi', 'unheard'] }, () => false],
      ])('with %s', (_name, part, is) =>
        lasting(
          (store) => add(store, ...many),
          async (store) => {
            for (const most of [3, 50, 1000])
              expect(idsOf(await store.newestTagged({ ...NONE, ...part }, most))).toEqual(expected(is, most));
          },
        ),
      );

      test.each<[string, Partial<WantedWords>, (n: number) => boolean]>([
        ['a word of one', { whole: ['p123'] }, (n) => n === 123],
        ['words of all, as far as the caller says', { whole: ['urn', 'post'] }, (n) => n % 3 === 0],
        ['a word’s beginning', { beginnings: ['p12'] }, (n) => `${n}`.startsWith('12')],
        ['a word that nothing has', { whole: ['p12'] }, (n) => n === 12],
        ['no words at all', {}, (n) => n > 500],
      ])('with %s', (_name, words, is) =>
        lasting(
          (store) => add(store, ...many),
          async (store) => {
            const isMeant = ({ id }: Post) => is(Number(id.slice('urn:n:p'.length)));
            for (const most of [3, 50, 1000]) {
              const found = await store.newestWith({ whole: [], beginnings: [], ...words }, isMeant, most);
              expect(idsOf(found)).toEqual(expected(is, most));
            }
          },
        ),
      );

      test('are those of now, however long ago the reader was opened', async () => {
        const database = make();
        const reader = await database.read();
        const ask = async () => [
          idsOf(await reader.newestTagged({ ...NONE, all: ['ffi'] }, 5)),
          idsOf(await reader.newestWith({ whole: ['urn'], beginnings: [] }, () => true, 5)),
        ];
        expect(await ask()).toEqual([[], []]);
        const store = await begun(database);
        const [one, two] = [keyed('urn:n:1'), keyed('urn:n:2', { published: day(2) })];
        for (const [each, now] of [
          [one, ['urn:n:1']],
          [two, ['urn:n:2', 'urn:n:1']],
        ] as const) {
          await add(store, each);
          await store.flush();
          expect(await ask()).toEqual([now, now]);
        }
        await store.prune(A, new Set([one.key]));
        await store.flush();
        expect(await ask()).toEqual([['urn:n:2'], ['urn:n:2']]);
        await store.close();
      });
    });

    describe('changes', () => {
      const one = keyed('urn:x:1', { published: day(1) });
      const nothing = { all: false, streams: new Map(), sources: new Set() };

      /** A store at an edition of its own, and what that is called. */
      const published = async (database: Database) => {
        const store = await begun(database);
        const { edition } = await store.changes([]);
        await store.rendered(edition);
        return { store, edition };
      };

      test('since an edition are what has to be rendered, until it has been', async () => {
        const database = make();
        const { store, edition: before } = await published(database);
        await add(store, one);
        const changes = await store.changes([before]);
        expect(changes).toMatchObject({ since: before, all: false, sources: new Set([A]) });
        expect([...changes.streams.keys()].sort()).toEqual(['site', 'tags/ffi']);
        await store.close();
        const again = await begun(database); // the first died before it had rendered them
        const { edition, streams } = await again.changes([before]);
        expect([...streams.keys()].sort()).toEqual(['site', 'tags/ffi']);
        await again.rendered(edition, { published: true });
        expect(await again.changes([edition])).toEqual({ edition, since: edition, ...nothing });
        expect(await again.facts()).toMatchObject({ edition: 2, editionName: edition, published: true });
        await again.close();
        const clean = await begun(database);
        expect(await clean.changes([edition])).toEqual({ edition, since: edition, ...nothing });
        await clean.close();
      });

      test.each([
        ['no edition', []],
        ['one of another copy, with the same number', ['1-another']],
      ])('since %s are everything', async (_name, held) => {
        const { store } = await published(make());
        expect(await store.changes(held)).toMatchObject({ since: null, all: true });
        await store.close();
      });

      test('are counted from the first edition of several that this database has made', async () => {
        const { store, edition } = await published(make());
        const counted = { edition, since: edition, ...nothing };
        expect(await store.changes(['2-another', edition, '1-another'])).toEqual(counted);
        await store.close();
      });

      test('make editions of different names in two copies of a database', async () => {
        const { store, edition: before } = await published(make());
        const copy = make();
        await copy.restore(store.whole());
        const other = await begun(copy);
        expect(await other.changes([before])).toEqual({ edition: before, since: before, ...nothing });
        const names = [];
        for (const each of [store, other]) {
          await add(each, one);
          const { edition, since } = await each.changes([before]);
          expect(since).toBe(before);
          names.push(edition);
          await each.rendered(edition);
          expect((await each.facts()).edition).toBe(2);
          await each.close();
        }
        expect(new Set(names).size).toBe(2);
      });

      test('are what was touched, too', async () => {
        const { store, edition: before } = await published(make());
        await store.touch({ sources: [B], windows: ['site'], streams: ['tags/ffi'] });
        const { edition, ...touched } = await store.changes([before]);
        expect(touched).toEqual({
          since: before,
          all: false,
          sources: new Set([B]),
          streams: new Map([
            ['site', new Set()],
            ['tags/ffi', null],
          ]),
        });
        await store.rendered(edition);
        await store.touch({ all: true });
        expect(await store.changes([edition])).toMatchObject({ since: edition, all: true });
        await store.close();
      });
    });

    test('pruned entries are gone, and stay listed as such', () => {
      const [one, two] = [keyed('urn:x:1'), keyed('urn:x:2')];
      return remembered(
        async (store) => {
          const listing = new Map([one, two].map((each) => [each.key, { key: each.key, raw: 'r' }]));
          const puts = [one, two].map((each) => ({ source: A, entry: each, before: null }));
          await decide(store, puts, listing);
          await store.prune(A, new Set([one.key]));
          await store.flush();
        },
        async (store) => {
          expect(await stored(store)).toEqual([two]);
          expect((await find(store, A, lookup('urn:x:1')))[0]?.own).toBeNull();
          expect((await listingOf(store)).get(one.key)).toEqual({ key: null, raw: 'r' });
          expect(await ids(store, 'site')).toEqual(['urn:x:2']);
        },
      );
    });

    test.each([
      ['too', [true, true, false]],
      ['not', [true, false, false]],
    ] as const)('what is removed is known to be, for every source, by id; links %s', (links, removed) => {
      const one = keyed('https://blog.example/1');
      return remembered(
        async (store) => {
          await add(store, one);
          await remove(store, [one], { links });
          expect(await stored(store)).toEqual([]);
        },
        async (store) => {
          const link = linkKey('http://blog.example/1#x');
          const asked = [lookup('http://www.blog.example/1'), lookup('urn:copy', { link }), lookup('urn:o')];
          expect((await find(store, B, ...asked)).map((known) => known.removed)).toEqual(removed);
        },
      );
    });

    describe('a store that was closed in the middle', () => {
      test('is brought up to date by the next, which may die of it too', async () => {
        const database = make();
        const store = await begun(database);
        await add(store, keyed('urn:x:1'));
        await store.close();
        for (let times = 0; times < 2; times++) {
          const next = await begun(database);
          await next.changes([]);
          expect(await ids(next, 'site')).toEqual(['urn:x:1']);
          expect((await next.sources()).get(A)).toMatchObject({ entries: 1 });
          expect((await find(next, A, lookup('urn:x:1')))[0]?.own?.id).toBe('urn:x:1');
          await next.close();
        }
      });

      test('has lost no source that it had entries of', async () => {
        const database = make();
        const store = await begun(database);
        await store.register([sourceRecord('c-00000003')]);
        await decide(
          store,
          [{ source: 'c-00000003', entry: keyed('urn:x:1'), before: null }],
          null,
          'c-00000003',
        );
        await store.close();
        const next = await begun(database);
        await next.flush();
        expect((await next.sources()).get('c-00000003')).toMatchObject({ entries: 1 });
        expect(await ids(next, 'site')).toEqual(['urn:x:1']);
        await next.close();
      });
    });

    describe('the whole', () => {
      const one = keyed('urn:x:1', { published: day(1) });
      const wholeOf = async (database: Database): Promise<readonly Piece[]> => {
        const store = await begun(database);
        const pieces: Piece[] = [];
        for await (const piece of store.whole()) pieces.push(structuredClone(piece));
        await store.close();
        return pieces;
      };
      async function* handed(pieces: readonly Piece[], before = pieces.length): AsyncIterable<Piece> {
        yield* structuredClone(pieces.slice(0, before)) as Piece[];
        if (before < pieces.length) throw new Error('cut');
      }
      /** A database that has some of everything. */
      const full = async (): Promise<Database> => {
        const database = make();
        const store = await begun(database);
        const all = range(450).map((n) => keyed(`urn:a:${n}`, { published: day(n), seen: day(n) }));
        for (let at = 0; at < all.length; at += 90) await add(store, ...all.slice(at, at + 90));
        await decide(
          store,
          [{ source: A, entry: one, before: null }],
          new Map([['i', { key: null, raw: 'r' }]]),
        );
        await store.prune(A, new Set(all.slice(100, 190).map(({ key }) => key)));
        await remove(store, [one]);
        await store.hold('a.example', { until: day(20), status: 429 });
        await store.polled(A, { ...sourceRecord(A).poll, polls: 7, due: day(30) }, [
          { kind: 'gone', source: A, title: 'A', at: day(3) },
        ]);
        await store.configure(['site', 'tags/ffi', 'tags/empty', 'weekly/ffi']);
        const { edition } = await store.changes([]);
        const facts = { published: true, retired: { x: { title: 'X', since: day(1) } } };
        const letters = [{ kind: 'websub', to: 'https://hub.example/', about: 'feed.atom' }];
        await store.rendered(edition, facts, () => ({ announced: { site: 'hash' }, letters }));
        await add(store, keyed('urn:a:late', { published: day(500) }));
        await store.touch({ sources: [B], streams: ['tags/empty'] });
        await store.flush();
        await store.close();
        return database;
      };

      test('has news that nobody has announced', async () => {
        const database = make();
        const store = await begun(database);
        await decide(store, [{ source: A, entry: one, before: null, isNews: true }]);
        await store.close();
        const copy = make();
        await copy.restore(handed(await wholeOf(database)));
        const other = await begun(copy);
        expect(await announced(other, [])).toEqual({ site: ['urn:x:1'], 'tags/ffi': ['urn:x:1'] });
        await other.close();
      });

      test('makes the same database elsewhere, in what is asked of it and in what it does next', async () => {
        const database = await full();
        const pieces = await wholeOf(database);
        const copy = make();
        await copy.restore(handed(pieces));
        expect(await wholeOf(copy)).toEqual(pieces);
        const states = [];
        for (const each of [database, copy]) {
          const store = await begun(each);
          const held = [(await store.facts()).editionName];
          const { edition: _one, ...before } = await store.changes(held);
          const known = await find(store, A, lookup('urn:a:33'), lookup('urn:a:133'), lookup('urn:x:1'));
          const claimed = await store.claim({ among: [A, B], now: NOW, all: false, lease: LEASE });
          await add(store, keyed('urn:a:new', { published: day(501) }));
          const { edition: _another, ...after } = await store.changes(held);
          states.push({
            events: await store.events(),
            known,
            before: structuredClone(before),
            after,
            claimed: claimed.map(({ key }) => key),
            newest: await store.newest(A, 10),
            reconciled: await store.reconcile(),
            ids: await ids(store, 'site'),
          });
          await store.close();
        }
        expect(states[1]).toEqual(states[0]);
        expect(states[0]).toMatchObject({
          events: [{ kind: 'gone' }],
          claimed: [B],
          reconciled: { added: 0, changed: 0, removed: 0 },
        });
        expect(states[0]?.before.streams.has('tags/empty')).toBe(true);
      });

      test('is of what was begun as well', async () => {
        const database = make();
        const store = await begun(database);
        await add(store, one);
        await store.close();
        const copy = make();
        await copy.restore(handed(await wholeOf(database)));
        expect(await ids(await copy.read(), 'site')).toEqual(['urn:x:1']);
      });

      test('that breaks off makes nothing, wherever that is; it can be handed again', async () => {
        const pieces = await wholeOf(await full());
        const copy = make();
        for (let before = 0; before < pieces.length; before += 1) {
          await expect(copy.restore(handed(pieces, before))).rejects.toThrow('cut');
          const reader = await copy.read();
          expect((await reader.sources()).size).toBe(0);
          expect((await reader.counts()).counts).toEqual({});
          for (const name of ['site', 'tags/ffi', 'weekly/ffi']) expect(await reader.stream(name)).toBeNull();
          await reader.close();
        }
        await copy.restore(handed(pieces));
        expect(await wholeOf(copy)).toEqual(pieces);
      });

      test('goes nowhere where there is a database, which stays', async () => {
        const pieces = await wholeOf(await full());
        const other = make();
        const store = await begun(other);
        await store.flush();
        await store.close();
        await expect(other.restore(handed(pieces))).rejects.toThrow(UserError);
        expect((await (await other.read()).sources()).get(A)).toMatchObject({ entries: 0 });
      });
    });

    test('passes are numbered upwards', async () => {
      const database = make();
      const numbers: number[] = [];
      for (let pass = 0; pass < 3; pass++) {
        const store = await database.open();
        await store.register([sourceRecord(A)]);
        numbers.push(await store.begin(makePost));
        await add(store, keyed(`urn:x:${pass}`));
        await store.flush();
        await store.close();
      }
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    });

    test('merges that are asked for at once rest on each other', async () => {
      const store = await begun(make());
      const seen = await Promise.all(
        range(5).map(async (n) => {
          const { known } = await store.merge({
            source: A,
            ask: () => [lookup('urn:x:1')],
            decide: ([answer]) => ({
              puts:
                answer?.own === null
                  ? [{ source: A, entry: keyed('urn:x:1', { title: `${n}` }), before: null }]
                  : [],
              listing: null,
              feed: null,
              known: answer?.own?.title ?? null,
            }),
          });
          return known;
        }),
      );
      expect(seen.filter((title) => title === null)).toHaveLength(1);
      expect(new Set(seen).size).toBe(2);
      await store.close();
    });
  });
}

export const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** An entry under the key that its identity has. */
export function keyed(id: string, part: Partial<Entry> = {}): Entry {
  const address = id.startsWith('https:') ? url(id) : url(`https://blog.example/${id.replaceAll(':', '-')}`);
  return entry(identityKey(id), { id, ids: [id], url: address, ...part });
}
