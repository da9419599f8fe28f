import { expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/read.js';
import { instant } from '../../../src/model/values.js';
import { type SourceStatus, statusOf } from '../../../src/operate/status/status.js';
import { newPollState, type PollState } from '../../../src/schedule/index.js';
import type { SourceRecord } from '../../../src/sources/record.js';
import { day, sourceRecord, url } from '../../support/build.js';

const now = Date.UTC(2026, 0, 10);
const hour = 3_600_000;
const a = url('https://a.example/feed');
const well: Partial<PollState> = {
  lastPoll: day(1),
  lastSuccess: day(1),
  due: instant(now + hour),
  dueWhy: 'every hour',
};

const doubt = { to: url('https://hotel.example/'), times: 2, since: day(1) };

function rows(
  sources: readonly (string | object)[],
  polls: readonly Partial<PollState>[],
  hosts: Readonly<Record<string, { until: ReturnType<typeof instant>; status: number }>> = {},
): readonly SourceStatus[] {
  const text = JSON.stringify({ site: { title: 'T', url: 'https://t.example/' }, sources, tags: {} });
  const parsed = parseConfig(text, 'feeds.json');
  if (!parsed.ok) throw new Error('bad test');
  const records = polls.map((poll, n): SourceRecord => {
    const listed = poll.listed ?? a;
    return sourceRecord(`s-0000000${n}`, { url: listed, poll: { ...newPollState(listed), ...poll } });
  });
  const known = new Map(records.map((record) => [record.key, record]));
  return statusOf(parsed.config, known, hosts, {}, now);
}

test.each<[string, readonly (string | object)[], Partial<PollState>, Partial<SourceStatus>]>([
  ['new: next due is now', [a], {}, { kind: 'new', nextDue: instant(now), why: 'new' }],
  ['well', [a], well, { kind: 'ok', nextDue: instant(now + hour), why: 'every hour' }],
  [
    'disabled: asked no more',
    [{ url: a, disabled: true }],
    well,
    { kind: 'disabled', nextDue: null, why: 'disabled in feeds.json' },
  ],
  [
    'gone: asked no more',
    [a],
    { ...well, gone: { since: day(1), confirmed: true } },
    { kind: 'gone', nextDue: null, why: 'gone for good (410)' },
  ],
  ['where a move is in doubt', [a], { ...well, doubted: doubt }, { kind: 'ok', doubtedMove: doubt }],
  ['moved', [a], { ...well, url: url('https://b.example/') }, { movedTo: url('https://b.example/') }],
])('%s', (_name, sources, poll, expected) => {
  expect(rows(sources, [poll])).toMatchObject([expected]);
});

test('a running Retry-After of its host puts a source off, a new one too', () => {
  const until = instant(now + 9 * hour);
  for (const poll of [{}, well]) {
    expect(rows([a], [poll], { 'a.example': { until, status: 429 } })).toMatchObject([
      { nextDue: until, why: 'the server asked to wait (Retry-After)' },
    ]);
  }
});

test('of two sources that end at one address one is asked, and the other says so', () => {
  const b = url('https://b.example/feed');
  const both = rows(
    [a, b],
    [
      { ...well, url: b },
      { ...well, listed: b, url: b },
    ],
  );
  expect(both).toMatchObject([
    { url: b, kind: 'ok' },
    {
      url: a,
      kind: 'shared',
      movedTo: b,
      nextDue: null,
      why: 'asked for another source that ends at its address',
    },
  ]);
});

test('those that need care come first, what has failed longest before all', () => {
  const at = (name: string) => url(`https://${name}.example/feed`);
  const names = ['fine', 'moved', 'new', 'gone', 'fails', 'failed'] as const;
  const failing = (since: number) => ({
    ...well,
    failures: 1,
    failing: { reason: 'dns', status: null, message: 'no such host', since: day(since) } as const,
  });
  const polls: Readonly<Record<(typeof names)[number], Partial<PollState>>> = {
    fine: well,
    moved: { ...well, url: url('https://elsewhere.example/') },
    new: {},
    gone: { ...well, gone: { since: day(1), confirmed: true } },
    fails: failing(9),
    failed: failing(2),
  };
  const sorted = rows(
    names.map(at),
    names.map((name) => ({ url: at(name), ...polls[name], listed: at(name) })),
  );
  expect(sorted.map(({ url: one }) => one)).toEqual(
    ['failed', 'fails', 'gone', 'moved', 'new', 'fine'].map((name) => at(name)),
  );
});
