import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, type TestContext, test } from 'vitest';
import type { Blogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { runProgram } from '../support/program.js';
import { configure, namesIn, PASS, published, siteOf, startSizedBlogs, textsIn } from './disk-site.js';

let blogs: Blogs;
beforeAll(async () => {
  blogs = await startSizedBlogs();
});
afterAll(() => blogs.close());

/**
 * Mounts a file system of a megabyte; where that is not allowed the test is skipped with a word, or fails if
 * nothing may be skipped.
 */
function mountTiny(at: string, context: TestContext): void {
  mkdirSync(at, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at], { stdio: 'pipe' });
  } catch (error) {
    if (process.env['TAGWIRE_REQUIRE_ALL'] === '1') throw error;
    context.skip('mounting is not allowed here');
  }
  onTestFinished(() => {
    execFileSync('umount', [at]);
  });
}

test('a disk that is nearly full is told to the operator once, and once that it has room again', async (context) => {
  const folder = siteOf(`${blogs.origin}/small`);
  const data = path.join(folder, 'data');
  mountTiny(data, context);
  await tagwire(PASS, folder);
  const titles = (): readonly string[] =>
    [
      ...readFileSync(path.join(data, 'health.atom'), 'utf8').matchAll(
        /<title type="html"><!.CDATA.(The disk[^\]]*)/g,
      ),
    ].map(([, title = '']) => title);
  expect(titles()).toEqual([]);
  const { bavail, bsize } = statfsSync(data);
  writeFileSync(path.join(data, 'filling'), Buffer.alloc(bavail * bsize - 90_000));
  for (let passes = 0; passes < 2; passes++) {
    expect((await tagwire(PASS, folder)).code).toBe(0);
    expect(titles()).toEqual(['The disk is nearly full']);
  }
  rmSync(path.join(data, 'filling'));
  await tagwire(PASS, folder);
  expect(titles()).toEqual(['The disk has room again', 'The disk is nearly full']);
});

describe('a full disk', () => {
  test.for([
    ['filings.json', 0, ['file', 'https://a.example/', '+ffi']],
    ['feeds.json', 0, ['init', '--yes', '--config', 'new/feeds.json']],
    ['the schema beside it', 2, ['init', '--yes', '--config', 'new/feeds.json']],
    ['a part of it', 20, ['init', '--yes', '--from', 'rust', '--config', 'new/feeds.json']],
  ] as const)('leaves no part of a file that is new: %s', async ([, room, args], context) => {
    const folder = path.join(siteOf(''), 'tiny');
    mountTiny(folder, context);
    configure(folder, 'https://a.example/feed');
    mkdirSync(path.join(folder, 'new'));
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(path.join(folder, 'filling'), Buffer.alloc((bavail - room) * bsize));
    const before = namesIn(folder);
    const { code, err } = await tagwire(args, folder);
    expect([code, err]).toEqual([1, expect.stringMatching(/^error: .* can't be written: disk full .*\n$/)]);
    expect(namesIn(folder)).toEqual(before);
    expect((await tagwire(['check'], folder)).code).toBe(0);
  });

  test('under the database ends the pass with one line; what was stored is whole, what is published stays', async (context) => {
    const folder = siteOf(`${blogs.origin}/small`);
    mountTiny(path.join(folder, 'data'), context);
    expect((await tagwire(PASS, folder)).code).toBe(0);
    const before = textsIn(path.join(folder, 'public'));
    configure(folder, `${blogs.origin}/large`);
    const { code, err } = await tagwire(PASS, folder);
    expect(code).toBe(1);
    expect(err).toMatch(/^error: data\S*: disk full \(ENOSPC\); nothing stored is damaged\n$/);
    expect(textsIn(path.join(folder, 'public'))).toEqual(before);
    for (const [name, text] of textsIn(path.join(folder, 'data')))
      if (name.endsWith('.json')) expect(() => JSON.parse(text), name).not.toThrow();
    configure(folder, `${blogs.origin}/small`);
    expect((await tagwire(PASS, folder)).code).toBe(0);
  });

  test('under the published site ends the pass with one line; the next with room publishes it all', async (context) => {
    const folder = siteOf(`${blogs.origin}/large`);
    mountTiny(path.join(folder, 'public'), context);
    const { code, err } = await tagwire(PASS, folder);
    expect(code).toBe(1);
    expect(err).toMatch(/^error: public\S*: disk full \(ENOSPC\); nothing published is damaged\n$/);
    expect(namesIn(path.join(folder, 'public')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    blogs.asked();
    const again = await tagwire([...PASS, '--out', 'elsewhere'], folder);
    expect([again.code, blogs.asked()]).toEqual([0, [{ path: '/large', status: 304 }]]);
    expect(published(folder, 'elsewhere')).toBe(50);
  });
});

test('of several at once one passes, the others say who does and end with 1; nothing is stored twice', async () => {
  const folder = siteOf(`${blogs.origin}/small`);
  const ran = await Promise.all([1, 2, 3].map(() => runProgram(PASS, folder)));
  const codes = ran.map(({ code }) => code).sort();
  expect(codes[0]).toBe(0);
  for (const { code, err } of ran)
    if (code !== 0)
      expect([code, err]).toEqual([
        1,
        expect.stringMatching(
          /^error: a pass is running \(process \d+ since \d\d:\d\d\); wait, or stop it first\n$/,
        ),
      ]);
  const after = await tagwire(PASS, folder);
  expect([after.code, after.err]).toEqual([0, '']);
  expect(published(folder)).toBe(20);
});
