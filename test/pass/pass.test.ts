import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseFeed } from '../../src/parse/index.js';
import { atom, type Blogs, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';

let blogs: Blogs;
let folder: string;

beforeEach(async () => {
  blogs = await startBlogs({ '/a': atom('Blog A', [{ id: 'a1', title: 'Calling C with bindgen' }]) });
  folder = mkdtempSync(path.join(tmpdir(), 'tagwire-pass-'));
  configure(['/a']);
});

afterEach(async () => {
  await blogs.close();
  rmSync(folder, { recursive: true, force: true });
});

function configure(sources: readonly string[], more: object = {}): void {
  const config = {
    site: { title: 'Test', url: 'https://site.example/' },
    sources: sources.map((source) => blogs.origin + source),
    tags: { ffi: ['bindgen', 'ffi'], async: ['async'] },
    ...more,
  };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config, null, 2));
}

const run = (...args: string[]) => tagwire(['run', '--all', '--allow-private', ...args], folder);

/** Ids in a published feed, in its order, read by our own parser. */
async function published(file: string): Promise<readonly (string | null)[]> {
  const parsed = await parseFeed(readFileSync(path.join(folder, 'public', file)), {
    url: null,
    contentType: null,
  });
  if (parsed.kind !== 'feed') throw new Error(`${file}: ${parsed.message}`);
  return parsed.feed.entries.map(({ id }) => id);
}

/** Every published file with its bytes and its time of change. */
function snapshot(): ReadonlyMap<string, string> {
  const root = path.join(folder, 'public');
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(root, file), `${statSync(file).mtimeMs} ${readFileSync(file, 'base64')}`];
    }),
  );
}

describe('a pass', () => {
  test('polls, files, stores and republishes by tag in all three formats, with a page', async () => {
    const { code, out, err } = await run();
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^ {2}new +1 {2}post from 1 source$/m);
    for (const format of ['atom', 'rss', 'json']) {
      expect(await published(`tags/ffi.${format}`)).toEqual(['https://blog.example/a1']);
      expect(await published(`feed.${format}`)).toEqual(['https://blog.example/a1']);
      expect(await published(`tags/async.${format}`)).toEqual([]);
    }
    expect(readFileSync(path.join(folder, 'public/tags/ffi/index.html'), 'utf8')).toContain(
      'Calling C with bindgen',
    );
    expect(readFileSync(path.join(folder, 'public/sources.opml'), 'utf8')).toContain(`${blogs.origin}/a`);
  });

  test('without news asks conditionally and leaves every byte and time of public/ as it was', async () => {
    await run();
    blogs.asked();
    const before = snapshot();
    const { code, out } = await run();
    expect([code, blogs.asked()]).toEqual([0, [{ path: '/a', status: 304 }]]);
    expect(out).toContain('Wrote nothing; public is up to date');
    expect(snapshot()).toEqual(before);
  });

  test('polls a source that was added, and keeps the entries of one that was removed', async () => {
    await run();
    blogs.pages.set(
      '/b',
      atom('Blog B', [{ id: 'b1', title: 'async all the way', date: '2026-02-01T00:00:00Z' }]),
    );
    configure(['/b']);
    blogs.asked();
    await run();
    expect(blogs.asked()).toEqual([{ path: '/b', status: 200 }]);
    expect(await published('feed.atom')).toEqual(['https://blog.example/b1', 'https://blog.example/a1']);
  });

  test('re-files stored entries when the rules changed, with no request', async () => {
    await run();
    blogs.asked();
    configure(['/a'], { tags: { binding: { title: 'Bindings', match: ['bindgen'] } } });
    const { code } = await tagwire(['publish'], folder);
    expect([code, blogs.asked()]).toEqual([0, []]);
    expect(await published('tags/binding.atom')).toEqual(['https://blog.example/a1']);
  });

  test('tells what a change of rules would do, and does none of it', async () => {
    await run();
    configure(['/a'], { tags: { ffi: ['libffi'], binding: { title: 'Bindings', match: ['bindgen'] } } });
    const before = snapshot();
    const { code, out } = await tagwire(['publish', '--dry-run'], folder);
    expect([code, out]).toEqual([
      0,
      [
        'binding  +1',
        '  + 1 Jan 2026   Calling C with bindgen  (bindgen)',
        'ffi  -1',
        '  - 1 Jan 2026   Calling C with bindgen  (no longer: bindgen)',
        '',
        '2 tags change: 1 post in, 1 out.',
        'Nothing was written. To do it: tagwire publish',
        '',
      ].join('\n'),
    ]);
    expect(snapshot()).toEqual(before);
  });

  test('follows an edit: the text and `updated` change, id and `published` never', async () => {
    await run();
    blogs.pages.set(
      '/a',
      atom('Blog A', [{ id: 'a1', title: 'Calling C with bindgen, again', date: '2026-03-01T00:00:00Z' }]),
    );
    const { out } = await run();
    expect(out).toMatch(/^ {2}changed +1 {2}post from 1 source$/m);
    const { items } = JSON.parse(readFileSync(path.join(folder, 'public/feed.json'), 'utf8')) as {
      items: object[];
    };
    expect(items).toMatchObject([
      {
        id: 'https://blog.example/a1',
        title: 'Calling C with bindgen, again',
        date_published: '2026-01-01T00:00:00.000Z',
        date_modified: '2026-03-01T00:00:00.000Z',
      },
    ]);
  });
});

describe('what fails', () => {
  test('is one line on stderr with address and reason, also with --json and silent; others go on', async () => {
    blogs.pages.set('/gone', 500);
    configure(['/a', '/gone']);
    const { code, out, err } = await run('--json', '--log-level', 'silent');
    expect(code).toBe(0);
    expect(err).toMatch(new RegExp(`^✗ ${blogs.origin}/gone: 500 from the server.*\n$`));
    expect(JSON.parse(out)).toMatchObject({
      polled: 2,
      new: { posts: 1, sources: 1 },
      failed: [{ url: `${blogs.origin}/gone` }],
    });
  });

  test('is exit code 1 where every source failed', async () => {
    configure(['/nothing']);
    expect((await run()).code).toBe(1);
  });

  test('is exit code 0 where only the failing one is due, and the others are well', async () => {
    await run();
    configure(['/a', '/nothing']);
    blogs.asked();
    const { code } = await tagwire(['run', '--allow-private'], folder);
    expect([code, blogs.asked()]).toEqual([0, [{ path: '/nothing', status: 404 }]]);
  });

  test('is a sentence about the mistake and exit code 2 for a bad feeds.json; nothing is touched', async () => {
    configure(['/a'], { tagz: {} });
    const { code, err } = await run();
    expect(code).toBe(2);
    expect(err).toContain('unknown key "tagz"');
    expect(readdirSync(folder)).toEqual(['feeds.json']);
  });

  test('says who holds the database', async () => {
    await run();
    const holder = { pid: process.pid, started: null, host: hostname(), since: '2026-11-23T15:02:00.000Z' };
    writeFileSync(path.join(folder, 'data/lock'), JSON.stringify(holder));
    const { code, err } = await run();
    expect([code, err]).toEqual([
      1,
      `error: a pass is running (process ${process.pid} since 15:02); wait, or stop it first\n`,
    ]);
    expect(await run('--if-free')).toEqual({
      code: 0,
      out: `Nothing done: a pass is running (process ${process.pid} since 15:02)\n`,
      err: '',
    });
    expect(JSON.parse((await run('--if-free', '--json')).out)).toEqual({
      notFree: `a pass is running (process ${process.pid} since 15:02)`,
    });
    rmSync(path.join(folder, 'data/lock'));
    expect((await run('--if-free')).out).toMatch(/^Polled 1 source/);
  });
});

test('a failure is told once on a terminal, and in the report where stderr goes elsewhere', async () => {
  configure(['/a', '/none']);
  const mentions = (text: string) => text.split('\n').filter((line) => line.includes('✗')).length;
  const on = async (part: { outIsTerminal: boolean; errIsTerminal: boolean }) => {
    const { out, err } = await tagwire(['run', '--all', '--allow-private'], folder, '', part);
    expect(out).toMatch(/^ {2}failed +1 {2}source$/m);
    return [mentions(out), err.match(/✗ http/g)?.length];
  };
  expect(await on({ outIsTerminal: true, errIsTerminal: true })).toEqual([0, 1]);
  expect(await on({ outIsTerminal: true, errIsTerminal: false })).toEqual([1, 1]);
  expect(await on({ outIsTerminal: false, errIsTerminal: false })).toEqual([1, 1]);
});

test('private addresses are refused without --allow-private', async () => {
  const { code, err } = await tagwire(['run', '--all'], folder);
  expect([code, blogs.asked()]).toEqual([1, []]);
  expect(err).toContain('private address: 127.0.0.1');
});
