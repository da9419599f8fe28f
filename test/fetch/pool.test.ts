import { expect, test } from 'vitest';
import { inParallel } from '../../src/fetch/pool.js';
import { costOf } from '../support/cost.js';

interface Item {
  readonly host: string;
  readonly n: number;
}

const never = new AbortController().signal;
const hostOf = ({ host }: Item) => host;
const items = (...hosts: readonly string[]): Item[] => hosts.map((host, n) => ({ host, n }));

/** A turn of the event loop: long enough for everything that could start to have started. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Work that counts who is at it; each piece ends when its function is called. */
function watched() {
  const started: Item[] = [];
  const under = new Map<Item, () => void>();
  const peak = { all: 0, host: 0 };
  const work = (item: Item) => {
    started.push(item);
    return new Promise<void>((resolve) => {
      under.set(item, resolve);
      peak.all = Math.max(peak.all, under.size);
      const sameHost = [...under.keys()].filter(({ host }) => host === item.host);
      peak.host = Math.max(peak.host, sameHost.length);
    });
  };
  const end = (item: Item | undefined) => {
    if (item === undefined) return;
    under.get(item)?.();
    under.delete(item);
  };
  return { started, under, peak, work, end };
}

test('never more at once than concurrency, nor than perHost of a host, and every item once', async () => {
  const all = items(...Array.from({ length: 200 }, (_, i) => `host${i % 7}`));
  const { started, under, peak, work, end } = watched();
  const done = inParallel(all, { concurrency: 10, perHost: 2, hostOf, signal: never }, work);
  while (started.length < all.length) {
    await turn();
    for (const item of [...under.keys()]) end(item);
  }
  for (const item of [...under.keys()]) end(item);
  await done;
  expect(peak).toEqual({ all: 10, host: 2 });
  expect(new Set(started).size).toBe(all.length);
});

test('a slow host holds up nothing', async () => {
  const all = items('slow', 'slow', 'slow', 'slow', 'a', 'b', 'c', 'd');
  const { started, work, end } = watched();
  const done = inParallel(all, { concurrency: 3, perHost: 2, hostOf, signal: never }, work);
  for (let ended = 0; ended < 4; ended += 1) {
    await turn();
    end(started.findLast(({ host }) => host !== 'slow'));
  }
  expect(started.filter(({ host }) => host !== 'slow').map(({ host }) => host)).toEqual(['a', 'b', 'c', 'd']);
  while (started.length < all.length) {
    for (const item of started) end(item);
    await turn();
  }
  for (const item of started) end(item);
  await done;
});

test('hosts take turns, and within a host the order is kept', async () => {
  const order: string[] = [];
  await inParallel(
    items('a', 'a', 'a', 'b', 'b', 'c'),
    { concurrency: 1, perHost: 1, hostOf, signal: never },
    async ({ host, n }) => void order.push(`${host}${n}`),
  );
  expect(order).toEqual(['a0', 'b3', 'c5', 'a1', 'b4', 'a2']);
});

test('slow work slows the start of more: nothing is fetched ahead', async () => {
  const { started, work, end } = watched();
  const done = inParallel(items('a', 'b', 'c'), { concurrency: 1, perHost: 2, hostOf, signal: never }, work);
  await turn();
  expect(started).toHaveLength(1);
  for (let n = 0; n < 3; n += 1) {
    end(started[n]);
    await turn();
  }
  await done;
});

test('when aborted it starts nothing more and waits for what runs', async () => {
  const stop = new AbortController();
  const { started, work, end } = watched();
  const done = inParallel(
    items('a', 'b', 'c'),
    { concurrency: 2, perHost: 1, hostOf, signal: stop.signal },
    work,
  );
  stop.abort();
  end(started[0]);
  end(started[1]);
  await done;
  expect(started.map(({ host }) => host)).toEqual(['a', 'b']);
});

test('the first error ends it, after what runs has settled', async () => {
  const ended: string[] = [];
  const done = inParallel(
    items('a', 'b', 'c'),
    { concurrency: 2, perHost: 1, hostOf, signal: never },
    async ({ host }) => {
      if (host === 'a') throw new Error('a bug');
      await turn();
      ended.push(host);
    },
  );
  await expect(done).rejects.toThrow('a bug');
  expect(ended).toEqual(['b']);
});

test('nothing to do is done', async () => {
  await inParallel([], { concurrency: 2, perHost: 1, hostOf, signal: never }, () => Promise.reject());
});

test.each([
  ['all on one host', () => 'a'],
  ['each on its own', (n: number) => `h${n}`],
])('5,000 items cost little: %s', async (_name, host) => {
  const all = Array.from({ length: 5000 }, (_, n) => ({ host: host(n), n }));
  let count = 0;
  const settings = { concurrency: 100, perHost: 2, hostOf, signal: never };
  const cost = await costOf(() => inParallel(all, settings, async () => void count++));
  expect(count).toBe(5000);
  expect(cost).toBeLessThan(100);
});

test('more items are asked for when few are left, until there are none; their hosts keep their limit', async () => {
  const shares = [items('a', 'b', 'c'), items('a', 'd', 'd'), []];
  const { started, under, peak, work, end } = watched();
  let asked = 0;
  const more = async () => shares[asked++] ?? [];
  const done = inParallel(items('a', 'a'), { concurrency: 3, perHost: 1, hostOf, signal: never, more }, work);
  while (started.length < 8) {
    await turn();
    end([...under.keys()][0]);
  }
  for (const item of [...under.keys()]) end(item);
  await done;
  expect(asked).toBe(3);
  expect(peak.host).toBe(1);
});

test('more hosts are asked for where all that wait do so for the hosts that there are', async () => {
  const shares = [items(...Array.from({ length: 50 }, () => 'a')), items('b', 'c')];
  const { peak, work, started, end, under } = watched();
  let asked = 0;
  const more = async () => shares[asked++] ?? [];
  const done = inParallel([], { concurrency: 4, perHost: 2, hostOf, signal: never, more }, work);
  while (started.length < 4) await turn();
  expect(started.map(hostOf).sort()).toEqual(['a', 'a', 'b', 'c']);
  while (started.length < 52 || under.size > 0) {
    for (const item of [...under.keys()]) end(item);
    await turn();
  }
  await done;
  expect(peak).toEqual({ all: 4, host: 2 });
});

test('that more items can’t be had is an error, after what runs has settled', async () => {
  const { started, work, end } = watched();
  const more = () => Promise.reject(new Error('no store'));
  const done = inParallel(items('a'), { concurrency: 3, perHost: 1, hostOf, signal: never, more }, work);
  await turn();
  end(started[0]);
  await expect(done).rejects.toThrow('no store');
});
