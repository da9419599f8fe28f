import { expect, test } from 'vitest';
import { type HostState, holdHost, holdOf, hostUntil, runningHolds } from '../../src/schedule/index.js';
import { at, days, hours, later, now } from './polling.js';

const held: HostState = { 'blog.example': { until: at(hours(2)), status: 503 } };

test.each([
  ['Retry-After', later(hours(2)), {}, held],
  [
    'on another port',
    later(hours(2), { host: 'blog.example:8080' }),
    held,
    { ...held, 'blog.example:8080': { until: at(hours(2)), status: 503 } },
  ],
  [
    'a longer one',
    later(hours(3), { status: 429 }),
    held,
    { 'blog.example': { until: at(hours(3)), status: 429 } },
  ],
  ['a shorter one', later(hours(1)), held, held],
  ['more than 30 days', later(days(90)), {}, { 'blog.example': { until: at(days(30)), status: 503 } }],
  ['none: for the rest of the pass', later(null), {}, { 'blog.example': { until: at(0), status: 503 } }],
  ['none, within a longer one', later(null), held, held],
  [
    'for an hour, where a clock that was a year ahead has left one',
    later(hours(1)),
    { 'blog.example': { until: at(days(365)), status: 503 } },
    { 'blog.example': { until: at(hours(1)), status: 503 } },
  ],
  ['not sent, for what it said before', later(hours(3), { asked: false }), held, held],
])('429 and 503 hold the whole host: %s', (_name, result, before, after) => {
  expect(holdHost(before, result, now)).toEqual(after);
});

test('a hold lasts until its time and no longer', () => {
  expect(hostUntil(held, 'blog.example', now + hours(2) - 1)).toBe(at(hours(2)));
  expect(hostUntil(held, 'blog.example', now + hours(2))).toBeNull();
  expect(hostUntil(held, 'other.example', now)).toBeNull();
  expect(hostUntil(held, 'constructor', now)).toBeNull();
});

test.each([
  ['how long is left', hours(1), { status: 503, remainingMs: hours(1) }],
  ['for a day after that the host is asked with caution', hours(2), { status: 503, remainingMs: 0 }],
  ['to the end of the day', hours(26) - 1, { status: 503, remainingMs: 0 }],
  ['then as any other', hours(26), null],
])('what the fetcher learns: %s', (_name, after, hold) => {
  expect(holdOf(held, 'blog.example', now + after)).toEqual(hold);
});

test('one that a clock which was wrong has put a year ahead is none', () => {
  const wrong: HostState = { 'blog.example': { until: at(days(365)), status: 503 } };
  expect(hostUntil(wrong, 'blog.example', now)).toBeNull();
  expect(holdOf(wrong, 'blog.example', now)).toBeNull();
  expect(runningHolds(wrong, now)).toEqual({});
});

test('holds are forgotten a day after they are over', () => {
  expect(runningHolds(held, now + hours(26) - 1)).toBe(held);
  expect(runningHolds(held, now + hours(26))).toEqual({});
});
