import { expect, test } from 'vitest';
import type { Rhythm } from '../../src/model/feed.js';
import { isDue, policyOf } from '../../src/schedule/index.js';
import {
  at,
  days,
  fresh,
  hours,
  later,
  minutesUntilDue,
  noRhythm,
  now,
  polled,
  unchanged,
} from './polling.js';

const freshFor = (ms: number) => ({ freshness: { freshForMs: ms, sentAt: null } });
const rhythm = (changes: Partial<Rhythm>): Rhythm => ({ ...noRhythm, ...changes });
const site = { interval: { minMs: hours(1), maxMs: hours(24) }, freshnessMs: days(7) };
const sitePolicy = policyOf(null, site);
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
    'a caching header counts up to 7 days',
    fresh(freshFor(days(365))),
    {},
    7 * 24 * 60,
    'its caching header asks for 365 days, 7 days of it count',
  ],
  [
    'or to what the operator has set',
    fresh(freshFor(days(365))),
    { policy: { ...sitePolicy, freshnessMs: hours(6) } },
    6 * 60,
    'its caching header asks for 365 days, 6 hours of it count',
  ],
  [
    'or to nothing',
    fresh(freshFor(days(365))),
    { policy: { ...sitePolicy, freshnessMs: 0 } },
    everyHour,
    'every hour',
  ],
  [
    'what the author wrote into the feed counts up to 30 days: ttl',
    fresh(),
    { rhythm: rhythm({ ttlMinutes: 60 * 24 * 20 }) },
    20 * 24 * 60,
    'its ttl asks for 20 days',
  ],
  [
    'and the update period',
    fresh(),
    { rhythm: rhythm({ updateEveryMs: days(365) }) },
    30 * 24 * 60,
    'its update period asks for 365 days, 30 days of it count',
  ],
  [
    'hints are not heard where the operator has set an interval for the source',
    fresh(freshFor(days(3))),
    { policy: policyOf(hours(1), site), rhythm: rhythm({ ttlMinutes: 600, updateEveryMs: days(1) }) },
    everyHour,
    'every hour',
  ],
  [
    'Retry-After is heard even then',
    later(hours(50)),
    { policy: policyOf(hours(1), site) },
    50 * 60,
    'the server asked to wait (Retry-After)',
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

// The source skips 10:00 to 12:00 and Thursdays; due at 9:57 on a Wednesday.
const skips = rhythm({ skipHours: [10, 11], skipDays: [4] });
const dueBefore = polled([fresh(), { now: now - hours(1) }]);

test.each([
  ['in an hour that it does not skip', hours(2), skips, true, 'every hour'],
  ['late, in an hour that it skips', hours(1.9), skips, false, 'not in the hours it skips'],
  ['late, on a day that it skips', hours(14), skips, false, 'not in the hours it skips'],
  ['after that day', hours(38), skips, true, 'every hour'],
  ['late, in an hour that it skips, asked for by hand', hours(1), skips, true, 'asked for by hand'],
  ['for a week in hours that it skips', days(7) - hours(0.1), skips, true, 'every hour'],
  [
    'late, and it skips all hours, which cannot be meant',
    hours(1),
    rhythm({ skipDays: [0, 1, 2, 3, 4, 5, 6] }),
    true,
    'every hour',
  ],
])('a pass that comes late looks at the hour: %s', (name, after, hints, due, why) => {
  const context = { byHand: name.endsWith('by hand'), hostUntil: null, rhythm: hints };
  expect(isDue(dueBefore, now + after, context)).toEqual({ due, why });
});

test.each([
  [
    'the site adapts within its range',
    null,
    site,
    { minMs: hours(1), maxMs: hours(24), freshnessMs: days(7) },
  ],
  [
    'a source with an interval of its own keeps to it',
    hours(6),
    site,
    { minMs: hours(6), maxMs: hours(6), freshnessMs: null },
  ],
  ['also beyond the maximum', hours(48), site, { minMs: hours(48), maxMs: hours(48), freshnessMs: null }],
  [
    'a minimum above the maximum moves the maximum',
    null,
    { ...site, interval: { minMs: hours(48), maxMs: hours(24) } },
    { minMs: hours(48), maxMs: hours(48), freshnessMs: days(7) },
  ],
])('policy: %s', (_name, own, given, policy) => {
  expect(policyOf(own, given)).toEqual(policy);
});
