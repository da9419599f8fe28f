import { expect, test } from 'vitest';
import { networkWatch, type PollOutcome } from '../../src/schedule/index.js';
import { fresh, gone, later, notAllowed, page, status, timeout, unreached } from './polling.js';

const noName = unreached('dns', 'no such host: a.example');
const noWay = unreached('network', 'host unreachable');
const noConnection = unreached('timeout', 'timed out: no connection within 10 s');
const notSent = later(1000, { asked: false, traffic: { requests: 0, bytes: 0 } });

/**
 * What can be judged after each outcome, and at the end; sources are named by letters, hosts too unless
 * given.
 */
function judged(outcomes: readonly PollOutcome[], hosts = 'abcdefgh') {
  const watch = networkWatch<string>();
  const steps = outcomes.map((outcome, i) =>
    watch.heard('abcdefgh'[i] ?? '', outcome, hosts[i] ?? '').join(''),
  );
  const { offline, waiting } = watch.end();
  return { steps, offline, waiting: waiting.join('') };
}

test.each([
  ['DNS', [noName, noName, noName]],
  ['one of each kind', [noName, noWay, noConnection]],
])('a pass in which three hosts fail and none answers is offline: %s', (_name, outcomes) => {
  expect(judged(outcomes)).toEqual({ steps: ['', '', ''], offline: true, waiting: 'abc' });
});

test.each([
  ['nothing was asked', [], [], ''],
  ['a single source', [noName], [''], 'a'],
  ['two hosts', [noName, noConnection], ['', ''], 'ab'],
])('of fewer than three hosts nobody knows, so they fail: %s', (_name, outcomes, steps, waiting) => {
  expect(judged(outcomes)).toEqual({ steps, offline: false, waiting });
});

test('three sources of one host are one host', () => {
  expect(judged([noName, noName, noName], 'aaa').offline).toBe(false);
});

test.each([
  ['a feed', fresh()],
  ['a page', page],
  ['404', status(404)],
  ['410', gone],
  ['429', later(1000)],
  ['a connection without an answer', timeout],
  ['a connection refused', { ...unreached('refused', 'connection refused'), reached: true }],
  ['a redirect to where nobody is', { ...noName, reached: true }],
  ['a redirect to a host that is held', later(1000, { asked: false })],
])('the first that answers shows that the network works; all that has waited fails: %s', (_name, answer) => {
  expect(judged([noName, noWay, noName, answer, noName])).toEqual({
    steps: ['', '', '', 'abcd', 'e'],
    offline: false,
    waiting: '',
  });
});

test.each([
  ['a private address that is not allowed', notAllowed],
  ['a request that was not sent, for a Retry-After', notSent],
])('what asked nobody says nothing, and waits for nothing: %s', (_name, outcome) => {
  expect(judged([noName, outcome, noName, noName])).toEqual({
    steps: ['', 'b', '', ''],
    offline: true,
    waiting: 'acd',
  });
});
