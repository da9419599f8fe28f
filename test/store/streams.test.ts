import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newestFirst } from '../../src/model/newest-first.js';
import type { Doc, StreamChange, StreamData } from '../../src/model/stream.js';
import { applyChanges, newStream, type StreamPolicy } from '../../src/store/streams.js';
import { day, post } from '../support/build.js';

const ARCHIVED: StreamPolicy = { limit: 4, docSize: 2, seal: 'overflow' };
const SEARCHED: StreamPolicy = { limit: 4, docSize: 3, seal: 'at-once' };

/** A stream with its documents, as a store keeps them. */
class Kept {
  readonly docs = new Map<number, Doc>();
  data: StreamData = newStream('tags/ffi', day(0));
  constructor(private readonly policy: StreamPolicy = ARCHIVED) {}

  async apply(...changes: StreamChange[]): Promise<readonly number[]> {
    const applied = await applyChanges(
      this.data,
      changes,
      this.policy,
      async (n) => this.docs.get(n) ?? { n, posts: [] },
    );
    this.data = applied.data;
    for (const [n, doc] of applied.docs) this.docs.set(n, doc);
    return [...applied.docs.keys()];
  }

  get window(): readonly string[] {
    return this.data.window.map((place) => place.post.id);
  }

  get sealed(): readonly (readonly string[])[] {
    return [...this.docs.values()].map(({ posts }) => posts.map((one) => one.post.id));
  }
}

function put(
  id: string,
  days: number,
  part: { archivedOnly?: boolean; isNew?: boolean; title?: string } = {},
): StreamChange {
  const { archivedOnly = false, isNew = true, title = id } = part;
  return {
    id,
    published: day(days),
    was: [],
    now: ['tags/ffi'],
    post: post(id, { published: day(days), title }),
    archivedOnly,
    isNew,
  };
}

const drop = (id: string, days: number): StreamChange => ({
  id,
  published: day(days),
  was: ['tags/ffi'],
  now: [],
  post: null,
  archivedOnly: false,
  isNew: false,
});

describe('the window', () => {
  test('is the newest posts, newest first', async () => {
    const kept = new Kept();
    await kept.apply(put('a', 1), put('c', 3), put('b', 2));
    expect([kept.window, kept.sealed, kept.data.count]).toEqual([['c', 'b', 'a'], [], 3]);
  });

  test('orders posts of one instant by id, however they came', async () => {
    const kept = new Kept();
    await kept.apply(put('b', 1), put('a', 1));
    expect(kept.window).toEqual(['a', 'b']);
  });

  test('never lets an older post push a newer one out', async () => {
    const kept = new Kept();
    await kept.apply(put('e', 5), put('d', 4), put('c', 3), put('b', 2));
    await kept.apply(put('old', 0));
    expect([kept.window, kept.sealed]).toEqual([['e', 'd', 'c', 'b'], [['b', 'old']]]);
  });

  test('is refilled from the archives when it loses a post', async () => {
    const kept = new Kept();
    await kept.apply(put('a', 1), put('b', 2), put('c', 3), put('d', 4), put('e', 5));
    expect([kept.window, kept.sealed]).toEqual([['e', 'd', 'c', 'b'], [['b', 'a']]]);
    await kept.apply(drop('d', 4));
    expect([kept.window, kept.data.count]).toEqual([['e', 'c', 'b', 'a'], 4]);
  });

  test('never shows what is held back, not even to fill it up', async () => {
    const kept = new Kept();
    await kept.apply(put('a', 1), put('h', 9, { archivedOnly: true }));
    expect([kept.window, kept.sealed]).toEqual([['a'], [['h', 'a']]]);
  });
});

describe('archives', () => {
  test('seal what leaves the window together with the oldest that are not sealed', async () => {
    const kept = new Kept();
    await kept.apply(put('a', 1), put('b', 2), put('c', 3), put('d', 4));
    expect(await kept.apply(put('e', 5))).toEqual([1]);
    expect(await kept.apply(put('f', 6))).toEqual([]); // b was sealed with a
    expect(await kept.apply(put('g', 7))).toEqual([2]);
    expect(kept.sealed).toEqual([
      ['b', 'a'],
      ['d', 'c'],
    ]);
  });

  test('are cut by date when many come at once', async () => {
    const kept = new Kept();
    await kept.apply(...[9, 3, 7, 1, 5, 2, 8, 4].map((days) => put(`p${days}`, days)));
    expect([kept.window, kept.sealed]).toEqual([
      ['p9', 'p8', 'p7', 'p5'],
      [
        ['p2', 'p1'],
        ['p4', 'p3'],
      ],
    ]);
  });

  test('are rewritten by an edit and by a removal of what they hold', async () => {
    const kept = new Kept();
    await kept.apply(...[1, 2, 3, 4, 5, 6].map((days) => put(`p${days}`, days)));
    expect(await kept.apply(put('p1', 1, { isNew: false, title: 'edited' }))).toEqual([1]);
    expect(kept.docs.get(1)?.posts.map((one) => one.post.title)).toEqual(['p2', 'edited']);
    expect(await kept.apply(drop('p2', 2))).toEqual([1]);
    expect(kept.sealed).toEqual([['p1']]);
  });
});

test('search segments take every post at once, and the newest is open until it is full', async () => {
  const kept = new Kept(SEARCHED);
  expect(await kept.apply(put('a', 1), put('b', 2))).toEqual([1]);
  expect(await kept.apply(put('c', 3), put('d', 4))).toEqual([1, 2]);
  expect(kept.sealed).toEqual([['c', 'b', 'a'], ['d']]);
});

test('counts follow posts in, through edits and out', async () => {
  const kept = new Kept();
  const tagged = post('a', { tags: ['ffi', 'unsafe'], source: 's' });
  const change = { ...put('a', 1), post: tagged };
  await kept.apply(change);
  expect([kept.data.related, kept.data.writers, kept.data.years]).toEqual([
    { unsafe: 1 },
    { s: 1 },
    { '2026': 1 },
  ]);
  await kept.apply({ ...change, isNew: false, post: { ...tagged, tags: ['ffi', 'c'] } });
  expect(kept.data.related).toEqual({ c: 1 });
  await kept.apply(drop('a', 1));
  expect([kept.data.related, kept.data.writers, kept.data.years, kept.data.since]).toEqual([
    {},
    {},
    {},
    null,
  ]);
});

describe('whatever happens', () => {
  const events = fc.array(
    fc.record({
      id: fc.integer({ min: 0, max: 14 }),
      kind: fc.constantFrom('put', 'held', 'drop'),
      cut: fc.boolean(),
    }),
    { maxLength: 60 },
  );
  const dateOf = (id: number): number => (id * 7) % 11;

  test('every post is in window or archive, the window is the newest, and news leaves sealed documents alone', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (list) => {
        const kept = new Kept();
        const members = new Map<string, boolean>();
        let batch: StreamChange[] = [];
        for (const { id, kind, cut } of list) {
          const name = `p${id}`;
          if (kind === 'drop') {
            batch.push(drop(name, dateOf(id)));
            members.delete(name);
          } else if (!members.has(name)) {
            batch.push(put(name, dateOf(id), { archivedOnly: kind === 'held', isNew: false }));
            members.set(name, kind === 'held');
          }
          if (!cut) continue;
          await kept.apply(...batch);
          batch = [];
        }
        await kept.apply(...batch);
        const sealed = kept.sealed.flat();
        expect(new Set(sealed).size).toBe(sealed.length);
        expect([...new Set([...kept.window, ...sealed])].sort()).toEqual([...members.keys()].sort());
        const free = [...members]
          .filter(([, held]) => !held)
          .map(([name]) => post(name, { published: day(dateOf(Number(name.slice(1)))) }));
        const newest = free.sort(newestFirst).slice(0, ARCHIVED.limit);
        expect(kept.window).toEqual(newest.map(({ id }) => id));
        expect(kept.data.count).toBe(members.size);
      }),
    );
  });

  test('applying the same changes again changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 0, max: 30 })), async (ids) => {
        const kept = new Kept();
        const changes = ids.map((id) => put(`p${id}`, dateOf(id), { isNew: false }));
        await kept.apply(...changes);
        const before = JSON.stringify([kept.data, [...kept.docs]]);
        await kept.apply(...changes);
        expect(JSON.stringify([kept.data, [...kept.docs]])).toBe(before);
      }),
    );
  });
});
