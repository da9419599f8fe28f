import { expect, test } from 'vitest';
import type { Rhythm } from '../../src/model/feed.js';
import { policyOf } from '../../src/schedule/index.js';
import { at, days, fresh, hours, minutesUntilDue, noRhythm, now, polled, unchanged } from './polling.js';

const freshFor = (ms: number) => ({ freshness: { freshForMs: ms } });
const rhythm = (changes: Partial<Rhythm>): Rhythm => ({ ...noRhythm, ...changes });
const everyHour = 57; // an hour, shortened by the least

test.each([
  ['no hints: our own minimum', fresh(), {}, everyHour, 'every hour'],
  ['max-age is never shortened', fresh(freshFor(hours(2))), {}, 120, 'its caching header asks for 2 hours'],
  [
    'max-age of our own interval wins over jitter',
    fresh(freshFor(hours(1))),
    {},
    60,
    'its caching header asks for 1 hour',
  ],
  ['a shorter max-age shortens nothing', fresh(freshFor(60_000)), {}, everyHour, 'every hour'],
  ['stale at once', fresh(freshFor(0)), {}, everyHour, 'every hour'],
  [
    'max-age of a 304 counts too',
    unchanged(freshFor(hours(2))),
    {},
    120,
    'its caching header asks for 2 hours',
  ],
  ['ttl', fresh(), { rhythm: rhythm({ ttlMinutes: 180 }) }, 180, 'its ttl asks for 3 hours'],
  ['a ttl of nothing', fresh(), { rhythm: rhythm({ ttlMinutes: 0 }) }, everyHour, 'every hour'],
  [
    'the update period',
    fresh(),
    { rhythm: rhythm({ updateEveryMs: hours(12) }) },
    720,
    'its update period asks for 12 hours',
  ],
  [
    'hints of the feed count on a 304',
    unchanged(),
    { rhythm: rhythm({ ttlMinutes: 180 }) },
    180,
    'its ttl asks for 3 hours',
  ],
  [
    'the longest hint wins',
    fresh(freshFor(hours(5))),
    { rhythm: rhythm({ ttlMinutes: 60, updateEveryMs: hours(3) }) },
    300,
    'its caching header asks for 5 hours',
  ],
  [
    'no hint is followed beyond 30 days',
    fresh(freshFor(days(365))),
    {},
    30 * 24 * 60,
    'at least every 30 days',
  ],
  [
    'max does not bound what the publisher asks for',
    fresh(freshFor(days(3))),
    {},
    3 * 24 * 60,
    'its caching header asks for 3 days',
  ],
  ['no rhythm known', unchanged(), { rhythm: null }, everyHour, 'every hour'],
])('when a source is due: %s', (_name, outcome, changes, minutes, why) => {
  const state = polled([outcome, changes]);
  expect([minutesUntilDue(state), state.dueWhy]).toEqual([minutes, why]);
});

const every = (ms: number, count = 10) => Array.from({ length: count }, (_, i) => at(-i * ms));

test.each([
  ['no dates: the minimum', [], 60, 'every hour'],
  ['each hour', every(hours(1)), 60, 'every hour'],
  ['daily', every(days(1)), 162, 'every 3 hours, as it publishes about every 22 hours'],
  ['weekly', every(days(7)), 1134, 'every 19 hours, as it publishes about every 6 days'],
  ['yearly: the maximum', every(days(365)), 1440, 'every day, as it publishes about every 329 days'],
  [
    'daily until it fell asleep four months ago',
    every(days(1)).map((_, i) => at(-days(120 + i))),
    1440,
    'every day, as it publishes about every 13 days',
  ],
  ['ten at once, an import', every(1000), 60, 'every hour'],
  [
    'ten at once, a month ago',
    every(1000).map((_, i) => at(-days(30) + i * 1000)),
    1440,
    'every day, as it publishes about every 30 days',
  ],
  [
    'announced for the future',
    [at(days(5)), ...every(days(1))],
    162,
    'every 3 hours, as it publishes about every 22 hours',
  ],
  ['more than ten: the newest count', [...every(hours(8)), ...every(days(300), 30)], 60, 'every hour'],
])(
  'between min and max the interval adapts to how often a source publishes: %s',
  (_name, published, minutes, why) => {
    const state = polled([fresh(), { published }]);
    expect([minutesUntilDue(state), state.dueWhy]).toEqual([minutes * 0.95, why]);
  },
);

test('a 304 keeps what is known of how often a source publishes', () => {
  const dates = every(days(7));
  const state = polled([fresh(), { published: dates }], [unchanged(), { published: [] }]);
  expect(state.published).toEqual(dates);
  expect(minutesUntilDue(state)).toBe(1134 * 0.95);
});

test.each([
  ['at least', 0, 54],
  ['half', 0.5, 55.5],
  ['at most', 1, 57],
])('jitter shortens our own interval to 0.9 to 1.0 of it: %s', (_name, random, minutes) => {
  expect(minutesUntilDue(polled([fresh(), { random }]))).toBe(minutes);
});

test('our own interval counts from the start of the pass, what the publisher asks for from the answer', () => {
  const late = { passStart: now - hours(0.5) };
  expect(minutesUntilDue(polled([fresh(), late]))).toBe(27);
  expect(minutesUntilDue(polled([fresh(freshFor(hours(2))), late]))).toBe(120);
});

test('what a publisher asks for is rounded up to the second, never down', () => {
  expect(polled([fresh(freshFor(hours(2))), { now: now + 1 }]).due).toBe(at(hours(2) + 1000));
});

// 18 November 2026 is a Wednesday (3); `now` is 10:00 UTC, an hourly source is due at 10:57.
test.each([
  ['another hour', { skipHours: [9, 11] }, at(hours(0.95))],
  ['this hour', { skipHours: [10] }, at(hours(1))],
  ['this hour and the next ones', { skipHours: [10, 11, 12] }, at(hours(3))],
  ['over midnight', { skipHours: Array.from({ length: 14 }, (_, i) => 10 + i) }, at(hours(14))],
  ['today', { skipDays: [3] }, at(hours(14))],
  ['today and tomorrow', { skipDays: [3, 4] }, at(hours(38))],
  ['a day, and the hours after it', { skipDays: [3], skipHours: [0, 1] }, at(hours(16))],
  [
    'every hour, which cannot be meant',
    { skipHours: Array.from({ length: 24 }, (_, i) => i) },
    at(hours(0.95)),
  ],
  ['every day, which cannot be meant', { skipDays: [0, 1, 2, 3, 4, 5, 6] }, at(hours(0.95))],
])('a source is not polled in the hours and days that it skips: %s', (_name, skipped, due) => {
  expect(polled([fresh(), { rhythm: rhythm(skipped) }]).due).toBe(due);
});

test('the reason names skipped hours', () => {
  expect(polled([fresh(), { rhythm: rhythm({ skipHours: [10] }) }]).dueWhy).toBe(
    'every hour, and not in the hours it skips',
  );
});

test.each([
  ['the site adapts within its range', null, { minMs: hours(1), maxMs: hours(24) }],
  ['a source with an interval of its own keeps to it', hours(6), { minMs: hours(6), maxMs: hours(6) }],
  ['also beyond the maximum', hours(48), { minMs: hours(48), maxMs: hours(48) }],
])('policy: %s', (_name, own, policy) => {
  expect(policyOf(own, { minMs: hours(1), maxMs: hours(24) })).toEqual(policy);
});

test('a minimum above the maximum moves the maximum', () => {
  expect(policyOf(null, { minMs: hours(48), maxMs: hours(24) })).toEqual({
    minMs: hours(48),
    maxMs: hours(48),
  });
});
