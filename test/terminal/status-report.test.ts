import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { instant, type SourceKey } from '../../src/model/values.js';
import type { SourceStatus } from '../../src/operate/status/status.js';
import { statusReport } from '../../src/terminal/status-report.js';
import { createStyle } from '../../src/terminal/style.js';
import { url } from '../support/build.js';

const HOUR = 3_600_000;
const now = Date.UTC(2026, 10, 22, 15, 8);
const before = (ms: number) => instant(now - ms);

function source(title: string, given: Partial<SourceStatus> = {}): SourceStatus {
  const address = url(`https://${title.toLowerCase().replaceAll(' ', '-')}.example/feed`);
  return {
    key: title as SourceKey,
    url: address,
    list: null,
    title,
    state: 'ok',
    kind: 'ok',
    movedTo: null,
    doubtedMove: null,
    lastPoll: before(8 * 60_000),
    lastSuccess: before(8 * 60_000),
    nextDue: instant(now + 52 * 60_000),
    why: '',
    failures: 0,
    failing: null,
    entries: 318,
    withheld: 0,
    polls: 100,
    notModified: 97,
    requests: 100,
    bytes: 0,
    ...given,
  };
}

const segfault = source('Segfault Weekly', {
  kind: 'failing',
  state: '503 since 9 Nov',
  lastSuccess: before(13 * 24 * HOUR),
  nextDue: instant(now + 4 * HOUR),
});
const lazy = source('The Lazy Allocator', {
  kind: 'gone',
  state: 'gone (410)',
  lastSuccess: instant(Date.UTC(2026, 2, 3)),
  nextDue: null,
  entries: 1040,
});
const fine = source('Interrupt Vector');
const fresh = source('Half an Element', {
  kind: 'new',
  state: 'new',
  lastSuccess: null,
  nextDue: before(0),
  entries: 0,
  polls: 0,
});
const moved = source('Elsewhere', { movedTo: url('https://new.example/feed') });
const hotel = url('https://hotel.example/') ?? moved.url;
const doubted = source('Captive', { doubtedMove: { to: hotel, times: 2, since: before(3 * HOUR) } });
const lastPass = { at: before(8 * 60_000), ms: 9800 };
const report = (sources: readonly SourceStatus[], shown: readonly SourceStatus[], color = false) =>
  statusReport(
    { sources, shown, lists: [], lastPass, now },
    { style: createStyle({ color, unicode: true }), columns: 80 },
  );

test.each<[string, string, string]>([
  [
    'those in trouble, the others counted',
    report([segfault, lazy, fine], [segfault, lazy]),
    `SOURCE              STATE            LAST OK     NEXT    POSTS  304
Segfault Weekly     503 since 9 Nov  13 d ago    in 4 h    318  97%
The Lazy Allocator  gone (410)       3 Mar 2026  never   1,040  97%
1 more is ok; --all lists it, --json has every figure

3 sources: 1 ok, 1 failing, 1 gone. Last pass 8 min ago, 9.8 s.
`,
  ],
  [
    'all',
    report([fine, fresh], [fine, fresh]),
    `SOURCE            STATE  LAST OK    NEXT       POSTS  304
Interrupt Vector  ok     8 min ago  in 52 min    318  97%
Half an Element   new    never      now            0    ·

2 sources: 1 ok, 1 new. Last pass 8 min ago, 9.8 s.
`,
  ],
  [
    'moves, made and in doubt, with whole addresses',
    report([moved, doubted], [moved, doubted]),
    `SOURCE     STATE  LAST OK    NEXT       POSTS  304
Elsewhere  ok     8 min ago  in 52 min    318  97%
Captive    ok     8 min ago  in 52 min    318  97%

  https://elsewhere.example/feed has moved to https://new.example/feed
  https://captive.example/feed redirects for good to https://hotel.example/, where no known post is: in doubt until it has lasted a day (2 polls, the first 3 h ago)

2 sources: 2 ok. Last pass 8 min ago, 9.8 s.
`,
  ],
  [
    'none in trouble, some of them never asked',
    report([fine, fresh], []),
    `2 sources are in no trouble; --all lists them, --json has every figure

2 sources: 1 ok, 1 new. Last pass 8 min ago, 9.8 s.
`,
  ],
])('%s', (_name, text, expected) => expect(text).toBe(expected));

test('a reading list that can’t be taken says why, and since when as a source does', () => {
  const list = {
    opml: 'https://a.example/blogs.opml',
    feeds: 3,
    lastPoll: fine.lastPoll,
    nextDue: null,
    problem: {
      opml: 'https://a.example/more.opml',
      message: '404 from the server',
      since: before(13 * 24 * HOUR),
    },
  };
  const text = statusReport(
    { sources: [fine], shown: [], lists: [list], lastPass, now },
    { style: createStyle({ color: false, unicode: true }), columns: 80 },
  );
  expect(text).toContain(
    '  reading list https://a.example/blogs.opml: 3 feeds, asked 8 min ago; ' +
      'https://a.example/more.opml: 404 from the server since 9 Nov\n',
  );
});

test('a title that tells too little has its address with it', () => {
  const feedAt = (address: string, title: string) => source(title, { url: url(address) });
  const two = [
    feedAt('https://www.ann.example/feed/', 'Blog'),
    feedAt('https://bob.example/atom.xml', 'Blog'),
    feedAt('https://cat.example/feed?x=1', 'cat.example'),
    fine,
  ];
  const names = report(two, two).split('\n').slice(1, 5);
  expect(names.map((line) => line.replace(/ {2}.*/, ''))).toEqual([
    'Blog (ann.example/feed)',
    'Blog (bob.example/atom.xml)',
    'cat.example/feed?x=1',
    'Interrupt Vector',
  ]);
});

test.each([
  [0, 'just now'],
  [59_000, 'just now'],
  [60_000, '1 min ago'],
  [90_000, '2 min ago'],
])('%d ms ago is %s', (ms, said) => {
  const polled = source('A', { lastSuccess: before(ms) });
  expect(report([polled], [polled])).toContain(`  ${said}  `);
});

test('what a short title leaves, a long state takes; no line is wider than the terminal', () => {
  const template = source('127.0.0.1', { kind: 'failing', state: 'the source of a template' });
  expect(report([template], [template])).toContain('the source of a template  ');
  const long = source('x'.repeat(60), { kind: 'failing', state: 'certificate expired on 11 May 2026' });
  const [, row = ''] = report([long, lazy], [long, lazy]).split('\n');
  expect(row).toMatch(/^x{20}… {2}certificate expired… {2}/);
  expect(row.length).toBeLessThanOrEqual(80);
});

test('colour changes no letter', () => {
  const all = [segfault, lazy, fine, fresh];
  const coloured = report(all, all, true);
  expect(stripVTControlCharacters(coloured)).toBe(report(all, all));
  expect(coloured).toContain('\u001b[31m503 since 9 Nov');
});
