import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/model/entry.js';
import { linkKey } from '../../src/model/identity.js';
import { placementOf } from '../../src/model/stream.js';
import type { SourceRecord } from '../../src/sources/record.js';
import type { Doomed, Piece, Store, StoreReader } from '../../src/store/store.js';
import { day, sourceRecord, url } from '../support/build.js';
import {
  A,
  add,
  B,
  begun,
  type Database,
  decide,
  find,
  ids,
  keyed,
  listingOf,
  lookup,
  range,
  remove,
  stored,
} from './contract.js';

const asItWas = (_source: SourceRecord, entry: Entry): Entry => entry;

/** What every store promises of the last removal; `make` gives each test an empty database. */
export function removalContract(name: string, make: () => Database): void {
  /** What readers and later passes can see of a source. */
  const seen = async (store: StoreReader, source = A) => ({
    entries: new Map((await stored(store, source)).map((one) => [one.key, one])),
    record: { ...(await store.sources()).get(source), poll: null },
    counts: structuredClone(await store.counts()),
    site: await ids(store, 'site'),
    tag: await ids(store, 'tags/ffi'),
  });
  const reopened = async (database: Database, store: Store): Promise<Store> => {
    await store.flush();
    await store.close();
    return begun(database);
  };

  describe(`the last removal in ${name}`, () => {
    const one = keyed('https://blog.example/1', { published: day(1), pass: 1, news: day(1) });
    const two = keyed('https://blog.example/2', { published: day(2) });
    const three = keyed('https://blog.example/3', { published: day(3), archivedOnly: true });

    test('is kept with what it was called, when it was and how much went, until it has been taken back', async () => {
      const database = make();
      let store = await begun(database);
      expect(await store.removal()).toBeNull();
      expect(await store.undoRemoval(asItWas)).toBeNull();
      await add(store, one, two);
      expect(await remove(store, [one, two])).toBe(2);
      const kept = {
        of: 'post',
        title: 'A post',
        entries: 2,
        undoing: false,
        at: expect.stringMatching(/^2026-01-\d\dT/),
      };
      for (const each of [store, await database.read()]) expect(await each.removal()).toEqual(kept);
      store = await reopened(database, store);
      expect(await store.removal()).toEqual(kept);
      expect(await store.undoRemoval(asItWas)).toEqual(kept);
      expect([await store.removal(), await store.undoRemoval(asItWas)]).toEqual([null, null]);
      store = await reopened(database, store);
      expect(await store.removal()).toBeNull();
      await store.close();
    });

    test('is taken back whole, at once and by a later store: entries, listing, counts, streams', async () => {
      for (const isLater of [false, true]) {
        const database = make();
        let store = await begun(database);
        const listing = new Map([
          [one.key, { key: one.key, raw: 'r1' }],
          ['former', { key: two.key, raw: 'r2' }],
          ['pruned', { key: null, raw: 'r3' }],
        ]);
        const puts = [one, two, three].map((entry) => ({ source: A, entry, before: null }));
        await decide(store, puts, listing);
        await store.flush();
        const before = await seen(store);
        await remove(store, [one, two]);
        if (isLater) store = await reopened(database, store);
        expect((await listingOf(store)).get('former')).toEqual({ key: null, raw: 'r2' });
        await store.undoRemoval(asItWas);
        for (const again of [false, true]) {
          if (again) store = await reopened(database, store);
          await store.flush();
          expect(await seen(store)).toEqual(before);
          expect(await listingOf(store)).toEqual(listing);
          const known = await find(store, A, lookup(one.id), lookup('urn:x', { link: linkKey(one.id) }));
          expect(known.map(({ own, removed }) => [own?.id, removed])).toEqual([
            [one.id, false],
            [undefined, false],
          ]);
          expect(await store.reconcile()).toEqual({ added: 0, changed: 0, removed: 0 });
        }
        await store.close();
      }
    });

    test('is taken back whole of a long history, each entry once', async () => {
      const database = make();
      let store = await begun(database);
      const all = range(450).map((n) => keyed(`urn:a:${n}`, { published: day(n), seen: day(n) }));
      for (let at = 0; at < all.length; at += 90) await add(store, ...all.slice(at, at + 90));
      await store.flush();
      const before = await seen(store);
      const newest = await store.newest(A, 10);
      async function* parts(): AsyncIterable<readonly Doomed[]> {
        for await (const entries of store.entries(A)) yield [{ source: A, entries, links: 'too' }];
      }
      expect(await store.remove({ of: 'source', title: 'A' }, parts())).toBe(450);
      expect(await stored(store)).toEqual([]);
      store = await reopened(database, store);
      expect(await store.undoRemoval(asItWas)).toMatchObject({ of: 'source', entries: 450 });
      await store.flush();
      const after = await seen(store);
      expect(after.entries).toEqual(before.entries);
      expect([after.record, after.site]).toEqual([before.record, before.site]);
      expect(await stored(store)).toHaveLength(450);
      expect((await store.newest(A, 10)).map(({ key }) => key)).toEqual(
        expect.arrayContaining(newest.slice(-10).map(({ key }) => key)),
      );
      expect(await store.reconcile()).toEqual({ added: 0, changed: 0, removed: 0 });
      await store.close();
    });

    test('comes back among entries of its age: a source’s newest stay its newest', async () => {
      const store = await begun(make());
      const all = range(240).map((n) => keyed(`urn:a:${n}`, { published: day(n) }));
      for (let at = 0; at < all.length; at += 60) await add(store, ...all.slice(at, at + 60));
      const newest = (await store.newest(A, 10)).map(({ key }) => key).sort();
      await remove(store, all.slice(0, 15));
      await store.undoRemoval(asItWas);
      expect((await store.newest(A, 10)).map(({ key }) => key).sort()).toEqual(newest);
      await store.close();
    });

    test('is replaced by a newer one, and by none that took nothing', async () => {
      const store = await begun(make());
      await add(store, one, two);
      await remove(store, [one]);
      await remove(store, [two]);
      await remove(store, []);
      expect(await store.undoRemoval(asItWas)).toMatchObject({ entries: 1 });
      expect(await stored(store)).toEqual([two]);
      const known = await find(store, A, lookup(one.id), lookup(two.id));
      expect(known.map(({ removed }) => removed)).toEqual([true, false]);
      await store.close();
    });

    test('gives back no id or link that an earlier one took', async () => {
      const store = await begun(make());
      const same = keyed('urn:same', { url: one.url });
      await add(store, one, same);
      await remove(store, [one]);
      await remove(store, [same]);
      await store.undoRemoval(asItWas);
      const link = linkKey(one.id);
      const known = await find(store, B, lookup('urn:same'), lookup('urn:x', { link }), lookup(one.id));
      expect(known.map(({ removed }) => removed)).toEqual([false, true, true]);
      await store.close();
    });

    test('that is called off while it is told what goes takes nothing', async () => {
      const database = make();
      const store = await begun(database);
      await add(store, one, two);
      await remove(store, [one]);
      async function* broken(): AsyncIterable<readonly Doomed[]> {
        yield [{ source: A, entries: [two], links: 'too' }];
        throw new Error('cut');
      }
      await expect(store.remove({ of: 'source', title: 'A' }, broken())).rejects.toThrow('cut');
      expect(await stored(store)).toEqual([two]);
      expect(await store.removal()).toMatchObject({ title: 'A post' });
      await store.close();
    });

    test('whose undoing is cut short says so or has done nothing, and is taken back by the next', async () => {
      const database = make();
      let store = await begun(database);
      await add(store, one, two);
      await store.flush();
      const before = await seen(store);
      await remove(store, [one, two]);
      const failing = store.undoRemoval((_source, entry) => {
        if (entry.key === two.key) throw new Error('cut');
        return entry;
      });
      await expect(failing).rejects.toThrow('cut');
      store = await reopened(database, store);
      const kept = await store.removal();
      expect(kept).toMatchObject({ entries: 2 });
      if (kept?.undoing === false) expect(await stored(store)).toEqual([]);
      await store.undoRemoval(asItWas);
      await store.flush();
      expect(await seen(store)).toEqual(before);
      await store.close();
    });

    test('comes back as it is filed today', async () => {
      const store = await begun(make());
      await add(store, one);
      await remove(store, [one]);
      await store.undoRemoval((source, entry) => {
        expect(source).toMatchObject({ key: A, entries: 0 });
        return { ...entry, tags: ['async'], streams: ['site', 'tags/async'] };
      });
      await store.flush();
      expect([await ids(store, 'tags/ffi'), await ids(store, 'tags/async')]).toEqual([[], [one.id]]);
      await store.close();
    });

    test('has a source that was polled since asked for its whole document, and no other', async () => {
      const store = await begun(make());
      const validators = { etag: '"e"', lastModified: null, from: url('https://a.example/feed') };
      const poll = { ...sourceRecord(A).poll, validators, lastPoll: day(8) };
      for (const [isPolled, etag] of [
        [false, '"e"'],
        [true, null],
      ] as const) {
        await store.polled(A, poll);
        await add(store, one);
        await remove(store, [one]);
        if (isPolled) await store.polled(A, { ...poll, lastPoll: day(9) });
        await store.undoRemoval(asItWas);
        expect((await store.sources()).get(A)?.poll.validators.etag).toBe(etag);
        await remove(store, [one]);
      }
      await store.close();
    });

    describe('of a copy', () => {
      const credit = (source: string, key: string) => ({ source, key, title: `By ${source}`, url: null });
      const copy = keyed('urn:copy', { copyOf: { source: A, key: one.key }, streams: [] });
      const others = [credit('c-00000003', 'k1'), credit('d-00000004', 'k2')] as const;
      const lead: Entry = { ...one, copies: [others[0], credit(B, copy.key), others[1]] };
      const begin = async (): Promise<Store> => {
        const store = await begun(make());
        await add(store, lead);
        await decide(store, [{ source: B, entry: copy, before: null }], null, B);
        await remove(store, [copy], { source: B, links: 'not' });
        return store;
      };
      const leads = async (store: Store) => (await stored(store)).map(({ copies }) => copies);

      test('takes its credit from the post, and gives it back at its place', async () => {
        const store = await begin();
        expect(await leads(store)).toEqual([others]);
        await store.undoRemoval(asItWas);
        expect(await leads(store)).toEqual([lead.copies]);
        expect(await stored(store, B)).toEqual([copy]);
        await store.close();
      });

      test('keeps what the post was credited with since', async () => {
        const store = await begin();
        const late = credit('e-00000005', 'k3');
        await store.edit(A, (entry) => ({ ...entry, copies: [others[1], late] }));
        await store.undoRemoval(asItWas);
        expect(await leads(store)).toEqual([[credit(B, copy.key), others[1], late]]);
        await store.close();
      });

      test('gives it to the better copy that the post is published from since', async () => {
        const store = await begin();
        const better = keyed('urn:better', { copies: [credit(A, one.key)] });
        const given: Entry = { ...lead, copyOf: { source: A, key: better.key }, copies: [], streams: [] };
        await decide(store, [
          { source: A, entry: better, before: null },
          { source: A, entry: given, before: placementOf(lead) },
        ]);
        await store.undoRemoval(asItWas);
        const { copies } = (await store.entry({ source: A, key: better.key })) ?? better;
        expect(copies).toEqual([credit(B, copy.key), credit(A, one.key)]);
        await store.close();
      });

      test('brings it back without a post that is gone since', async () => {
        const store = await begin();
        await store.prune(A, new Set([one.key]));
        await store.undoRemoval(asItWas);
        expect(await stored(store, B)).toEqual([copy]);
        expect(await stored(store)).toEqual([]);
        await store.close();
      });
    });

    test('is part of the whole: the same database elsewhere takes it back', async () => {
      const database = make();
      const store = await begun(database);
      await add(store, one, two);
      await store.flush();
      const before = await seen(store);
      await remove(store, [one, two]);
      const pieces: Piece[] = [];
      for await (const piece of store.whole()) pieces.push(structuredClone(piece));
      await store.close();
      const elsewhere = make();
      await elsewhere.restore(
        (async function* () {
          yield* pieces;
        })(),
      );
      const copy = await begun(elsewhere);
      await copy.undoRemoval(asItWas);
      await copy.flush();
      expect(await seen(copy)).toEqual(before);
      await copy.close();
    });
  });
}
