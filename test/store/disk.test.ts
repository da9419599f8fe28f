import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, type TestContext, test } from 'vitest';
import { atom, type Blogs, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';

const PASS = ['run', '--all', '--allow-private'];

let blogs: Blogs;
beforeAll(async () => {
  blogs = await startBlogs({ '/small': posts(20, 100), '/large': posts(400, 4000) });
});
afterAll(() => blogs.close());

function posts(count: number, length: number): string {
  const items = Array.from({ length: count }, (_, n) => ({
    id: `p${n}`,
    title: `Post ${n} ffi`,
    text: `ffi ${'word '.repeat(length / 5)}`,
    date: new Date(Date.UTC(2025, 0, 1 + n)).toISOString().replace('.000', ''),
  }));
  return atom('A', items.reverse());
}

function site(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-disk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  configure(folder, '/small');
  return folder;
}

function configure(folder: string, source: string): void {
  const config = {
    site: { title: 'Test', url: 'https://site.example/' },
    sources: [blogs.origin + source],
    tags: { ffi: ['ffi'] },
  };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
}

/** Mounts a file system of a megabyte; where that is not allowed the test is skipped with a word, or fails if nothing may be skipped. */
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

const namesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();

const textsIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(namesIn(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));

describe('a full disk', () => {
  test('under the database ends the pass with one line; what was stored is whole, what is published stays', async (context) => {
    const folder = site();
    mountTiny(path.join(folder, 'data'), context);
    expect((await tagwire(PASS, folder)).code).toBe(0);
    const published = textsIn(path.join(folder, 'public'));
    configure(folder, '/large');
    const { code, err } = await tagwire(PASS, folder);
    expect(code).toBe(1);
    expect(err).toMatch(/^error: data\S*: disk full \(ENOSPC\); nothing stored is damaged\n$/);
    expect(textsIn(path.join(folder, 'public'))).toEqual(published);
    for (const [name, text] of textsIn(path.join(folder, 'data')))
      expect(() => JSON.parse(text), name).not.toThrow();
    configure(folder, '/small');
    expect((await tagwire(PASS, folder)).code).toBe(0);
  });

  test('under the published site ends the pass with one line; the next with room publishes it all', async (context) => {
    const folder = site();
    mountTiny(path.join(folder, 'public'), context);
    configure(folder, '/large');
    const { code, err } = await tagwire(PASS, folder);
    expect(code).toBe(1);
    expect(err).toMatch(/^error: public\S*: disk full \(ENOSPC\); nothing published is damaged\n$/);
    expect(namesIn(path.join(folder, 'public')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    blogs.asked();
    const again = await tagwire([...PASS, '--out', 'elsewhere'], folder);
    expect([again.code, blogs.asked()]).toEqual([0, [{ path: '/large', status: 304 }]]);
    const feed = JSON.parse(readFileSync(path.join(folder, 'elsewhere', 'feed.json'), 'utf8'));
    expect(feed.items).toHaveLength(50);
  });
});

describe('two at once', () => {
  test('one passes, the others say who does and end with 1; nothing is stored twice', async () => {
    const folder = site();
    const ran = await Promise.all([1, 2, 3].map(() => tagwire(PASS, folder)));
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
    const { items } = JSON.parse(readFileSync(path.join(folder, 'public', 'feed.json'), 'utf8'));
    expect(items).toHaveLength(20);
  });
});

test('a temp file of a process that died is gone after the next pass', async () => {
  const folder = site();
  await tagwire(PASS, folder);
  for (const name of ['.db.json.999999.0.tmp', '.site.json.1.3.tmp'])
    writeFileSync(path.join(folder, 'data', name), 'half a fi');
  await tagwire(PASS, folder);
  expect(namesIn(path.join(folder, 'data')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('a damaged file is one line on stderr and exit code 1; public/ is left alone; doctor mends it', async () => {
  const folder = site();
  await tagwire(PASS, folder);
  const published = textsIn(path.join(folder, 'public'));
  writeFileSync(path.join(folder, 'data', 'db.json'), '{"version": 1, "fac');
  expect(await tagwire(PASS, folder)).toEqual({
    code: 1,
    out: '',
    err: 'error: data/db.json is damaged; nothing has been overwritten: run tagwire doctor, which mends what can be mended\n',
  });
  expect(textsIn(path.join(folder, 'public'))).toEqual(published);
  const { code, out } = await tagwire(['doctor'], folder);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^Mended data; the next run or publish shows it\n {2}db\.json was damaged: moved to quarantine/,
  );
  expect((await tagwire(['doctor'], folder)).out).toMatch(/^All is well: \d+ files read\n$/);
  const again = await tagwire(PASS, folder);
  expect([again.code, again.err]).toEqual([0, '']);
  const { items } = JSON.parse(readFileSync(path.join(folder, 'public', 'feed.json'), 'utf8'));
  expect(items).toHaveLength(20);
});

test('export and import are a way to another machine', async () => {
  const folder = site();
  await tagwire(PASS, folder);
  const { out: all } = await tagwire(['export', '--json'], folder);
  expect(JSON.parse(all).items).toHaveLength(20);
  const imported = await tagwire(['import', '-', '--data', 'copy'], folder, all);
  expect(imported.out).toBe('Added 20 entries from standard input; the next run or publish shows them\n');
  expect((await tagwire(['export', '--json', '--data', 'copy'], folder)).out).toBe(all);
  expect((await tagwire(['export', '--tag', 'nothing'], folder)).code).toBe(2);
});

test('a removed post is gone from public/ at once', async () => {
  const folder = site();
  await tagwire(PASS, folder);
  expect(await tagwire(['remove', 'https://blog.example/p19'], folder)).toEqual({
    code: 0,
    out: 'Removed 1 entry for good\n',
    err: '',
  });
  for (const [name, text] of textsIn(path.join(folder, 'public')))
    expect(text, name).not.toContain('blog.example/p19"');
  const { code, err } = await tagwire(['remove', 'https://blog.example/p19'], folder);
  expect([code, err]).toEqual([1, 'error: nothing is stored under https://blog.example/p19\n']);
});
