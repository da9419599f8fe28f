import { describe, expect, test } from 'vitest';
import { type HttpUrl, instant } from '../../src/model/values.js';
import {
  afterAsking,
  afterDenial,
  afterPushOf,
  afterRefusal,
  afterVerification,
  isAskedNow,
  isOver,
  isRunning,
  newSubscription,
  type Subscription,
  unwanted,
} from '../../src/schedule/index.js';
import { at, days, hours, now } from './polling.js';

const named = {
  ...{ id: 'id', secret: 'secret', source: 'a-00000001' },
  ...{ hub: 'https://hub.example/' as HttpUrl, topic: 'https://blog.example/feed.xml' as HttpUrl },
  callback: 'https://planet.example/websub/id' as HttpUrl,
};
const fresh = newSubscription(named, now);
const minutes = (n: number) => n * 60_000;

test('a new one is asked for at once, and does not run', () => {
  expect(fresh).toMatchObject({ wants: 'subscribe', next: at(0), leaseUntil: null, tries: 0, problem: null });
  expect(isRunning(fresh, now)).toBe(false);
});

test('a hub that does not verify is asked again after 10 minutes, twice as long each time, up to a day', () => {
  const waits: number[] = [];
  let one: Subscription = fresh;
  for (let tries = 0; tries < 10; tries += 1) {
    one = afterAsking(one, now);
    waits.push((Date.parse(one.next) - now) / minutes(1));
  }
  expect(waits).toEqual([10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]);
});

test.each<[string, number | null, number]>([
  ['says nothing of when', null, minutes(10)],
  ['asks for less', minutes(1), minutes(10)],
  ['asks for more', hours(2), hours(2)],
  ['asks for far too much', days(30), days(1)],
])('one that refuses and %s is asked again after that', (_what, retryAfterMs, wait) => {
  const refused = afterRefusal(
    afterAsking(fresh, now),
    { message: '503 from the server', retryAfterMs },
    now,
  );
  expect(refused).toMatchObject({ problem: '503 from the server', next: at(wait) });
});

test.each<[string, number | null, number, number]>([
  ['an hour', 3600, hours(1), minutes(48)],
  ['ten seconds', 10, 10_000, 8000],
  ['what it does not say: ten days', null, days(10), days(8)],
  ['for ever: a year', 999_999_999_999, days(365), days(292)],
  ['nothing', 0, 0, 0],
])('a lease of %s is renewed when four fifths of it are over', (_what, seconds, lease, renewal) => {
  const verified = afterVerification({ ...fresh, tries: 3, problem: 'x' }, seconds, now);
  expect(verified).toMatchObject({ leaseUntil: at(lease), next: at(renewal), tries: 0, problem: null });
  if (lease > 0) expect(isRunning(verified, now + lease - 1000)).toBe(true);
  expect(isRunning(verified, now + lease)).toBe(false);
});

test.each<[string, Subscription, number, boolean]>([
  ['one that is new', fresh, 0, true],
  ['not while its lease is long', afterVerification(fresh, 3600, now), minutes(47), false],
  ['when four fifths of it are over', afterVerification(fresh, 3600, now), minutes(48), true],
  ['not while a lease of a year is long', afterVerification(fresh, 999_999_999, now), 0, false],
  [
    'where a clock that was a month ahead has put it off',
    afterVerification(fresh, null, now + days(30)),
    0,
    true,
  ],
  ['where a clock that was two days ahead had it asked', afterAsking(fresh, now + days(2)), 0, true],
  ['not before a day has gone by since it was denied', afterDenial(fresh, '', now), 0, false],
  ['where a clock that was wrong heard it denied', afterDenial(fresh, '', now + days(2)), 0, true],
])('a hub is asked: %s', (_what, one, later, asked) => {
  expect(isAskedNow(one, now + later)).toBe(asked);
});

test('one that denies pushes no more, and is asked a day later', () => {
  const denied = afterDenial(afterVerification(fresh, 3600, now), 'closed', now);
  expect(denied).toMatchObject({ leaseUntil: null, next: at(days(1)), problem: 'denied by the hub: closed' });
  expect(afterDenial(fresh, '', now).problem).toBe('denied by the hub');
});

test('pushes are counted', () => {
  expect(afterPushOf(afterPushOf(fresh, now), now + 5000)).toMatchObject({
    pushes: 2,
    lastPush: instant(now + 5000),
  });
});

describe('what nobody wants any more', () => {
  const running = afterVerification(fresh, 3600, now);
  const ending = unwanted({ ...running, tries: 2 }, now);

  test('is asked to end, once and not anew', () => {
    expect(ending).toMatchObject({ wants: 'unsubscribe', tries: 0, next: at(0) });
    expect(unwanted(ending, now + 5000)).toBe(ending);
    expect(isRunning(ending, now)).toBe(false);
  });

  test.each<[string, Subscription, number, boolean]>([
    ['when it never ran', unwanted(fresh, now), 0, true],
    ['not while its hub may push', ending, 0, false],
    ['when its lease has ended', ending, hours(1), true],
    ['when its hub does not hear', { ...ending, tries: 5 }, 0, true],
    ['not when it is wanted', { ...fresh, tries: 9 }, days(9), false],
  ])('is over %s', (_what, one, later, over) => expect(isOver(one, now + later)).toBe(over));
});
