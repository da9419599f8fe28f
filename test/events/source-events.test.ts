import { describe, expect, test } from 'vitest';
import type { SourceEvent } from '../../src/events/event.js';
import { nameOf } from '../../src/events/event.js';
import { sourceEvents } from '../../src/events/source-events.js';
import type { HttpUrl } from '../../src/model/values.js';
import { afterFetch, newPollState, type PollContext, type PollOutcome } from '../../src/schedule/index.js';
import {
  at,
  context,
  days,
  feedUrl,
  fresh,
  gone,
  hours,
  later,
  notAllowed,
  now,
  page,
  status,
  timeout,
  unchanged,
  unreached,
} from '../schedule/polling.js';

const about = { source: 'blog-00000001', title: 'A blog' };

type Poll = readonly [PollOutcome, Partial<PollContext>?];

/** What each of these polls of a new source tells. */
function told(...polls: readonly Poll[]): readonly (readonly SourceEvent[])[] {
  let state = newPollState(feedUrl);
  return polls.map(([outcome, changes]) => {
    const before = state;
    const moment = context(changes);
    state = afterFetch(before, outcome, moment);
    return sourceEvents(about, before, state, moment.now);
  });
}

const kinds = (...polls: readonly Poll[]) => told(...polls).map((events) => events.map(({ kind }) => kind));

describe('a source', () => {
  test.each<[string, readonly Poll[], readonly (readonly string[])[]]>([
    ['that is well tells nothing', [[fresh()], [unchanged()]], [[], []]],
    ['fails at once for what lasts', [[fresh()], [status(404)]], [[], ['failing']]],
    ['with a page in place of its feed, too', [[fresh()], [page]], [[], ['failing']]],
    ['that is never read fails as well', [[status(403)]], [['failing']]],
    ['that our own guard refuses fails', [[notAllowed]], [['failing']]],
    ['fails at the second time for what may pass', [[timeout], [timeout], [timeout]], [[], ['failing'], []]],
    ['of a server in trouble, too', [[status(500)], [status(502)]], [[], ['failing']]],
    ['that asks to wait, too', [[later(null, { status: 429 })], [later(null)]], [[], ['failing']]],
    ['whose host is unknown, too', [[unreached('dns', 'no such host')], [status(500)]], [[], ['failing']]],
    ['that fails once tells neither that nor its end', [[timeout], [fresh()]], [[], []]],
    ['that fails otherwise still fails', [[status(404)], [status(403)], [timeout]], [['failing'], [], []]],
    ['recovers', [[status(404)], [unchanged()], [unchanged()]], [['failing'], ['recovered'], []]],
    [
      'fails again after that',
      [[status(404)], [fresh()], [status(404), { now: now + days(1) }]],
      [['failing'], ['recovered'], ['failing']],
    ],
    [
      'is gone when a day later it is said again',
      [[gone], [gone, { now: now + days(1) }], [gone, { now: now + days(2) }]],
      [[], ['gone'], []],
    ],
    [
      'that was failing before is gone as well',
      [[status(404)], [gone], [gone, { now: now + days(1) }]],
      [['failing'], [], ['gone']],
    ],
  ])('%s', (_name, polls, expected) => {
    expect(kinds(...polls)).toEqual(expected);
  });

  test('that fails tells why, since when, and when it was last read', () => {
    const [, [first] = [], [second] = []] = told(
      [fresh(), { now: now - days(2) }],
      [status(404), { now: now - hours(1) }],
      [fresh()],
    );
    expect(first).toEqual({
      ...about,
      kind: 'failing',
      at: at(-hours(1)),
      cause: { reason: 'status', message: '404 from the server', status: 404 },
      since: at(-hours(1)),
      lastSuccess: at(-days(2)),
    });
    expect(second).toEqual({ ...about, kind: 'recovered', at: at(0), since: at(-hours(1)) });
  });

  test('that moves tells where to, once', () => {
    const movedTo = 'https://new.example/feed.xml' as HttpUrl;
    const events = told([fresh()], [fresh({ movedTo })], [fresh()]);
    expect(events).toEqual([[], [{ ...about, kind: 'moved', at: at(0), from: feedUrl, to: movedTo }], []]);
  });
});

describe('a source falls silent', () => {
  const published = (...ago: readonly number[]) => ago.map((n) => at(-days(n)));
  test.each([
    ['after a year, where it is known for one post', [364], 2, true],
    ['after a year, where it used to publish monthly', [364, 394, 424], 2, true],
    ['not within the year', [300, 301], 2, false],
    ['not within twice its rhythm', [364, 764], 2, false],
    ['but after that', [799, 1199], 2, true],
  ])('%s', (_name, ago, after, isTold) => {
    const dates = published(...ago);
    expect(kinds([fresh(), { published: dates }], [unchanged(), { now: now + days(after) }])).toEqual([
      [],
      isTold ? ['silent'] : [],
    ]);
  });

  test('once, with its last post and its rhythm; again after another post', () => {
    const dates = published(364, 374);
    const events = told(
      [fresh(), { published: dates }],
      [unchanged(), { now: now + days(2) }],
      [unchanged(), { now: now + days(3) }],
      [fresh(), { now: now + days(4), published: [at(days(4)), ...dates] }],
      [unchanged(), { now: now + days(800) }],
      [unchanged(), { now: now + days(1200) }],
    );
    expect(events[1]).toEqual([
      { ...about, kind: 'silent', at: at(days(2)), since: at(-days(364)), everyMs: days(10) },
    ]);
    expect(events.map((some) => some.map(({ kind }) => kind))).toEqual([
      [],
      ['silent'],
      [],
      [],
      ['silent'],
      [],
    ]);
    const all = events.flat().map(nameOf);
    expect(new Set(all).size).toBe(2);
  });

  test('not by being met so', () => {
    const dates = published(2000, 2010);
    expect(kinds([fresh(), { published: dates }], [unchanged()])).toEqual([[], []]);
  });
});
