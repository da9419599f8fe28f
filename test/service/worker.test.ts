import { afterEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../../src/model/errors.js';
import { instant } from '../../src/model/values.js';
import type { Clock } from '../../src/service/cron-clock.js';
import type { PassEnd } from '../../src/service/past-passes.js';
import { startWorker, type WorkerOptions } from '../../src/service/worker.js';

const NOW = Date.UTC(2026, 10, 23, 15, 0, 0);
const NEXT = new Date(NOW + 600_000);

const WELL: PassEnd = { kind: 'made', failing: false, offline: false };
const FAILING: PassEnd = { kind: 'made', failing: true, offline: false };

/** A worker whose clock and passes the test holds in its hands. */
function worker(given: Partial<WorkerOptions> = {}) {
  const lines: string[] = [];
  const line = (message: string) => void lines.push(message);
  const running: { end(how?: PassEnd | Error): void; signal: AbortSignal }[] = [];
  let tick = () => {};
  let stopped = false;
  const clock: Clock = (_schedule, _timezone, onTick) => {
    tick = onTick;
    return {
      next: () => NEXT,
      stop: () => {
        stopped = true;
      },
    };
  };
  const started = startWorker({
    schedule: '*/10 * * * *',
    timezone: 'UTC',
    runPass: (signal) =>
      new Promise((resolve, reject) => {
        running.push({ signal, end: (how = WELL) => (how instanceof Error ? reject(how) : resolve(how)) });
      }),
    now: () => NOW,
    log: { error: line, warn: line, info: line, debug: line },
    clock,
    ...given,
  });
  return {
    worker: started,
    lines,
    passes: () => running.length,
    tick: () => tick(),
    stopped: () => stopped,
    signal: () => running.at(-1)?.signal,
    /** Ends the running pass and lets what follows it begin. */
    async end(how?: PassEnd | Error) {
      running.at(-1)?.end(how);
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    },
  };
}

test('the first pass begins at once, the next with the schedule', async () => {
  const { worker: it, passes, tick, end } = worker();
  expect(passes()).toBe(1);
  await end();
  await it.firstPass;
  expect(passes()).toBe(1);
  tick();
  expect(passes()).toBe(2);
});

test('passes never overlap: ticks during one are remembered as one', async () => {
  const { passes, tick, end, lines } = worker();
  tick();
  tick();
  tick();
  expect(passes()).toBe(1);
  expect(lines).toHaveLength(3);
  await end();
  expect(passes()).toBe(2);
  await end();
  expect(passes()).toBe(2);
  tick();
  expect(passes()).toBe(3);
});

test('a pass that fails is reported and the service goes on', async () => {
  const { worker: it, passes, tick, end, lines } = worker();
  expect(it.health()).toEqual({
    ok: true,
    failing: false,
    offline: false,
    problem: null,
    lastPass: null,
    nextPass: instant(NEXT.getTime()),
  });
  await end(new UserError('public/feed.atom: disk full'));
  await it.firstPass;
  expect(lines).toEqual(['the pass failed: public/feed.atom: disk full']);
  const ended = instant(NOW);
  expect(it.health()).toMatchObject({
    ok: false,
    lastPass: { ended, ok: false, error: 'public/feed.atom: disk full' },
  });
  tick();
  expect(passes()).toBe(2);
  await end();
  expect(it.health()).toMatchObject({ ok: true, lastPass: { ended, ok: true, error: null } });
});

test("a bug's stack is kept for whoever asks for it", async () => {
  const { end, lines } = worker();
  await end(new TypeError('x is not a function'));
  expect(lines).toEqual([
    'the pass failed: x is not a function',
    expect.stringMatching(/TypeError: .*\n +at /),
  ]);
});

test('a pass in which nothing works is one that has ended, and says so until the next', async () => {
  const { worker: it, tick, end } = worker();
  await end(FAILING);
  expect(it.health()).toMatchObject({ ok: true, failing: true, lastPass: { ok: true } });
  tick();
  await end(WELL);
  expect(it.health()).toMatchObject({ ok: true, failing: false });
});

test('a pass that another process makes is none of ours', async () => {
  const { worker: it, tick, end } = worker();
  await end({ kind: 'elsewhere', lastPass: null });
  expect(it.health()).toMatchObject({ ok: true, lastPass: null });
  tick();
  await end(new UserError('disk full'));
  tick();
  await end({ kind: 'elsewhere', lastPass: null });
  expect(it.health()).toMatchObject({ ok: false, lastPass: { ok: false, error: 'disk full' } });
});

test('the last pass that another process ended counts', async () => {
  const { worker: it, end } = worker();
  await end({ kind: 'elsewhere', lastPass: instant(NOW) });
  expect(it.health()).toMatchObject({ ok: true, lastPass: { ended: instant(NOW), ok: true } });
});

test('so does one by a clock that is right, after one by a clock that was a year ahead', async () => {
  const { worker: it, tick, end } = worker();
  await end({ kind: 'elsewhere', lastPass: instant(NOW + 365 * 86_400_000) });
  for (let n = 0; n < 5; n++) {
    tick();
    await end({ kind: 'elsewhere', lastPass: instant(NOW - (5 - n) * 1000) });
  }
  expect(it.health()).toMatchObject({ ok: true, lastPass: { ended: instant(NOW - 1000), ok: true } });
});

test('a mistake in the configuration is none of the disk', async () => {
  const { worker: it, end } = worker();
  await end(new UserError('feeds.json: $TOKEN is not set in the environment', 2));
  expect(it.health()).toMatchObject({ ok: true, lastPass: { ok: false } });
});

test('three times round without the end of a pass are too many; another machine down is no reason', async () => {
  const { worker: it, tick, end } = worker();
  const rounds: boolean[] = [];
  for (let n = 0; n < 3; n++) {
    tick();
    rounds.push(it.health().ok);
  }
  expect(rounds).toEqual([true, true, false]);
  await end({ kind: 'made', failing: true, offline: true });
  expect(it.health()).toMatchObject({ ok: true, failing: true, offline: true });
});

test('a new schedule takes the place of the old one', () => {
  const clocks: { schedule: string; running: boolean }[] = [];
  const clock: Clock = (schedule) => {
    const made = { schedule, running: true };
    clocks.push(made);
    return {
      next: () => NEXT,
      stop: () => {
        made.running = false;
      },
    };
  };
  worker({ clock }).worker.reschedule({ schedule: '0 * * * *', timezone: 'UTC' });
  expect(clocks).toEqual([
    { schedule: '*/10 * * * *', running: false },
    { schedule: '0 * * * *', running: true },
  ]);
});

test('stopping tells the running pass, waits for it and begins no other', async () => {
  const { worker: it, passes, tick, end, signal, stopped } = worker();
  tick();
  let drained = false;
  const stop = it.stop().then(() => {
    drained = true;
  });
  expect(signal()?.aborted).toBe(true);
  expect(stopped()).toBe(true);
  tick();
  await Promise.resolve();
  expect(drained).toBe(false);
  await end();
  await stop;
  expect([drained, passes()]).toEqual([true, 1]);
});

/** A worker with its own clock, and when its passes began: that part of RFC 3339. */
function recorded(schedule: string, timezone: string, part: readonly [from: number, to: number]) {
  const began: string[] = [];
  const it = startWorker({
    schedule,
    timezone,
    runPass: async () => {
      began.push(new Date().toISOString().slice(...part));
      return WELL;
    },
    now: Date.now,
    log: { error() {}, warn() {}, info() {}, debug() {} },
  });
  return { it, began };
}

describe('by its clock', () => {
  afterEach(() => vi.useRealTimers());

  /** How often passes began, the first aside, while `ms` went by from 14:59:30 UTC. */
  async function ticks(schedule: string, timezone: string, ms: number): Promise<string[]> {
    vi.useFakeTimers({ now: NOW - 30_000 });
    const { it, began } = recorded(schedule, timezone, [11, 19]);
    await vi.advanceTimersByTimeAsync(ms);
    await it.stop();
    await vi.advanceTimersByTimeAsync(ms);
    return began.slice(1);
  }

  test.each([
    ['every ten minutes', '*/10 * * * *', 'UTC', 25 * 60_000, ['15:00:00', '15:10:00', '15:20:00']],
    ['every twenty seconds', '*/20 * * * * *', 'UTC', 40_000, ['14:59:40', '15:00:00']],
    ["at four in Berlin's afternoon", '0 16 * * *', 'Europe/Berlin', 60 * 60_000, ['15:00:00']],
    ['never in that hour', '0 3 * * *', 'UTC', 60 * 60_000, []],
  ])('%s, and not after it was stopped', async (_name, schedule, timezone, ms, expected) => {
    expect(await ticks(schedule, timezone, ms)).toEqual(expected);
  });

  /**
   * Both changes of Berlin's clocks in 2026: 02:00 is left out on 29 March, and comes twice on 25 October.
   */
  test.each([
    [
      'each of two equal hours has its passes',
      '*/20 * * * *',
      '2026-10-25T00:10:00Z',
      120,
      ['00:20', '00:40', '01:00', '01:20', '01:40', '02:00'],
    ],
    ['so has a time that comes twice', '30 2 * * *', '2026-10-24T23:50:00Z', 180, ['00:30', '01:30']],
    [
      'what the missing hour would have had comes right after',
      '30 2 * * *',
      '2026-03-29T00:10:00Z',
      120,
      ['01:00'],
    ],
    ['and once', '*/20 * * * *', '2026-03-29T00:30:00Z', 60, ['00:40', '01:00', '01:20']],
    ['the day after is as any other', '30 2 * * *', '2026-03-29T23:50:00Z', 120, ['00:30']],
  ])('%s', async (_name, schedule, from, minutes, expected) => {
    vi.useFakeTimers({ now: Date.parse(from) });
    const announced = new Set<string | undefined>();
    const { it, began } = recorded(schedule, 'Europe/Berlin', [11, 16]);
    for (let minute = 0; minute < minutes; minute++) {
      announced.add(it.health().nextPass?.slice(11, 16));
      await vi.advanceTimersByTimeAsync(60_000);
    }
    await it.stop();
    expect(began.slice(1)).toEqual(expected);
    expect([...announced].slice(0, expected.length)).toEqual(expected);
  });

  test('a tick that the machine slept through is made up for when it wakes', async () => {
    vi.useFakeTimers({ now: NOW - 30_000 });
    let began = 0;
    const it = startWorker({
      schedule: '0 15 * * *',
      timezone: 'UTC',
      runPass: async () => {
        began++;
        return WELL;
      },
      now: Date.now,
      log: { error() {}, warn() {}, info() {}, debug() {} },
    });
    await it.firstPass;
    expect(it.health().nextPass).toBe('2026-11-23T15:00:00Z');
    vi.setSystemTime(NOW + 3_600_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(began).toBe(2);
    await it.stop();
  });
});

describe('whose clock is set', () => {
  afterEach(() => vi.useRealTimers());
  const day = 86_400_000;

  /** How often a pass began in the 25 minutes after the clock was set, the time on it that each began at. */
  async function ticksAfter(ms: number, schedule: string): Promise<readonly string[]> {
    vi.useFakeTimers({ now: NOW - 30_000 });
    const { it, began } = recorded(schedule, 'UTC', [0, 16]);
    await it.firstPass;
    vi.setSystemTime(NOW - 30_000 + ms);
    await vi.advanceTimersByTimeAsync(25 * 60_000);
    await it.stop();
    return began.slice(1);
  }

  test.each([
    ['back by a day', -day, ['2026-11-22T15:00', '2026-11-22T15:10', '2026-11-22T15:20']],
    ['back by a year', -365 * day, ['2025-11-23T15:00', '2025-11-23T15:10', '2025-11-23T15:20']],
    ['back by half a minute', -30_000, ['2026-11-23T15:00', '2026-11-23T15:10', '2026-11-23T15:20']],
    // What was passed over is made up for, once.
    ['ahead by a day', day, ['2026-11-24T15:00', '2026-11-24T15:10', '2026-11-24T15:20']],
    [
      'ahead from where it was never set',
      50 * 365 * day,
      ['2076-11-10T15:00', '2076-11-10T15:10', '2076-11-10T15:20'],
    ],
  ])('%s, passes go on by it', async (_name, ms, expected) => {
    expect(await ticksAfter(ms, '*/10 * * * *')).toEqual(expected);
  });

  test('ahead by years, a schedule of seconds goes on as well, without going through all of them', async () => {
    expect(await ticksAfter(10 * 365 * day, '0 */10 * * * *')).toHaveLength(4);
  });
});

describe('an errand', () => {
  /** A worker whose errands the test ends; `errands` is how many have begun. */
  function errandWorker() {
    const running: { end(error?: Error): void }[] = [];
    const runErrand = () =>
      new Promise<void>((resolve, reject) => {
        running.push({ end: (error) => (error === undefined ? resolve() : reject(error)) });
      });
    const it = worker({ runErrand });
    const turns = async () => {
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    };
    const endErrand = async (error?: Error) => {
      running.at(-1)?.end(error);
      await turns();
    };
    return { ...it, errands: () => running.length, endErrand, turns };
  }

  test('is done at once where nothing runs, and once however often it was asked for meanwhile', async () => {
    const { worker: it, end, errands, endErrand, passes } = errandWorker();
    await end();
    it.wake();
    expect(errands()).toBe(1);
    it.wake();
    it.wake();
    expect(errands()).toBe(1);
    await endErrand();
    expect(errands()).toBe(2);
    await endErrand();
    expect([errands(), passes()]).toEqual([2, 1]);
  });

  test('waits for the running pass, and is done by a pass that comes next', async () => {
    const { worker: it, end, tick, errands, endErrand, passes } = errandWorker();
    it.wake();
    expect(errands()).toBe(0);
    await end();
    expect([errands(), passes()]).toEqual([1, 1]);
    tick();
    it.wake();
    expect(passes()).toBe(1);
    await endErrand();
    expect([errands(), passes()]).toEqual([1, 2]);
    await end();
    expect([errands(), passes()]).toEqual([1, 2]);
  });

  test('that fails is told of and harms no pass', async () => {
    const { worker: it, end, tick, endErrand, passes, lines } = errandWorker();
    await end();
    it.wake();
    await endErrand(new UserError('the disk is full'));
    expect(lines).toEqual(['an errand for hubs failed: the disk is full']);
    tick();
    expect(passes()).toBe(2);
    expect(it.health()).toMatchObject({ ok: true });
  });

  test('does not begin when the worker stops', async () => {
    const { worker: it, end, errands } = errandWorker();
    const stopped = it.stop();
    it.wake();
    await end();
    await stopped;
    it.wake();
    expect(errands()).toBe(0);
  });
});
