import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toMs } from '../../src/model/values.js';
import { clockProblem, ServerClocks } from '../../src/pass/clock.js';
import { atom, startBlogs } from '../support/blogs.js';
import { at, day } from '../support/build.js';
import { tagwire } from '../support/cli.js';

const NOW = toMs(day(100));
const hour = 3_600_000;

test.each([
  ['1970', toMs(at('1970-01-01T00:00:05Z')), null, /when this program was not written yet/],
  ['an hour before the last pass', NOW, day(100.05), /but the last pass was at .*tagwire doctor/],
  ['a minute before the last pass', NOW, day(100.0005), null],
  ['after the last pass', NOW, day(99), null],
  ['before any pass', NOW, null, null],
])('a clock that says %s', (_name, now, last, problem) => {
  const found = clockProblem(now, { lastPass: last === null ? null : { at: last, ms: 1 } });
  if (problem === null) expect(found).toBeNull();
  else expect(found).toMatch(problem);
});

test.each([
  ['all agree', [0, 10, -20], null],
  [
    'most are two hours ahead',
    [2 * hour, 2 * hour, 0],
    'the clock is 2 hours behind those of most servers: set it',
  ],
  [
    'most are two hours behind',
    [-2 * hour, -2 * hour, 0],
    'the clock is 2 hours ahead of those of most servers: set it',
  ],
  ['one is wrong by years', [0, 1, 20_000 * hour], null],
  ['two are no majority', [2 * hour, 2 * hour], null],
  ['some tell nothing', [null, null, 2 * hour, 2 * hour], null],
])('where of the servers asked %s', (_name, offsets, problem) => {
  const clocks = new ServerClocks();
  for (const [n, ms] of offsets.entries()) clocks.heard(`${n}.example`, ms === null ? null : NOW + ms, NOW);
  expect(clocks.verdict()?.problem ?? null).toBe(problem);
});

/**
 * A site of three blogs, each with a post of an hour ago.
 * @param servers their clock, which is right
 */
async function site(publish: object = {}, servers = Date.now): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-clock-'));
  const date = new Date(Date.now() - hour).toISOString();
  const blogs = await Promise.all(
    ['A', 'B', 'C'].map((title) =>
      startBlogs({ '/': atom(title, [{ id: title, title: 'ffi', date }]) }, servers),
    ),
  );
  onTestFinished(async () => {
    rmSync(folder, { recursive: true, force: true });
    for (const blog of blogs) await blog.close();
  });
  const config = {
    site: { title: 'Test', url: 'https://site.example/' },
    sources: blogs.map(({ origin }) => `${origin}/`),
    tags: { ffi: ['ffi'] },
    publish,
  };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
  return folder;
}

test('a pass says so once, before it asks or after, and goes on', async () => {
  const folder = await site();
  const run = async (now: () => number) =>
    (await tagwire(['run', '--all', '--allow-private'], folder, '', { now })).err;
  expect(await run(() => Date.now() + 3 * hour)).toMatch(
    /^warning: the clock is 3 hours ahead of those of most servers: set it\n$/,
  );
  expect(await run(Date.now)).toMatch(
    /^warning: the clock says .*, but the last pass was at .*\nwarning: the clock was wrong: dates: 3 entries .*\n$/,
  );
  expect(await run(Date.now)).toBe('');
});

test('by a clock that servers say is a year ahead nothing is too old, and no week is over', async () => {
  const folder = await site({ retention: { age: '30d' }, digest: ['weekly'] });
  const year = 365 * 24 * hour;
  const posts = (feed: string): number =>
    readFileSync(path.join(folder, 'public', feed), 'utf8').split('<entry>').length - 1;
  const health = () => readFileSync(path.join(folder, 'data', 'health.atom'), 'utf8');
  const pass = ['run', '--allow-private'];
  await tagwire(pass, folder);
  for (const [ahead, command] of [
    [year, pass],
    [year + hour / 6, pass], // which asks nobody
    [year + hour / 3, ['publish']],
  ] as const) {
    await tagwire(command, folder, '', { now: () => Date.now() + ahead });
    expect([command, posts('feed.atom'), posts('tags/ffi/weekly.atom')]).toEqual([command, 3, 0]);
  }
  const [, told] = /The clock of this machine is wrong[\s\S]*?<updated>([^<]+)/.exec(health()) ?? [];
  expect(Math.abs(Date.parse(told ?? '') - Date.now())).toBeLessThan(hour); // by the clock of the servers
  await tagwire(pass, folder);
  expect(health()).toContain('The clock of this machine is right again');
});

test('what a clock that was ahead has dated is dated anew by the first pass that servers agree with', async () => {
  const rss = (...items: readonly string[]): string =>
    `<rss version="2.0"><channel><title>A</title>${items
      .map((item) => `<item><guid>https://a.example/${item}</guid><title>ffi ${item}</title></item>`)
      .join('')}</channel></rss>`;
  const folder = await site();
  const blog = await startBlogs({ '/': rss('old') });
  onTestFinished(() => blog.close());
  const file = path.join(folder, 'feeds.json');
  const config = JSON.parse(readFileSync(file, 'utf8'));
  blog.pages.set('/gone', 410);
  const more = ['/', '/gone'].map((path) => blog.origin + path);
  writeFileSync(file, JSON.stringify({ ...config, sources: [...config.sources, ...more] }));
  const pass = (ahead = 0) =>
    tagwire(['run', '--allow-private'], folder, '', { now: () => Date.now() + ahead });
  const newest = (): number => {
    const { items } = JSON.parse(readFileSync(path.join(folder, 'public/feed.json'), 'utf8'));
    return Math.max(...items.map((item: { date_published: string }) => Date.parse(item.date_published)));
  };
  await pass();
  blog.pages.set('/', rss('new', 'old'));
  await pass(365 * 24 * hour);
  expect(newest()).toBeGreaterThan(Date.now() + 364 * 24 * hour);
  expect((await pass()).err).toContain('the clock was wrong: dates: 1 entry lay ahead of the clock\n');
  expect(newest()).toBeLessThanOrEqual(Date.now());
  const { sources } = JSON.parse((await tagwire(['status', '--json'], folder)).out);
  expect(sources.map(({ kind }: { kind: string }) => kind)).not.toContain('gone'); // 410 twice, a day apart
  expect((await tagwire(['doctor'], folder)).out).toContain('All is well');
});

test('set right, it has all sources asked at once, however little it was ahead', async () => {
  const folder = await site();
  const pass = (ahead = 0) =>
    tagwire(['run', '--allow-private'], folder, '', { now: () => Date.now() + ahead });
  await pass();
  await pass(20 * 24 * hour);
  expect((await pass()).out).toMatch(/^Polled 3 sources/);
  expect((await pass()).out).toMatch(/^Polled 0 of 3 sources/);
});

test('where it is the clock of one machine among several, sources are asked no more often for it', async () => {
  let minutes = 0;
  const right = () => Date.now() + minutes * 60_000;
  const folder = await site({}, right);
  const pass = async (now: () => number): Promise<string> => {
    minutes += 1;
    return (await tagwire(['run', '--allow-private'], folder, '', { now })).out.replace(/ in [\s\S]*/, '');
  };
  const wrong = () => right() + 48 * hour;
  await pass(right);
  await pass(wrong);
  expect(await pass(right)).toBe('Polled 3 sources'); // it may have been set
  await pass(wrong);
  expect(await pass(right)).toBe('Polled 0 of 3 sources');
  const health = readFileSync(path.join(folder, 'data', 'health.atom'), 'utf8');
  expect(health.match(/The clock of this machine is [a-z ]+/g)).toHaveLength(2);
});
