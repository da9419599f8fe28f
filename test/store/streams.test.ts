import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newestFirst } from '../../src/model/newest-first.js';
import type { Post } from '../../src/model/post.js';
import type { Doc, StreamChange, StreamData } from '../../src/model/stream.js';
import { type Instant, toMs } from '../../src/model/values.js';
import { applyChanges, newStream, type StreamPolicy } from '../../src/store/streams.js';
import { day, post } from '../support/build.js';

const ARCHIVED: StreamPolicy = { limit: 4, docSize: 2, filled: 2, joined: 2, seal: 'overflow', tidy: true };
const SEARCHED: StreamPolicy = { limit: 4, docSize: 3, filled: 3, joined: 3, seal: 'at-once', tidy: true };

/** A stream with its documents, as a store keeps them. */
class Kept {
  readonly docs = new Map<number, Doc>();
  /** Documents that were asked for. */
  readonly loaded: number[] = [];
  data: StreamData = newStream('tags/ffi', day(0));
  constructor(public policy: StreamPolicy = ARCHIVED) {}

  async apply(...changes: StreamChange[]): Promise<readonly number[]> {
    const applied = await applyChanges(this.data, changes, this.policy, async (n) => {
      this.loaded.push(n);
      return this.docs.get(n) ?? { n, posts: [] };
    });
    this.data = applied.data;
    for (const [n, doc] of applied.docs) {
      if (doc === null) this.docs.delete(n);
      else this.docs.set(n, doc);
    }
    return applied.shown;
  }

  get window(): readonly string[] {
    return this.data.window.map((place) => place.post.id);
  }

  get sealed(): readonly (readonly string[])[] {
    return this.data.docs.map(({ n }) => (this.docs.get(n)?.posts ?? []).map((one) => one.post.id));
  }
}

function put(
  id: string,
  days: number,
  part: { archivedOnly?: boolean; isNew?: boolean; title?: string; news?: Instant } = {},
): StreamChange {
  const { archivedOnly = false, isNew = true, title = id, ...news } = part;
  return {
    id,
    published: day(days),
    was: [],
    now: ['tags/ffi'],
    post: post(id, { published: day(days), title, ...news }),
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

test.each<[string, StreamPolicy, readonly number[]]>([
  ['an open segment is read before posts are added to it', { ...SEARCHED, limit: 1 }, [1]],
  ['an archive is not read for new posts, full or not', { ...ARCHIVED, limit: 1, docSize: 3 }, []],
])('%s', async (_name, policy, loaded) => {
  const kept = new Kept(policy);
  await kept.apply(put('a', 1), put('b', 2));
  await kept.apply(put('c', 3));
  expect([kept.data.count, kept.loaded]).toEqual([3, loaded]);
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

describe('news', () => {
  /** Posts that became news on a day, each published on a day of its own before that. */
  const brought = (on: number, from: number, to: number): readonly StreamChange[] =>
    Array.from({ length: to - from + 1 }, (_, n) => put(`p${from + n}`, (from + n) / 100, { news: day(on) }));
  const names = (from: number, to: number): readonly string[] =>
    Array.from({ length: from - to + 1 }, (_, n) => `p${from - n}`);

  test('stays in the window beyond its limit, for a day of the stream', async () => {
    const kept = new Kept();
    await kept.apply(...brought(10, 1, 9));
    expect(kept.window).toEqual(names(9, 1));
    await kept.apply(...brought(11, 10, 10));
    expect(kept.window).toEqual(names(10, 1));
    await kept.apply(...brought(11.1, 11, 11));
    expect([kept.window, kept.sealed]).toEqual([
      names(11, 8),
      [
        ['p2', 'p1'],
        ['p4', 'p3'],
        ['p6', 'p5'],
        ['p8', 'p7'],
      ],
    ]);
  });

  test('is in the window whatever its date', async () => {
    const kept = new Kept();
    await kept.apply(...brought(1, 10, 15), put('late', 0, { news: day(2.5) }));
    expect(kept.window).toEqual([...names(15, 12), 'late']);
  });

  test('is shown up to four times the limit, the newest first', async () => {
    const kept = new Kept();
    await kept.apply(...brought(10, 1, 30));
    expect(kept.window).toEqual(names(30, 15));
    await kept.apply(drop('p29', 0.29));
    expect(kept.window).toEqual(['p30', ...names(28, 14)]);
  });

  test('that found no room gets it when there is some', async () => {
    const kept = new Kept();
    await kept.apply(...brought(9.5, 21, 40), ...brought(10, 1, 10));
    expect(kept.window).toEqual(names(40, 25));
    await kept.apply(...brought(10.8, 41, 41));
    expect(kept.window).toEqual([...names(41, 38), ...names(10, 1)]);
  });

  test('comes back from the archives when the later news goes that had pushed it out', async () => {
    const kept = new Kept();
    await kept.apply(...brought(10, 1, 9));
    await kept.apply(put('later', 12, { news: day(12) }));
    expect(kept.window).toEqual(['later', ...names(9, 7)]);
    await kept.apply(drop('later', 12));
    expect(kept.window).toEqual(names(9, 1));
  });

  test('is none where it was archived only', async () => {
    const kept = new Kept();
    await kept.apply(...brought(1, 11, 19), put('held', 0, { archivedOnly: true, news: day(9) }));
    expect(kept.window).toEqual(names(19, 11));
  });

  test('a limit that has changed makes another window of what is there', async () => {
    const kept = new Kept();
    await kept.apply(...brought(10, 1, 9), ...brought(12, 10, 10));
    kept.policy = { ...ARCHIVED, limit: 6 };
    await kept.apply(put('p10', 0.1, { isNew: false, title: 'edited', news: day(12) }));
    expect(kept.window).toEqual(names(10, 5));
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

  test('are as large as may be when many come at once, and add nothing of the window to what is enough', async () => {
    const kept = new Kept({ ...ARCHIVED, docSize: 3 });
    await kept.apply(...[1, 2, 3, 4, 5, 6, 7, 8].map((days) => put(`p${days}`, days)));
    expect([kept.window, kept.sealed]).toEqual([
      ['p8', 'p7', 'p6', 'p5'],
      [
        ['p3', 'p2', 'p1'],
        ['p5', 'p4'],
      ],
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

describe('documents that lose posts', () => {
  /** Six posts in the window's limit of two, so that four stand in documents alone. */
  const established = async (days = 8): Promise<Kept> => {
    const kept = new Kept();
    await kept.apply(...Array.from({ length: days }, (_, index) => put(`p${index + 1}`, index + 1)));
    return kept;
  };
  const numbers = ({ data }: Kept): readonly number[] => data.docs.map(({ n }) => n);

  test('go when they are empty; the one after leads on to the one before', async () => {
    const kept = await established(10);
    expect([numbers(kept), kept.sealed]).toEqual([
      [1, 2, 3],
      [
        ['p2', 'p1'],
        ['p4', 'p3'],
        ['p6', 'p5'],
      ],
    ]);
    expect(await kept.apply(drop('p3', 3), drop('p4', 4))).toEqual([2, 3]);
    expect([numbers(kept), kept.data.last, [...kept.docs.keys()]]).toEqual([[1, 3], 3, [1, 3]]);
  });

  test('are joined, at their place and under a new number, when two have room in one', async () => {
    const kept = await established(10);
    expect(await kept.apply(drop('p2', 2))).toEqual([1]); // 1 and 2 together are three
    expect(await kept.apply(drop('p3', 3))).toEqual([1, 2, 4, 3]);
    expect([numbers(kept), kept.sealed]).toEqual([
      [4, 3],
      [
        ['p4', 'p1'],
        ['p6', 'p5'],
      ],
    ]);
    expect(kept.data.joined).toEqual([
      { n: 1, into: 4 },
      { n: 2, into: 4 },
    ]);
  });

  test('lead on to where their posts are by now, and no longer than that is', async () => {
    const kept = await established(12);
    await kept.apply(drop('p2', 2), drop('p3', 3)); // 1 and 2 are 5
    await kept.apply(drop('p1', 1), drop('p5', 5)); // 5 and 3 are 6
    expect([numbers(kept), kept.data.joined]).toEqual([
      [6, 4],
      [
        { n: 5, into: 6 },
        { n: 3, into: 6 },
      ],
    ]);
    expect(await kept.apply(drop('p4', 4), drop('p6', 6))).toEqual([6, 4, 5, 3]);
    expect([numbers(kept), kept.data.joined]).toEqual([[4], []]);
  });

  test('lead on while they are the newest, half as many as there are documents', async () => {
    const kept = await established(40); // 18 documents
    for (let n = 1; n < 33; n += 4) await kept.apply(drop(`p${n}`, n), drop(`p${n + 2}`, n + 2));
    expect([kept.data.docs.length, kept.data.joined.map(({ n }) => n)]).toEqual([10, [12, 13, 14, 15, 16]]);
  });

  test('are numbered anew even when all were gone', async () => {
    const kept = await established(6);
    await kept.apply(...[1, 2, 3, 4, 5, 6].map((days) => drop(`p${days}`, days)));
    expect([numbers(kept), kept.data.last]).toEqual([[], 1]);
    await kept.apply(...[11, 12, 13, 14, 15].map((days) => put(`q${days}`, days)));
    expect(numbers(kept)).toEqual([2]);
  });

  test('stay as they are where the doctor looks', async () => {
    const kept = new Kept({ ...ARCHIVED, tidy: false });
    await kept.apply(...[1, 2, 3, 4, 5, 6].map((days) => put(`p${days}`, days)));
    await kept.apply(drop('p1', 1), drop('p2', 2));
    expect(kept.data.docs.map(({ n, count }) => [n, count])).toEqual([[1, 0]]);
  });

  test('a search segment that is being filled is not joined to the one before', async () => {
    const kept = new Kept(SEARCHED);
    await kept.apply(...[1, 2, 3, 4].map((days) => put(`p${days}`, days)));
    await kept.apply(drop('p1', 1));
    expect([numbers(kept), kept.sealed]).toEqual([
      [1, 2],
      [['p3', 'p2'], ['p4']],
    ]);
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

const holds = ({ docs }: Kept, n: number, id: string): boolean =>
  docs.get(n)?.posts.some(({ post: { id: other } }) => other === id) ?? false;

describe('whatever happens', () => {
  const events = fc.array(
    fc.record({
      id: fc.integer({ min: 0, max: 14 }),
      kind: fc.constantFrom('put', 'held', 'drop', 'limit'),
      news: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
      cut: fc.boolean(),
    }),
    { maxLength: 80 },
  );
  const dateOf = (id: number): number => (id * 7) % 11;

  /** The newest `limit`, and what became news in the day before the latest; four times as many at most. */
  const expected = (free: readonly Post[], limit: number): readonly string[] => {
    const latest = free.reduce((max, { news }) => Math.max(max, news === undefined ? 0 : toMs(news)), 0);
    const isNews = ({ news }: Post): boolean => news !== undefined && toMs(news) >= latest - 86_400_000;
    const sorted = [...free].sort(newestFirst);
    return sorted
      .filter((one, index) => index < limit || isNews(one))
      .slice(0, 4 * limit)
      .map(({ id }) => id);
  };

  test('every post is in window or archive, the window is what its posts make it', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (list) => {
        const kept = new Kept({ ...ARCHIVED, limit: 2 });
        const members = new Map<string, { held: boolean; one: Post }>();
        let batch: StreamChange[] = [];
        for (const { id, kind, news, cut } of list) {
          const name = `p${id}`;
          if (kind === 'limit') {
            kept.policy = { ...ARCHIVED, limit: 1 + (id % 4) };
          } else if (kind === 'drop') {
            batch.push(drop(name, dateOf(id)));
            members.delete(name);
          } else if (!members.has(name)) {
            const since = news === undefined ? {} : { news: day(news) };
            const held = kind === 'held';
            batch.push(put(name, dateOf(id), { archivedOnly: held, isNew: false, ...since }));
            members.set(name, { held, one: post(name, { published: day(dateOf(id)), ...since }) });
          }
          if (!cut) continue;
          await kept.apply(...batch);
          batch = [];
        }
        await kept.apply(...batch);
        const sealed = kept.sealed.flat();
        expect(new Set(sealed).size).toBe(sealed.length);
        expect([...new Set([...kept.window, ...sealed])].sort()).toEqual([...members.keys()].sort());
        const free = [...members.values()].filter(({ held }) => !held).map(({ one }) => one);
        expect(kept.window).toEqual(expected(free, kept.policy.limit));
        const sizes = kept.sealed.map((ids) => ids.length);
        expect(sizes.every((size, index) => size > 0 && size + (sizes[index + 1] ?? 2) > 2)).toBe(true);
        const places = kept.data.window.map(({ post: { id }, doc }) => [id, doc]);
        const docOf = (id: string) => kept.data.docs.find(({ n }) => holds(kept, n, id))?.n ?? 0;
        expect(places).toEqual(kept.window.map((id) => [id, docOf(id)]));
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
