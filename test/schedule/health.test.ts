import { expect, test } from 'vitest';
import type { FailureReason } from '../../src/fetch/result.js';
import { healthOf, newPollState, type PollOutcome, shortHealth } from '../../src/schedule/index.js';
import {
  at,
  days,
  feedUrl,
  fresh,
  gone,
  later,
  notAllowed,
  now,
  page,
  polled,
  status,
  timeout,
} from './polling.js';

const failed = (reason: FailureReason, message: string): Extract<PollOutcome, { kind: 'failed' }> => ({
  kind: 'failed',
  reason,
  message,
  status: null,
  reached: true,
  traffic: { requests: 1, bytes: 0 },
});
const noFeed: PollOutcome = {
  kind: 'not-a-feed',
  message: 'JSON, but not a JSON Feed',
  traffic: { requests: 1, bytes: 9 },
};

test.each([
  [status(503), { reason: 'status', status: 503 }, '503 since 18 Nov'],
  [status(404), { reason: 'status', status: 404 }, '404 since 18 Nov'],
  [later(null, { status: 429 }), { reason: 'status', status: 429 }, '429 since 18 Nov'],
  [gone, { reason: 'status', status: 410 }, '410 since 18 Nov'],
  [page, { reason: 'web-page' }, 'a web page, not a feed'],
  [noFeed, { reason: 'not-a-feed' }, 'JSON, but not a JSON Feed'],
  [timeout, { reason: 'timeout' }, 'no answer within 20 s'],
  [failed('dns', 'no such host: secret.example'), { reason: 'dns' }, 'no such host: secret.example'],
  [
    failed('tls', 'certificate expired on 3 May 2026'),
    { reason: 'certificate', message: 'certificate expired on 3 May 2026' },
    'certificate expired on 3 May 2026',
  ],
  [failed('tls', 'TLS failed (ERR_SSL_X)'), { reason: 'tls' }, 'TLS failed (ERR_SSL_X)'],
  [{ ...failed('empty', 'an empty answer'), status: 200 }, { reason: 'empty' }, 'an empty answer'],
  [failed('refused', 'connection refused'), { reason: 'refused' }, 'connection refused'],
])('health, for a page and in words for the terminal: %j', (outcome, cause, short) => {
  const state = polled([fresh()], [outcome]);
  expect(healthOf(state)).toEqual({ kind: 'failing', cause, since: at(0) });
  expect(shortHealth(state, now)).toBe(short);
});

test.each([
  ['new', newPollState(feedUrl), { kind: 'new' }, 'new'],
  ['fine', polled([fresh()]), { kind: 'fine' }, 'ok'],
  ['gone', polled([gone], [gone, { now: now + days(1) }]), { kind: 'gone', since: at(0) }, 'gone (410)'],
])('health: %s', (_name, state, health, short) => {
  expect(healthOf(state)).toEqual(health);
  expect(shortHealth(state, now)).toBe(short);
});

test('a private address that is not allowed is told to the operator, not on pages', () => {
  const state = polled([fresh()], [notAllowed]);
  expect(healthOf(state)).toEqual({ kind: 'fine' });
  expect(healthOf(polled([notAllowed]))).toEqual({ kind: 'new' });
  expect(shortHealth(state, now)).toBe('private address: 10.0.0.8');
});

test('health does not change with the number of tries', () => {
  expect(healthOf(polled([timeout], [timeout], [timeout]))).toEqual(healthOf(polled([timeout])));
});

test('the terminal names the year of another year', () => {
  expect(shortHealth(polled([status(404)]), now + days(365))).toBe('404 since 18 Nov 2026');
});
