import { existsSync, statSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { atom, type Blogs, type Item, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { configFolder } from '../support/config-folder.js';

/** What passes may ask and write: counts, which no other work on the machine changes. */

const SOURCES = 12;
const POSTS = 4;
/** A clock that stands still: none of the writes that are due after a while. */
const NOW = Date.UTC(2026, 0, 1);

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const postOf = (blog: number, n: number): Item => ({
  id: `urn:x:${blog}-${n}`,
  title: `${n % 2 === 0 ? 'ffi' : 'async'} ${blog}-${n}`,
  date: new Date(Date.UTC(2025, n, 1 + blog)).toISOString(),
  link: `https://b${blog}.example/${n}`,
});

const blogOf = (blog: number, posts: number): string =>
  atom(
    `Blog ${blog}`,
    Array.from({ length: posts }, (_, n) => postOf(blog, n)),
  );

/** A site of `SOURCES` blogs, and what its passes do. */
async function site() {
  const pages = Array.from({ length: SOURCES }, (_, n): [string, string] => [`/${n}`, blogOf(n, POSTS)]);
  const blogs: Blogs = await startBlogs(Object.fromEntries(pages));
  onTestFinished(() => blogs.close());
  const config = {
    site: { title: 'T', url: 'https://t.example/' },
    sources: pages.map(([name]) => blogs.origin + name),
    tags: { ffi: ['ffi'], async: ['async'] },
    fetch: { concurrency: SOURCES, perHost: SOURCES },
  };
  const folder = configFolder(JSON.stringify(config));
  return {
    blogs,
    /** How many requests a pass made, how many brought a document, and what it wrote. */
    async pass() {
      blogs.asked();
      const renames = vi.spyOn(fs, 'rename');
      syncBuiltinESMExports();
      const { code, err } = await tagwire(['run', '--all', '--allow-private'], folder, '', {
        now: () => NOW,
      });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const answers = blogs.asked();
      const written = renames.mock.calls.map(([, to]) => path.resolve(folder, String(to)));
      renames.mockRestore();
      syncBuiltinESMExports();
      const below = (name: string): readonly string[] =>
        written.filter((file) => file.startsWith(path.join(folder, name)));
      return {
        requests: answers.length,
        documents: answers.filter(({ status }) => status === 200).length,
        data: sizesOf(below('data')),
        public: sizesOf(below('public')),
      };
    },
  };
}

/** How many files were written, and their bytes; of one that is gone again none. */
function sizesOf(files: readonly string[]): { files: number; kilobytes: number } {
  const sizes = files.map((file) => (existsSync(file) ? statSync(file).size : 0));
  return { files: files.length, kilobytes: Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / 1000) };
}

/** The most that a pass may write: files, and kilobytes all in all; a tenth more than it does. */
interface Budget {
  readonly data: readonly [files: number, kilobytes: number];
  readonly public: readonly [files: number, kilobytes: number];
}

const rows: readonly (readonly [string, Budget])[] = [
  ['a first pass: each source and its page once', { data: [36, 340], public: [56, 440] }],
  ['one with a single new post: where that shows', { data: [12, 150], public: [16, 240] }],
  ['one without news: when that was', { data: [2, 38], public: [0, 0] }],
];

test('a pass asks each source once, with its validators, and writes what its news touch', async () => {
  const { blogs, pass } = await site();
  const first = await pass();
  blogs.pages.set('/7', blogOf(7, POSTS + 1));
  const passes = [first, await pass(), await pass()];
  expect(passes.map(({ requests, documents }) => ({ requests, documents }))).toEqual([
    { requests: SOURCES, documents: SOURCES },
    { requests: SOURCES, documents: 1 },
    { requests: SOURCES, documents: 0 },
  ]);
  for (const [at, [name, budget]] of rows.entries()) {
    for (const place of ['data', 'public'] as const) {
      const { files, kilobytes } = passes[at]?.[place] ?? { files: Number.NaN, kilobytes: Number.NaN };
      expect(files, `${name}, files of ${place}`).toBeLessThanOrEqual(budget[place][0]);
      expect(kilobytes, `${name}, kilobytes of ${place}`).toBeLessThanOrEqual(budget[place][1]);
    }
  }
});
