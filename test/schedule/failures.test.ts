import { expect, test } from 'vitest';
import type { HttpUrl } from '../../src/model/values.js';
import { type Failing, movedTo, type PollOutcome } from '../../src/schedule/index.js';
import {
  at,
  days,
  feedUrl,
  fresh,
  gone,
  hours,
  later,
  minutesUntilDue,
  notAllowed,
  now,
  page,
  polled,
  status,
  timeout,
  unchanged,
} from './polling.js';

const times = (count: number, outcome: PollOutcome) =>
  Array.from({ length: count }, () => [outcome] as const);

test.each([
  [1, 1],
  [2, 2],
  [3, 4],
  [5, 16],
  [10, 512],
  [11, 720],
  [40, 720],
])('failure %i backs off %i hours, with jitter, to a cap of 30 days', (count, wait) => {
  for (const outcome of [status(404), status(500), timeout, page, later(null)]) {
    expect(minutesUntilDue(polled(...times(count, outcome)))).toBe(wait * 57);
  }
});

test.each([
  ['fresh', fresh()],
  ['unchanged', unchanged()],
])('a success starts over: %s', (_name, outcome) => {
  const state = polled(...times(5, timeout), [outcome]);
  expect([state.failures, state.failing, minutesUntilDue(state)]).toEqual([0, null, 57]);
});

test('a failing source is never polled more often than a working one', () => {
  const policy = { minMs: hours(6), maxMs: hours(6), freshnessMs: null };
  expect(minutesUntilDue(polled([timeout, { policy }]))).toBe(6 * 57);
});

/** Three failures: due again after four hours, less the jitter. */
const backingOff = times(3, timeout);

test.each([
  [
    'before it was due: the back-off stays as it is',
    timeout,
    hours(1),
    3,
    228,
    'backing off for 4 hours after 3 failures',
  ],
  [
    'when it was due: it doubles as ever',
    timeout,
    hours(4),
    4,
    240 + 8 * 57,
    'backing off for 8 hours after 4 failures',
  ],
  [
    'before it was due, with a Retry-After beyond',
    later(hours(5)),
    hours(1),
    3,
    360,
    'the server asked to wait (Retry-After)',
  ],
  [
    'before it was due, with a Retry-After within',
    later(hours(1)),
    hours(1),
    3,
    228,
    'backing off for 4 hours after 3 failures',
  ],
  ['before it was due, and it is back', fresh(), hours(1), 0, 60 + 57, 'every hour'],
])('a failing source that is asked for by name: %s', (_name, outcome, after, failures, due, why) => {
  const state = polled(...backingOff, [outcome, { now: now + after, byName: true }]);
  expect([state.failures, minutesUntilDue(state), state.dueWhy]).toEqual([failures, due, why]);
  expect([state.polls, state.lastPoll]).toEqual([4, at(after)]);
});

test('a source that worked fails by name as it would by itself', () => {
  const state = polled([fresh()], [timeout, { now: now + hours(0.5), byName: true }]);
  expect([state.failures, minutesUntilDue(state)]).toEqual([1, 30 + 57]);
});

test('the reason says how long and after how many', () => {
  expect(polled([timeout]).dueWhy).toBe('backing off for 1 hour after a failure');
  expect(polled(...times(4, timeout)).dueWhy).toBe('backing off for 8 hours after 4 failures');
});

test.each([
  ['longer than our back-off', hours(5), 300, 'the server asked to wait (Retry-After)'],
  ['shorter than our back-off', 60_000, 57, 'backing off for 1 hour after a failure'],
  ['longer than 30 days', days(90), 30 * 24 * 60, 'the server asked to wait (Retry-After)'],
  ['none', null, 57, 'backing off for 1 hour after a failure'],
])('Retry-After, at least our own back-off: %s', (_name, retryAfterMs, minutes, why) => {
  const state = polled([later(retryAfterMs)]);
  expect([minutesUntilDue(state), state.dueWhy]).toEqual([minutes, why]);
});

test('a host that is held keeps its other sources waiting, which are not failing for that', () => {
  const before = polled([fresh()]);
  const state = polled([fresh()], [later(hours(2), { asked: false, traffic: { requests: 0, bytes: 0 } })]);
  expect(state).toEqual({
    ...before,
    due: at(hours(2)),
    dueWhy: 'the server asked to wait (Retry-After)',
    heldUntil: at(hours(2)),
  });
});

test('also where a redirect led to that host, and where it did not say how long', () => {
  const before = polled([fresh()]);
  const state = polled([fresh()], [later(null, { asked: false, host: 'cdn.example' })]);
  expect(state).toEqual({
    ...before,
    requests: before.requests + 1,
    due: at(0),
    dueWhy: 'its host turned another request away (503)',
  });
});

const failing = (
  reason: Failing['reason'],
  message: string,
  code: number | null,
  since: number,
): Failing => ({
  reason,
  message,
  status: code,
  since: at(since),
});

test.each([
  [
    'the same cause: since the first',
    [status(404), status(404)],
    failing('status', '404 from the server', 404, 0),
  ],
  [
    'another status: since now',
    [status(403), status(404)],
    failing('status', '404 from the server', 404, hours(1)),
  ],
  ['server errors take turns', [status(502), status(500)], failing('status', '500 from the server', 500, 0)],
  [
    'another reason: since now',
    [status(404), timeout],
    failing('timeout', 'no answer within 20 s', null, hours(1)),
  ],
  [
    'a page instead of the feed',
    [timeout, page],
    failing('web-page', 'a web page, not a feed', null, hours(1)),
  ],
  [
    '503 with and without Retry-After',
    [later(null), status(503)],
    failing('status', '503 from the server', 503, 0),
  ],
])('why it fails, and since when: %s', (_name, [first = timeout, second = timeout], expected) => {
  expect(polled([first], [second, { now: now + hours(1) }]).failing).toEqual(expected);
});

test('a private address that we refuse is no failure: nothing is counted, and it is asked as soon as it may be', () => {
  const before = polled([fresh()], [timeout]);
  const state = polled([fresh()], [timeout], [notAllowed, { now: now + hours(2) }]);
  expect(state).toEqual({
    ...before,
    due: at(hours(2)),
    dueWhy: 'at a private address, which --allow-private or fetch.allow lets be asked',
    failing: failing('not-allowed', 'private address: 10.0.0.8', null, hours(2)),
  });
});

test('a redirect to a private address is a failure like others', () => {
  const state = polled([{ ...notAllowed, reached: true }]);
  expect([state.failures, state.failing?.reason]).toEqual([1, 'private-address']);
});

test('410 once is asked again a day later, not sooner, by no jitter', () => {
  const state = polled([gone, { random: 0 }]);
  expect(state.gone).toEqual({ since: at(0), confirmed: false });
  expect([state.due, state.dueWhy]).toEqual([at(days(1)), 'asked once more a day after its first 410']);
});

test.each([
  ['a day later: confirmed', [[gone], [gone, { now: now + days(1) }]], { since: at(0), confirmed: true }],
  ['an hour later: not yet', [[gone], [gone, { now: now + hours(1) }]], { since: at(0), confirmed: false }],
  [
    'a day after the first, with one between',
    [[gone], [gone, { now: now + hours(1) }], [gone, { now: now + days(1) }]],
    { since: at(0), confirmed: true },
  ],
  [
    'with a timeout between, which says nothing',
    [[gone], [timeout], [gone, { now: now + days(1) }]],
    { since: at(0), confirmed: true },
  ],
  [
    'with errors between, which say nothing either',
    [[gone], [status(500)], [later(null)], [status(404)], [gone, { now: now + days(1) }]],
    { since: at(0), confirmed: true },
  ],
  [
    'with a success between: from the start',
    [[gone], [fresh()], [gone, { now: now + days(1) }]],
    { since: at(days(1)), confirmed: false },
  ],
] as const)('410 twice, %s', (_name, polls, expected) => {
  expect(polled(...polls).gone).toEqual(expected);
});

const newUrl = 'https://new.example/feed.xml' as HttpUrl;

test('a move is followed once a feed was read there, also by a 304', () => {
  for (const outcome of [fresh({ movedTo: newUrl }), unchanged({ movedTo: newUrl })]) {
    const state = polled([outcome]);
    expect([state.listed, state.url, movedTo(state)]).toEqual([feedUrl, newUrl, newUrl]);
  }
});

test.each([
  ['a page', page],
  ['an error', status(404)],
  ['a timeout', timeout],
])('a move to %s changes nothing', (_name, outcome) => {
  expect(polled([outcome]).url).toBe(feedUrl);
});

test('a move back is none', () => {
  const back = fresh({ movedTo: 'https://BLOG.example:443/feed.xml' as HttpUrl });
  expect(movedTo(polled([fresh({ movedTo: newUrl })], [back]))).toBeNull();
});

test('a move to an address that keeps failing is given up for the listed one', () => {
  const moved = [fresh({ movedTo: newUrl })] as const;
  expect(polled(moved, ...times(3, timeout)).url).toBe(newUrl);
  expect(polled(moved, ...times(4, timeout)).url).toBe(feedUrl);
});

test('a moved address that is gone is asked again at the listed one', () => {
  const state = polled([fresh({ movedTo: newUrl })], [gone]);
  expect([state.url, state.gone]).toEqual([feedUrl, { since: at(0), confirmed: false }]);
});
