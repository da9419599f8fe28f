import { expect, test } from 'vitest';
import {
  afterFetch,
  afterPush,
  afterPushes,
  type PollContext,
  type PollOutcome,
  type PollState,
  pushMissed,
} from '../../src/schedule/index.js';
import {
  at,
  context,
  days,
  fresh,
  hours,
  minutesUntilDue,
  now,
  polled,
  status,
  unchanged,
} from './polling.js';

const { policy } = context();
const push = (state: PollState, later = 0, wanted = policy) =>
  afterPush(state, { policy: wanted, now: now + later, random: 1 });
const hourly = polled([fresh()]);
/** The jitter at its longest. */
const DAILY = 1368;

test('a push puts the next poll off to a day after the last one, and none puts it off further', () => {
  expect(minutesUntilDue(hourly)).toBe(57);
  const pushed = push(hourly, hours(0.5));
  expect(pushed).toMatchObject({ pushed: at(hours(0.5)), dueWhy: 'daily, as its hub pushes news' });
  expect(minutesUntilDue(pushed)).toBe(DAILY);
  expect(minutesUntilDue(push(pushed, hours(20)))).toBe(DAILY);
});

test.each<[string, PollState]>([
  ['fails', polled([fresh()], [status(500)])],
  ['may be gone', polled([fresh()], [status(410)])],
  ['is asked later already', polled([fresh(), { published: [at(days(-90))] }])],
])('the next poll of a source that %s stays when it is', (_what, state) => {
  expect(push(state)).toEqual({ ...state, pushed: at(0) });
});

test('so does that of a source with an interval of its own', () => {
  const own = { minMs: hours(1), maxMs: hours(1), freshnessMs: null };
  expect(minutesUntilDue(push(hourly, 0, own))).toBe(57);
});

test.each<[string, PollOutcome, Partial<PollContext>, boolean]>([
  ['the document has nothing that was not pushed', fresh(), { missed: false }, true],
  ['it has not changed', unchanged(), {}, true],
  ['it has news that no push had brought', fresh(), { missed: true }, false],
])('after a poll it is daily again where %s', (_what, outcome, changes, isDaily) => {
  const later = context({ now: now + days(1), published: [at(days(1))], ...changes });
  const state = afterFetch(push(hourly), outcome, later);
  expect(state.pushed === null).toBe(!isDaily);
  expect(minutesUntilDue(state)).toBe(24 * 60 + (isDaily ? DAILY : 57));
});

test('an interval that is longer than a day already stays', () => {
  const changes = { published: [at(days(-90))], policy: { ...policy, maxMs: days(7) } };
  expect(minutesUntilDue(afterFetch(push(hourly), fresh(), context(changes)))).toBe(0.95 * 7 * 24 * 60);
});

test('when pushes end it is asked at once, and by its own rhythm from then on', () => {
  const ended = afterPushes(push(hourly), now + hours(3));
  expect(ended).toMatchObject({ pushed: null, due: at(hours(3)), dueWhy: 'its hub pushes no more' });
  expect(minutesUntilDue(afterFetch(ended, unchanged(), context()))).toBe(57);
});

test('when one may have been missed it is asked at once, and daily from then on', () => {
  const missed = pushMissed(push(hourly), now + hours(3));
  expect(missed).toMatchObject({ pushed: at(0), due: at(hours(3)) });
  expect(minutesUntilDue(afterFetch(missed, unchanged(), context()))).toBe(DAILY);
});

test.each([
  ['fails', polled([fresh()], [status(500)])],
  ['is due already', { ...hourly, due: at(hours(-1)) }],
])('a source that %s is asked no sooner for that', (_what, state) => {
  expect(pushMissed(state, now)).toEqual(state);
});
