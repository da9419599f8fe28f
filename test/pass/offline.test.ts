import { afterEach, expect, test, vi } from 'vitest';
import { compileRules } from '../../src/classify/index.js';
import type { Fetcher } from '../../src/fetch/result.js';
import { toMs } from '../../src/model/values.js';
import { pollDue } from '../../src/pass/poll/poll-due.js';
import { Tally } from '../../src/pass/tally.js';
import { SILENCE_MS } from '../../src/schedule/index.js';
import { day } from '../support/build.js';
import { Planet } from '../support/planet.js';

/** A pass in which no look-up of a name, and no connection, ever comes to an end. */

const TRAFFIC = { requests: 0, bytes: 0 };
const HOSTS = Array.from({ length: 30 }, (_, n) => `https://b${n}.example/feed`);

afterEach(() => void vi.useRealTimers());

/**
 * Polls until `begun` sources are being asked, lets the clock run on, and resolves to what came of it.
 * @param answers told of each source that is asked; what it does is all that the network does
 */
async function pass(
  sources: readonly string[],
  concurrency: number,
  asked: (request: Parameters<Fetcher>[0]) => void,
) {
  const planet = new Planet(sources, { fetch: { concurrency } });
  const stop = new AbortController();
  const told = { failed: [] as string[], warnings: [] as string[] };
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  return planet.open(0, async (_store, prepared) => {
    const watch = {
      stage: () => undefined,
      answered: () => undefined,
      progress: () => undefined,
      failed: ({ reason }: { reason: string }) => void told.failed.push(reason),
      warn: (line: string) => void told.warnings.push(line),
    };
    let begun = 0;
    const fetcher: Fetcher = (request, signal) => {
      asked(request);
      begun += 1;
      if (begun === Math.min(concurrency, sources.length)) {
        vi.advanceTimersByTime(SILENCE_MS);
        if (!signal.aborted) stop.abort(); // it waits, and would for ever
      }
      if (signal.aborted) return Promise.resolve({ kind: 'aborted', traffic: TRAFFIC });
      return new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve({ kind: 'aborted', traffic: TRAFFIC })),
      );
    };
    const { current: config } = planet;
    const now = toMs(day(0));
    const rest = { all: false, only: null, fresh: false, headers: new Map(), random: () => 0.5 };
    const input = {
      ...rest,
      config,
      classifier: compileRules(config),
      fetcher,
      now: () => now,
      signal: stop.signal,
      watch,
    };
    const tally = new Tally(prepared.listed, 'public', watch);
    await pollDue(input, prepared, tally, now);
    const { polled, offline } = tally.summary(
      { written: 0, removed: 0, unchanged: 0 },
      0,
      stop.signal.aborted,
    );
    return { ...told, polled, offline, gaveUp: !stop.signal.aborted };
  });
}

test('is given up when so many hosts have been asked and none was reached, and says what to do', async () => {
  const { failed, warnings, ...came } = await pass(HOSTS, 25, () => undefined);
  expect(came).toEqual({ polled: 25, offline: true, gaveUp: true });
  expect(new Set(failed)).toEqual(new Set(['no host was reached within 5 s']));
  expect(warnings).toEqual([
    expect.stringMatching(/^no host could be reached: is this machine online.*tagwire demo/),
  ]);
});

test('goes on where any host took a connection', async () => {
  const { gaveUp, failed, warnings } = await pass(HOSTS, 25, ({ url, onReached }) => {
    if (url === HOSTS[24]) onReached?.();
  });
  expect({ gaveUp, failed, warnings }).toEqual({ gaveUp: false, failed: [], warnings: [] });
});

test.each([
  ['few of many hosts are asked at once', HOSTS, 10, false],
  ['all hosts that there are, though few, have been asked', HOSTS.slice(0, 5), 10, true],
  ['two hosts are all that there are', HOSTS.slice(0, 2), 10, false],
])('is it given up where %s: %#', async (_name, sources, concurrency, gaveUp) => {
  expect((await pass(sources, concurrency, () => undefined)).gaveUp).toBe(gaveUp);
});
