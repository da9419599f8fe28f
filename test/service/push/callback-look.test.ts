import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { callbackLook } from '../../../src/service/push/callback-look.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** Looks that the test ends. */
function looks() {
  const ends: (() => void)[] = [];
  const find = callbackLook(() => new Promise<void>((resolve) => ends.push(resolve)));
  const turns = () => vi.advanceTimersByTimeAsync(0);
  return { find, turns, begun: () => ends.length, end: () => ends.at(-1)?.() };
}

test('however many ask, it is one look', async () => {
  const { find, turns, begun, end } = looks();
  const asking = [find(), find(), find()];
  await turns();
  expect(begun()).toBe(1);
  end();
  await Promise.all(asking);
});

test('who asks after a look has begun waits for the next, which rests before it', async () => {
  const { find, turns, begun, end } = looks();
  const first = find();
  await turns();
  const second = [find(), find()];
  end();
  await first;
  await vi.advanceTimersByTimeAsync(1900);
  expect(begun()).toBe(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(begun()).toBe(2);
  end();
  await Promise.all(second);
});

test('more than a hundred don’t wait, and are told that nobody has looked', async () => {
  const { find, turns, begun, end } = looks();
  const asking = Array.from({ length: 100 }, () => find());
  await turns();
  expect(begun()).toBe(1);
  expect(await find()).toBe(false); // though the look has not ended
  end();
  expect(new Set(await Promise.all(asking))).toEqual(new Set([true]));
});
