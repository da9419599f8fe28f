import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { graceAfter } from '../../src/pass/grace.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each([
  ['aborts later', false],
  ['has aborted already', true],
])('a grace follows its caller so much later: that %s', async (_name, already) => {
  const caller = new AbortController();
  if (already) caller.abort('SIGTERM');
  const { signal } = graceAfter(caller.signal, 4000);
  await vi.advanceTimersByTimeAsync(already ? 0 : 60_000);
  caller.abort('SIGTERM');
  await vi.advanceTimersByTimeAsync(3999);
  expect(signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect([signal.aborted, signal.reason]).toEqual([true, 'SIGTERM']);
});

test('cleared, it holds no clock and no caller', async () => {
  const caller = new AbortController();
  const before = graceAfter(caller.signal, 4000);
  before.clear();
  caller.abort();
  const after = graceAfter(caller.signal, 4000);
  after.clear();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([before.signal.aborted, after.signal.aborted, vi.getTimerCount()]).toEqual([false, false, 0]);
});
