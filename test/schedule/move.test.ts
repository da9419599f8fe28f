import { expect, test } from 'vitest';
import type { HttpUrl } from '../../src/model/values.js';
import {
  movedTo,
  newPollState,
  type PollContext,
  type PollOutcome,
  type PollState,
  plannedRequest,
  refusesStrangers,
} from '../../src/schedule/index.js';
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

const newUrl = 'https://new.example/feed.xml' as HttpUrl;
const other = 'https://other.example/feed.xml' as HttpUrl;

type Poll = readonly [PollOutcome, Partial<PollContext>?];

const known: Poll = [fresh()];
const moved: Poll = [fresh({ movedTo: newUrl, url: newUrl })];
/** A permanent redirect to a document without a known entry, so long after `now`. */
const strangers = (after: number, to = newUrl): Poll => [
  fresh({ movedTo: to, url: to }),
  { now: now + after, familiar: false },
];

test.each([
  ['with a known entry: at once', [known, moved], newUrl, null],
  ['of a source of which nothing is known: at once', [moved], newUrl, null],
  ['to strangers, once', [known, strangers(0)], null, { to: newUrl, times: 1, since: at(0) }],
  [
    'to strangers, twice over a day',
    [known, strangers(0), strangers(days(1))],
    null,
    { to: newUrl, times: 2, since: at(0) },
  ],
  [
    'to strangers, three times within a day',
    [known, strangers(0), strangers(hours(1)), strangers(hours(23))],
    null,
    { to: newUrl, times: 3, since: at(0) },
  ],
  [
    'to strangers, three times over a day',
    [known, strangers(0), strangers(hours(1)), strangers(days(1))],
    newUrl,
    null,
  ],
  [
    'to strangers, and with a known entry the second time: at once',
    [known, strangers(0), [fresh({ movedTo: newUrl, url: newUrl }), { now: now + hours(1) }]],
    newUrl,
    null,
  ],
  [
    'nowhere, to strangers at its own address, who leave no doubt',
    [known, strangers(0), [fresh(), { now: now + hours(1), familiar: false }]],
    null,
    null,
  ],
  [
    'to strangers, with failures between',
    [known, strangers(0), [timeout], strangers(hours(2)), [status(500)], strangers(days(2))],
    newUrl,
    null,
  ],
  [
    'to strangers, with the feed itself between',
    [known, strangers(0), strangers(hours(1)), [fresh(), { now: now + hours(2) }], strangers(days(1))],
    null,
    { to: newUrl, times: 1, since: at(days(1)) },
  ],
  [
    'to other strangers each time',
    [known, strangers(0), strangers(hours(1)), strangers(days(1), other)],
    null,
    { to: other, times: 1, since: at(days(1)) },
  ],
])(
  'a permanent redirect is believed when its document is known, or when it has lasted: %s',
  (_name, polls, to, doubted) => {
    const state = polled(...(polls as Poll[]));
    expect([movedTo(state), state.doubted]).toEqual([to, doubted]);
  },
);

test('one that is not believed is followed each time, from the listed address', () => {
  const state = polled(known, strangers(0));
  expect(plannedRequest(state, now + hours(1), false)).toEqual({
    url: feedUrl,
    validators: { etag: '"1"', lastModified: null, from: feedUrl },
    asksListed: false,
  });
});

test.each([
  ['met for the first time', [known], true],
  ['met for the third time, a day later', [known, strangers(0), strangers(hours(1))], false],
] as const)('its strangers are left alone until then: %s', (_name, polls, isRefused) => {
  const asked = { now: now + days(1), asksListed: false };
  const outcome = fresh({ movedTo: newUrl, url: newUrl });
  expect(refusesStrangers(polled(...polls), outcome, asked)).toBe(isRefused);
});

test('strangers at the address of a source itself are its news', () => {
  expect(refusesStrangers(polled(known), fresh(), { now, asksListed: false })).toBe(false);
});

test('a source that moved goes on from there by the same rule', () => {
  const state = polled(known, moved, strangers(hours(1), other));
  expect([state.url, state.doubted]).toEqual([newUrl, { to: other, times: 1, since: at(hours(1)) }]);
});

const urlAsked = (state: PollState, after: number) => plannedRequest(state, now + after, false).url;

test.each([
  ['of a source that moved', [known, moved], days(30), feedUrl],
  ['not before', [known, moved], days(30) - 1, newUrl],
  ['not of one that fails where it is', [known, moved, [timeout]], days(31), newUrl],
  ['of one that never moved it is the only one', [known], days(31), feedUrl],
] as const)('the listed address is asked about monthly: %s', (_name, polls, after, url) => {
  expect(urlAsked(polled(...polls), after)).toBe(url);
});

test('a source that was never asked is asked at its listed address', () => {
  expect(plannedRequest(newPollState(feedUrl), now, false)).toMatchObject({
    url: feedUrl,
    asksListed: false,
  });
});

/** After a month, the listed address gave this. */
const tried = (outcome: PollOutcome, changes: Partial<PollContext> = {}) =>
  polled(known, moved, [outcome, { now: now + days(30), asksListed: true, ...changes }]);

test.each([
  ['the feed', fresh(), feedUrl],
  ['the feed, by a temporary redirect', fresh({ url: other }), feedUrl],
  ['the feed, unchanged, by a temporary redirect', unchanged(), feedUrl],
  ['the same redirect', fresh({ movedTo: newUrl, url: newUrl }), newUrl],
  ['the same redirect, unchanged', unchanged({ movedTo: newUrl }), newUrl],
  ['another redirect', fresh({ movedTo: other, url: other }), other],
])('what answers there with known entries counts: %s', (_name, outcome, url) => {
  const state = tried(outcome);
  expect([state.url, state.listedAsked, state.lastSuccess]).toEqual([url, at(days(30)), at(days(30))]);
  expect(urlAsked(state, days(31))).toBe(url);
});

test.each([
  ['strangers', fresh(), { familiar: false }],
  ['a redirect to strangers', fresh({ movedTo: other, url: other }), { familiar: false }],
  ['404', status(404), {}],
  ['410', gone, {}],
  ['a time-out', timeout, {}],
  ['a page', page, {}],
  ['429', later(hours(2)), {}],
  ['nothing, as its host is held', later(hours(2), { asked: false }), {}],
])('nothing else does, and where the source is now it is asked next: %s', (_name, outcome, changes) => {
  const before = polled(known, moved);
  const state = tried(outcome, changes);
  expect(state).toEqual({
    ...before,
    lastPoll: at(days(30)),
    polls: before.polls + 1,
    requests: before.requests + outcome.traffic.requests,
    bytes: before.bytes + outcome.traffic.bytes,
    recent: [{ ...state.recent[0], at: at(days(30)) }, ...before.recent],
    listedAsked: at(days(30)),
    due: at(days(30)),
    dueWhy: 'its listed address was tried, without success',
  });
  expect([urlAsked(state, days(30)), urlAsked(state, days(60))]).toEqual([newUrl, feedUrl]);
});
