import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  expect(clocks.problem()).toBe(problem);
});

test('a pass says so once, before it asks or after, and goes on', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-clock-'));
  const blogs = await Promise.all(
    ['A', 'B', 'C'].map((title) => startBlogs({ '/': atom(title, [{ id: title, title }]) })),
  );
  onTestFinished(async () => {
    rmSync(folder, { recursive: true, force: true });
    for (const blog of blogs) await blog.close();
  });
  const config = {
    site: { title: 'Test', url: 'https://site.example/' },
    sources: blogs.map(({ origin }) => `${origin}/`),
    tags: { ffi: ['ffi'] },
  };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
  const run = async (now: () => number) =>
    (await tagwire(['run', '--all', '--allow-private'], folder, '', { now })).err;
  expect(await run(() => Date.now() + 3 * hour)).toMatch(
    /^warning: the clock is 3 hours ahead of those of most servers: set it\n$/,
  );
  expect(await run(Date.now)).toMatch(/^warning: the clock says .*, but the last pass was at .*\n$/);
  expect(await run(Date.now)).toBe('');
});
