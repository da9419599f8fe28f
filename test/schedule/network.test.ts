import { describe, expect, test } from 'vitest';
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
  const { offline, waiting, ours } = watch.end();
  return { steps, offline, waiting: waiting.join(''), ...(ours.length > 0 ? { ours: ours.join('') } : {}) };
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

test('a limit of this machine is held against nobody, whether the network works or not', () => {
  const tooMany = unreached('own-limit', 'too many open files here (EMFILE)');
  const onTheWay = { ...tooMany, reached: true };
  expect(judged([tooMany, tooMany, tooMany])).toEqual({
    steps: ['', '', ''],
    offline: false,
    waiting: '',
    ours: 'abc',
  });
  expect(judged([fresh(), tooMany, onTheWay, noName])).toEqual({
    steps: ['a', '', '', 'd'],
    offline: false,
    waiting: '',
    ours: 'bc',
  });
});

describe('that nothing is reached', () => {
  const names = (count: number) => Array.from({ length: count }, (_, n) => `b${n}.example`);
  test.each([
    ['of many hosts twenty have been asked', names(100), names(20), true],
    ['nineteen', names(100), names(19), false],
    ['of few all have been asked', names(3), names(3), true],
    ['of two', names(2), names(2), false],
    ['of many, those that failed before', names(100), names(200).slice(100), false],
  ])('shows that our own network is down: %s', (_name, well, asked, isSilent) => {
    const watch = networkWatch<string>(new Set(well));
    for (const host of asked) watch.asks(host);
    expect(watch.isSilent()).toBe(isSilent);
  });

  test('counts no host that was not sent anything', () => {
    const watch = networkWatch<string>(new Set(names(30)));
    for (const host of names(30)) watch.asks(host);
    for (const host of names(11)) watch.heard(host, notAllowed, host);
    expect(watch.isSilent()).toBe(false);
  });

  test('counts no host for which a limit of this machine left no connection', () => {
    const watch = networkWatch<string>(new Set(names(30)));
    for (const host of names(30)) watch.asks(host);
    for (const host of names(11)) watch.heard(host, unreached('own-limit', 'too many open files'), host);
    expect(watch.isSilent()).toBe(false);
  });

  test('is over with the first that is', () => {
    const watch = networkWatch<string>(new Set(names(30)));
    for (const host of names(30)) watch.asks(host);
    watch.reached();
    expect(watch.isSilent()).toBe(false);
    expect(watch.heard('a', noName, 'a')).toEqual(['a']);
  });
});
