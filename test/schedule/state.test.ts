import { expect, test } from 'vitest';
import type { HttpUrl } from '../../src/model/values.js';
import { isDue, newPollState, polledElsewhere, relisted } from '../../src/schedule/index.js';
import {
  at,
  days,
  feedUrl,
  fresh,
  gone,
  hours,
  later,
  now,
  page,
  polled,
  status,
  timeout,
  unchanged,
} from './polling.js';

const both = { etag: '"1"', lastModified: 'Wed, 18 Nov 2026 10:00:00 GMT' };
const none = { etag: null, lastModified: null };

test.each([
  ['a 200 that parsed gives both', [fresh({ validators: both })], both],
  [
    'a 200 replaces both, and forgets what it does not send',
    [fresh({ validators: both }), fresh({ validators: { etag: '"2"', lastModified: null } })],
    { etag: '"2"', lastModified: null },
  ],
  ['a 200 without any leaves none', [fresh({ validators: both }), fresh({ validators: none })], none],
  ['a 304 without any changes nothing', [fresh({ validators: both }), unchanged({ validators: none })], both],
  [
    'a 304 replaces the one that it sends',
    [fresh({ validators: both }), unchanged({ validators: { etag: '"2"', lastModified: null } })],
    { ...both, etag: '"2"' },
  ],
  [
    'a 304 replaces the other that it sends',
    [fresh({ validators: both }), unchanged({ validators: { etag: null, lastModified: 'x' } })],
    { ...both, lastModified: 'x' },
  ],
  ['an error changes nothing', [fresh({ validators: both }), status(500)], both],
  ['a timeout changes nothing', [fresh({ validators: both }), timeout], both],
  ['a page instead of a feed changes nothing', [fresh({ validators: both }), page], both],
  ['Retry-After changes nothing', [fresh({ validators: both }), later(1000)], both],
  ['410 changes nothing', [fresh({ validators: both }), gone], both],
])('validators: %s', (_name, outcomes, expected) => {
  const state = polled(...outcomes.map((outcome) => [outcome] as const));
  expect(state.validators).toEqual({ ...expected, from: feedUrl });
});

test.each([
  ['cut, on a way that doesn’t show the end', { complete: false }, true, '"1"'],
  ['cut by its publisher', { complete: true }, true, '"2"'],
  ['whole', { complete: false }, false, '"2"'],
])('validators of a document that is %s', (_name, way, cut, etag) => {
  const state = polled(
    [fresh()],
    [fresh({ ...way, validators: { etag: '"2"', lastModified: null } }), { cut }],
  );
  expect(state.validators).toEqual({ etag, lastModified: null, from: feedUrl });
});

test('validators belong to the address that the body came from', () => {
  const end = 'https://cdn.example/feed' as HttpUrl;
  expect(polled([fresh({ url: end })]).validators.from).toBe(end);
});

test('counts polls, 304s, requests and bytes', () => {
  const state = polled(
    [fresh({ traffic: { requests: 3, bytes: 500 } })],
    [unchanged()],
    [timeout],
    [later(hours(1), { asked: false, traffic: { requests: 0, bytes: 0 } })],
  );
  expect(state).toMatchObject({ polls: 3, notModified: 1, requests: 5, bytes: 600 });
});

test('is plain JSON', () => {
  const state = polled([fresh()], [later(hours(1))], [gone]);
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
});

test('remembers the last poll and the last success', () => {
  const state = polled([fresh()], [timeout, { now: now + hours(1) }]);
  expect([state.lastPoll, state.lastSuccess]).toEqual([at(hours(1)), at(0)]);
});

const waits = 'the server asked to wait (Retry-After)';
const fine = { byHand: false, hostUntil: null, rhythm: null };
const byHand = { ...fine, byHand: true };
const goneForGood = polled([gone], [gone, { now: now + days(1) }]);

test.each([
  ['never polled', newPollState(feedUrl), 0, fine, true, 'new'],
  ['before its time', polled([fresh()]), hours(0.94), fine, false, 'every hour'],
  ['at its time', polled([fresh()]), hours(0.95), fine, true, 'every hour'],
  ['before its time, asked for by hand', polled([fresh()]), 0, byHand, true, 'asked for by hand'],
  ['backing off, asked for by hand', polled([timeout], [timeout]), 0, byHand, true, 'asked for by hand'],
  [
    'held back by freshness, asked for by hand',
    polled([fresh({ freshness: { freshForMs: days(9), sentAt: null } })]),
    0,
    byHand,
    true,
    'asked for by hand',
  ],
  ['under Retry-After', polled([later(hours(9))]), hours(8), fine, false, waits],
  ['under Retry-After, asked for by hand', polled([later(hours(9))]), hours(8), byHand, false, waits],
  ['after Retry-After', polled([later(hours(9))]), hours(9), fine, true, waits],
  [
    'after a short Retry-After within our back-off, asked for by hand',
    polled([later(60_000)]),
    60_000,
    byHand,
    true,
    'asked for by hand',
  ],
  [
    'its host is held by another source',
    polled([fresh()]),
    hours(2),
    { ...byHand, hostUntil: at(hours(3)) },
    false,
    waits,
  ],
  [
    'its host is held no more',
    polled([fresh()]),
    hours(3),
    { ...fine, hostUntil: at(hours(3)) },
    true,
    'every hour',
  ],
  ['new, but its host is held', newPollState(feedUrl), 0, { ...fine, hostUntil: at(1000) }, false, waits],
  [
    '410 once, within the day',
    polled([gone]),
    hours(23),
    fine,
    false,
    'asked once more a day after its first 410',
  ],
  [
    '410 once, within the day, asked for by hand',
    polled([gone]),
    hours(23),
    byHand,
    false,
    'asked once more a day after its first 410',
  ],
  ['410 once, after a day', polled([gone]), days(1), fine, true, 'asked once more a day after its first 410'],
  ['410 confirmed', goneForGood, days(365), fine, false, 'gone for good (410)'],
  ['410 confirmed, asked for by hand', goneForGood, days(365), byHand, false, 'gone for good (410)'],
  [
    'due in a year by a clock that was wrong',
    polled([fresh(), { now: now + days(365) }]),
    0,
    fine,
    true,
    'every hour',
  ],
  [
    'asked to wait by a clock that was a year ahead',
    polled([later(hours(2)), { now: now + days(365), passStart: now + days(365) }]),
    0,
    fine,
    true,
    waits,
  ],
  ['its host, by such a clock', newPollState(feedUrl), 0, { ...fine, hostUntil: at(days(365)) }, true, 'new'],
  [
    '410 once, by such a clock',
    polled([gone, { now: now + days(365) }]),
    0,
    fine,
    true,
    'asked once more a day after its first 410',
  ],
])('is it due? %s', (_name, state, after, asked, due, why) => {
  expect(isDue(state, now + after, asked)).toEqual({ due, why });
});

test('what has been since a time that lies ahead, as a clock that was wrong says, is since now', () => {
  const ahead = { now: now + days(365), passStart: now + days(365) };
  const since = at(0);
  expect(polled([gone, ahead], [gone, { now }]).gone).toEqual({ since, confirmed: false });
  expect(polled([gone, ahead], [gone, { now }], [gone, { now: now + days(1) }]).gone?.confirmed).toBe(true);
  expect(polled([timeout, ahead], [timeout, { now }]).failing).toMatchObject({ since });
  expect(polled([unchanged(), ahead], [unchanged(), { now }]).unchangedSince).toBe(since);
  const moved = fresh({ movedTo: 'https://new.example/' as HttpUrl });
  const strange = { familiar: false };
  expect(polled([moved, { ...strange, ...ahead }], [moved, { ...strange, now }]).doubted).toMatchObject({
    since,
  });
});

test('an hourly cron polls an hourly source every time, whatever the jitter and however late its turn came', () => {
  for (const random of [0, 0.5, 1]) {
    let state = newPollState(feedUrl);
    for (let hour = 0; hour < 48; hour += 1) {
      const passStart = now + hours(hour) + (hour % 3) * 1000; // cron is never exact
      expect(isDue(state, passStart, fine).due).toBe(true);
      state = polled([fresh(), { passStart, now: passStart + (hour % 2) * 600_000, random }]);
    }
  }
});

test('an edited address is a new beginning that keeps the counts', () => {
  const edited = 'https://elsewhere.example/feed' as HttpUrl;
  const state = relisted(goneForGood, edited);
  expect(isDue(state, now, fine)).toEqual({ due: true, why: 'new' });
  expect(state).toMatchObject({
    listed: edited,
    url: edited,
    gone: null,
    failing: null,
    failures: 0,
    polls: 2,
  });
  expect(relisted(goneForGood, feedUrl)).toBe(goneForGood);
});

test('a move that the operator writes down is asked no earlier for it, unless it fails', () => {
  const moved = 'https://new.example/feed.xml' as HttpUrl;
  const state = polled([fresh({ movedTo: moved })]);
  expect(relisted(state, moved)).toEqual({ ...state, listed: moved });
  expect(relisted(polled([fresh({ movedTo: moved })], [timeout]), moved)).toMatchObject({
    url: moved,
    due: null,
    failing: null,
  });
});

const source = (key: string, listed: string, url = listed) => ({
  key,
  poll: { ...newPollState(listed as HttpUrl), url: url as HttpUrl },
});
const a = 'https://a.example/feed';
const b = 'https://b.example/feed';

test.each([
  ['different ones', [source('a', a), source('b', b)], []],
  ['one moved to the other', [source('a', a, b), source('b', b)], [['a', 'b']]],
  ['the other moved to the one', [source('a', a), source('b', b, a)], [['b', 'a']]],
  [
    'two moved to a third',
    [source('a', a, 'https://c.example/'), source('b', b, 'https://c.example/')],
    [['b', 'a']],
  ],
  [
    'another spelling of the host',
    [source('a', a), source('b', b, 'https://A.example:443/feed#x')],
    [['b', 'a']],
  ],
  ['another spelling of the path is another address', [source('a', a), source('b', b, `${a}/`)], []],
])('sources that end at one address are polled once: %s', (_name, sources, expected) => {
  expect([...polledElsewhere(sources)]).toEqual(expected);
});

test('the ten newest polls are remembered: when, what was asked for, and what came', () => {
  const traffic = (bytes: number) => ({ requests: 1, bytes });
  const three = polled(
    [
      { ...fresh(), traffic: traffic(5000) },
      { now: now - hours(2), conditional: false },
    ],
    [{ ...unchanged(), traffic: traffic(0) }, { now: now - hours(1) }],
    [status(500), { now }],
  );
  expect(three.recent).toEqual([
    { at: at(0), came: '500 from the server', bytes: expect.any(Number) },
    { at: at(-hours(1)), came: '304' },
    { at: at(-hours(2)), came: 'a document', bytes: 5000, whole: true },
  ]);
  const held = polled([later(hours(2), { asked: false }), { now, asksListed: true }]);
  expect(held.recent[0]?.came).toBe('nothing: its host is left alone');
  const many = polled(
    ...Array.from({ length: 12 }, (_, n) => [unchanged(), { now: now + hours(n) }] as const),
  );
  expect(many.recent).toHaveLength(10);
  expect(many.recent[0]?.at).toBe(at(hours(11)));
});
