import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchStamp } from '../../src/service/watch.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const log = { error() {}, warn() {}, info() {}, debug() {} };

/** A watch whose stamp a test sets; `took`: milliseconds that each look takes. */
function watched(took = 0) {
  let stamp = 'a';
  const seen: string[] = [];
  let looks = 0;
  const watch = watchStamp(
    async () => {
      looks += 1;
      vi.setSystemTime(Date.now() + took);
      return stamp;
    },
    async () => void seen.push(stamp),
    { log, now: Date.now },
  );
  return {
    watch,
    seen,
    looks: () => looks,
    set: (now: string) => {
      stamp = now;
    },
    wait: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}

test('a change is told once, as soon as two looks agree on it', async () => {
  const { seen, set, wait } = watched();
  await wait(1000);
  set('half');
  await wait(1000);
  expect(seen).toEqual([]);
  set('b');
  await wait(1000);
  expect(seen).toEqual([]);
  await wait(1000);
  expect(seen).toEqual(['b']);
  await wait(10_000);
  expect(seen).toEqual(['b']);
});

test('what was read in the meantime is no change', async () => {
  const { watch, seen, set, wait } = watched();
  await wait(1000);
  set('b');
  await watch.rebase();
  await wait(5000);
  expect(seen).toEqual([]);
});

test('looking takes a small share of the time, however much there is to look at', async () => {
  const { looks, wait } = watched(500);
  await wait(21_000);
  expect(looks()).toBe(3);
});

test('a look during which the clock is set ahead is followed by the next within minutes', async () => {
  const { seen, set, wait } = watched(3_600_000);
  await wait(1000);
  set('b');
  await wait(11 * 60_000);
  expect(seen).toEqual(['b']);
});

test('a look that fails is not the last', async () => {
  let fails = true;
  const seen: string[] = [];
  let stamp = 'a';
  const watch = watchStamp(
    async () => {
      if (fails) throw new Error('EMFILE');
      return stamp;
    },
    async () => void seen.push(stamp),
    { log, now: Date.now },
  );
  await vi.advanceTimersByTimeAsync(2000);
  fails = false;
  await vi.advanceTimersByTimeAsync(1000);
  stamp = 'b';
  await vi.advanceTimersByTimeAsync(2000);
  expect(seen).toEqual(['b']);
  watch.stop();
});

test('stopped, it looks no more', async () => {
  const { watch, looks, wait } = watched();
  await wait(1000);
  watch.stop();
  await wait(10_000);
  expect(looks()).toBe(1);
});
