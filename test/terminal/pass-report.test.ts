import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { PassSummary } from '../../src/pass/summary.js';
import { failureLine, passReport } from '../../src/terminal/pass-report.js';
import { createStyle } from '../../src/terminal/style.js';

const plain = createStyle({ color: false, unicode: true });
const HOUR = 3_600_000;

function summary(given: Partial<PassSummary> = {}): PassSummary {
  return {
    polled: 214,
    sources: 214,
    resting: 0,
    new: { posts: 0, sources: 0 },
    changed: { posts: 0, sources: 0 },
    unchanged: 214,
    failed: [],
    filed: { posts: 0, tags: [] },
    files: { written: 0, removed: 0, left: 1933 },
    out: 'public',
    bytes: 100_000,
    ms: 2_100,
    interrupted: false,
    offline: false,
    ...given,
  };
}

const news = summary({
  new: { posts: 12, sources: 9 },
  changed: { posts: 3, sources: 3 },
  unchanged: 199,
  failed: [
    {
      url: 'https://s.example/',
      title: 'Segfault Weekly',
      reason: '503 from the server',
      kind: 'status' as const,
      retryMs: 4 * HOUR,
    },
    {
      url: 'https://k.example/',
      title: 'Kernel Kitchen',
      reason: '404 since 20 Aug 2026',
      kind: 'status' as const,
      retryMs: 24 * HOUR,
    },
    {
      url: 'https://l.example/',
      title: 'The Lazy Allocator',
      reason: 'gone for good (410)',
      kind: 'status' as const,
      retryMs: null,
    },
  ],
  filed: {
    posts: 12,
    tags: [
      { slug: 'embedded', posts: 2 },
      { slug: 'ffi', posts: 3 },
      { slug: 'async', posts: 2 },
      { slug: 'wasm', posts: 1 },
      { slug: 'traits', posts: 1 },
    ],
  },
  files: { written: 31, removed: 1, left: 1902 },
  bytes: 4_100_000,
  ms: 9_800,
});

test('a pass with news', () => {
  expect(passReport(news, { style: plain, columns: 80 })).toBe(
    `Polled 214 sources in 9.8 s, 4.1 MB
  new          12  posts from 9 sources
  changed       3  posts from 3 sources
  unchanged   199  sources
  failed        3  sources
    ✗ Segfault Weekly     503 from the server    again in 4 h
    ✗ Kernel Kitchen      404 since 20 Aug 2026  again in 24 h
    ✗ The Lazy Allocator  gone for good (410)    not asked again
Filed 12 posts under 5 tags: ffi 3, async 2, embedded 2, 2 others
Wrote 31 files to public, 1 removed, 1,902 left as they were
`,
  );
});

test('a pass without news is two lines', () => {
  expect(passReport(summary({ polled: 41, unchanged: 41 }), { style: plain, columns: 80 })).toBe(
    `Polled 41 of 214 sources in 2.1 s, 100 kB: nothing new
Wrote nothing; public is up to date
`,
  );
});

test('one of each is said in the singular', () => {
  const one = summary({
    polled: 1,
    sources: 1,
    new: { posts: 1, sources: 1 },
    unchanged: 0,
    filed: { posts: 1, tags: [{ slug: 'ffi', posts: 1 }] },
    files: { written: 1, removed: 0, left: 1 },
  });
  expect(passReport(one, { style: plain, columns: 80 })).toBe(
    `Polled 1 source in 2.1 s, 100 kB
  new           1  post from 1 source
Filed 1 post under 1 tag: ffi 1
Wrote 1 file to public, 1 left as it was
`,
  );
});

test('without news, failures are still named', () => {
  const failed = [
    {
      url: 'https://a.example/',
      title: 'A',
      reason: 'no such host: a.example',
      kind: 'status' as const,
      retryMs: HOUR,
    },
  ];
  expect(passReport(summary({ failed, unchanged: 213 }), { style: plain, columns: 80 })).toBe(
    `Polled 214 sources in 2.1 s, 100 kB: nothing new
  failed        1  source
    ✗ A  no such host: a.example  again in 1 h
Wrote nothing; public is up to date
`,
  );
});

test('on a terminal no line is wider than it; piped, nothing is cut', () => {
  const long = {
    url: 'https://a.example/',
    title: '夜'.repeat(50),
    reason: 'r'.repeat(200),
    kind: 'status' as const,
    retryMs: null,
  };
  const lines = (columns: number | null) =>
    passReport(summary({ failed: [long] }), { style: plain, columns }).split('\n');
  expect(lines(80).find((line) => line.includes('✗'))).toBe(
    `    ✗ ${'夜'.repeat(9)}…  ${'r'.repeat(33)}…  not asked again`,
  );
  expect(lines(null).find((line) => line.includes('✗'))).toBe(
    `    ✗ ${'夜'.repeat(50)}  ${'r'.repeat(200)}  not asked again`,
  );
});

test('colour never changes the text', () => {
  const coloured = passReport(news, { style: createStyle({ color: true, unicode: true }), columns: 80 });
  expect(coloured).toContain('\x1b[32mnew');
  expect(stripVTControlCharacters(coloured)).toBe(passReport(news, { style: plain, columns: 80 }));
});

test('without UTF-8 the marks are letters', () => {
  const ascii = createStyle({ color: false, unicode: false });
  expect(passReport(news, { style: ascii, columns: 80 })).toContain('    x Kernel Kitchen      404 since');
});

test("a hostile feed's title and reason reach the terminal as words only", () => {
  const hostile = {
    url: 'https://a.example/',
    title: '\x1b[2J\x07Own\nner',
    reason: '\x1b]0;x\x07503',
    kind: 'status' as const,
    retryMs: 60_000,
  };
  const report = passReport(summary({ failed: [hostile] }), { style: plain, columns: null });
  expect(report).toContain('    ✗ Own ner  503  again in 1 min\n');
  expect(failureLine(hostile, plain)).toBe('✗ https://a.example/: 503, again in 1 min\n');
});

test('a pass with nothing to ask says so', () => {
  const [first] = passReport(summary({ polled: 0, bytes: 0, ms: 10 }), { style: plain, columns: 80 }).split(
    '\n',
  );
  expect(first).toBe(
    'Polled 0 of 214 sources in 0.0 s, 0 kB: none is due; 214 wait, and --all asks them now',
  );
});

test('a terminal shows the first twenty of many failures; piped, all are there', () => {
  const failed = Array.from({ length: 214 }, (_, i) => ({
    url: `https://${i}.example/`,
    title: `Blog ${i}`,
    reason: 'no such host',
    kind: 'status' as const,
    retryMs: HOUR,
  }));
  const rows = (columns: number | null) =>
    passReport(summary({ failed }), { style: plain, columns })
      .split('\n')
      .filter((line) => line.startsWith('    '));
  expect(rows(null)).toHaveLength(214);
  expect([rows(80).length, rows(80).at(-1)]).toEqual([
    21,
    '    and 194 more; tagwire status --failing lists them',
  ]);
});

test('a pass that was stopped says so', () => {
  const stopped = summary({ polled: 0, interrupted: true, bytes: 0 });
  const [first] = passReport(stopped, { style: plain, columns: 80 }).split('\n');
  expect(first).toBe('Polled 0 of 214 sources in 2.1 s, 0 kB: interrupted');
});

test('a failing source is called by its address where its title doesn’t tell', () => {
  const failing = (url: string, title: string) => ({
    ...{ url, title, reason: '404 from the server', kind: 'status' as const, retryMs: HOUR },
  });
  const failed = [
    failing('https://www.many.example/a.xml', 'www.many.example'),
    failing('https://many.example/b/', 'many.example'),
    failing('https://c.example/', 'News'),
    failing('https://d.example/feed', 'News'),
    failing('https://e.example/', 'Edge'),
  ];
  const report = passReport(summary({ failed }), { style: plain, columns: null });
  expect([...report.matchAll(/✗ (.*?) {2}/g)].map(([, name]) => name)).toEqual([
    'many.example/a.xml',
    'many.example/b',
    'News (c.example)',
    'News (d.example/feed)',
    'Edge',
  ]);
});

test('news that no rule finds are told, with what lists them', () => {
  const found = summary({ new: { posts: 3, sources: 1 } });
  expect(passReport(found, { style: plain, columns: null })).toContain(
    '\nFiled nothing under any tag; tagwire untagged lists what no rule finds\n',
  );
});

test('a pass without any source says what adds one', () => {
  const [first] = passReport(summary({ polled: 0, sources: 0, bytes: 0 }), {
    style: plain,
    columns: null,
  }).split('\n');
  expect(first).toBe(
    'Polled 0 sources in 2.1 s, 0 kB: feeds.json has none that is polled; tagwire add URL adds one',
  );
});
