import { expect, test } from 'vitest';
import { instant, type SourceKey } from '../../src/model/values.js';
import type { SourceDetails } from '../../src/operate/status/source-details.js';
import { sourceReport } from '../../src/terminal/source-report.js';
import { createStyle } from '../../src/terminal/style.js';
import { url } from '../support/build.js';

const HOUR = 3_600_000;
const now = Date.UTC(2026, 10, 22, 15, 8);
const plain = createStyle({ color: false, unicode: true });

const fresh: SourceDetails = {
  key: 'a' as SourceKey,
  url: url('https://a.example/feed'),
  list: null,
  title: 'a.example',
  state: 'new',
  kind: 'new',
  movedTo: null,
  lastPoll: null,
  lastSuccess: null,
  nextDue: instant(now),
  why: 'new',
  failures: 0,
  failing: null,
  entries: 0,
  withheld: 0,
  polls: 0,
  notModified: 0,
  requests: 0,
  bytes: 0,
  settings: { tags: [], hints: [], full: false, intervalMs: null, private: false },
  feed: null,
  span: null,
  former: [],
  validators: { etag: null, lastModified: null },
  unchangedSince: null,
  recent: [],
  heldUntil: null,
  subscription: null,
  doubtedMove: null,
};

test('a source that was never asked', () => {
  expect(sourceReport(fresh, now, plain)).toBe(`a.example
https://a.example/feed

  state       new
  last poll   never
  last ok     never
  next        now: new
  posts       0
  polls       none yet
  asked with  no validators: the whole document is wanted
`);
});

test('a source of which there is much to tell', () => {
  const much: SourceDetails = {
    ...fresh,
    title: 'Segfault Weekly',
    state: '503 since 9 Nov',
    kind: 'failing',
    movedTo: url('https://b.example/feed'),
    lastPoll: instant(now - 20_000),
    lastSuccess: instant(now - 13 * 24 * HOUR),
    nextDue: instant(now + 4 * HOUR),
    why: 'backing off, 3 failures',
    failures: 3,
    failing: { reason: 'status', message: '503 from the server', since: instant(Date.UTC(2026, 10, 9)) },
    entries: 1318,
    withheld: 12,
    polls: 100,
    notModified: 97,
    requests: 130,
    bytes: 4_100_000,
    settings: { tags: ['ffi'], hints: ['c'], full: true, intervalMs: 6 * HOUR, private: true },
    feed: { format: 'Atom 1.0', home: url('https://b.example/'), language: 'en' },
    span: { from: instant(Date.UTC(2015, 4, 2)), to: instant(Date.UTC(2026, 10, 9)) },
    former: [url('https://old.example/')],
    validators: { etag: '"abc"', lastModified: 'Mon, 09 Nov 2026 00:00:00 GMT' },
    unchangedSince: instant(now - 14 * 24 * HOUR),
    recent: [
      { at: instant(now - 20_000), came: '503 from the server', bytes: 120 },
      { at: instant(now - HOUR), came: '304' },
      { at: instant(now - 2 * HOUR), came: 'a document', bytes: 1_234_567, whole: true },
    ],
    heldUntil: instant(now + HOUR),
    doubtedMove: { times: 1, to: url('https://c.example/'), since: instant(Date.UTC(2026, 10, 21)) },
  };
  expect(sourceReport(much, now, plain)).toBe(`Segfault Weekly
https://a.example/feed

  state       503 since 9 Nov
  failing     503 from the server, since 9 Nov 2026, 3 polls in a row
  last poll   2026-11-22T15:07:40Z (just now)
  last ok     2026-11-09T15:08:00Z (13 d ago)
  next        in 4 h: backing off, 3 failures
  held        until 2026-11-22T16:08:00Z, as its server asked
  moved to    https://b.example/feed; feeds.json should say so
  led to      https://c.example/ since 21 Nov 2026, not believed yet
  before      https://old.example/
  feed        Atom 1.0, https://b.example/, en
  posts       1,318, 12 held back by "only", of 2 May 2015 to 9 Nov 2026
  polls       100, 97% answered by 304; 130 requests, 4.1 MB
  asked with  If-None-Match: "abc", If-Modified-Since: Mon, 09 Nov 2026 00:00:00 GMT
  unchanged   since 2026-11-08T15:08:00Z (14 d ago)
  settings    tags ffi, hints c, every 6 hours, full, private

  POLLED                ASKED        BYTES  CAME
  2026-11-22T15:07:40Z  if changed    1 kB  503 from the server
  2026-11-22T14:08:00Z  if changed          304
  2026-11-22T13:08:00Z  whole       1.2 MB  a document
`);
});
