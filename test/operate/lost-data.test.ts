import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atom, type Blogs, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { configFolder } from '../support/config-folder.js';

const PASS = ['run', '--all', '--allow-private'];
let blogs: Blogs;
beforeAll(async () => {
  blogs = await startBlogs({ '/a': atom('Blog', [{ id: 'a1', title: 'ffi one' }]), '/none': 404 });
});
afterAll(() => blogs.close());

/** A site with a post, and what of its folder a test looks at. */
async function published() {
  const folder = configFolder(
    JSON.stringify({
      site: { title: 'T', url: 'https://t.example/' },
      sources: [`${blogs.origin}/a`],
      tags: { ffi: ['ffi'] },
    }),
  );
  await tagwire(PASS, folder);
  const data = path.join(folder, 'data');
  const feed = (): string => readFileSync(path.join(folder, 'public/feed.json'), 'utf8');
  return { folder, data, feed, run: (...args: string[]) => tagwire(args, folder) };
}

describe.each<[string, (data: string) => void]>([
  ['lost', (data) => rmSync(data, { recursive: true })],
  [
    'not mounted',
    (data) => {
      rmSync(data, { recursive: true });
      mkdirSync(data);
    },
  ],
])('a database that was %s', (_how, lose) => {
  test.each([[PASS], [['publish']]])('leaves the published site alone: %j', async (args) => {
    const { folder, data, feed, run } = await published();
    const before = feed();
    lose(data);
    const isThere = existsSync(data);
    for (let times = 0; times < 2; times++) {
      expect(await run(...args)).toEqual({
        code: 1,
        out: '',
        err: 'error: data has no posts, but public has: was it lost, or is it not mounted? To begin anew all the same: --new-site\n',
      });
      expect([feed(), existsSync(data)]).toEqual([before, isThere]);
      if (isThere) expect(readdirSync(data)).toEqual([]);
    }
    blogs.asked();
    expect((await run(...PASS, '--new-site')).code).toBe(0);
    expect(JSON.parse(readFileSync(path.join(folder, 'public/feed.json'), 'utf8')).items).toHaveLength(1);
  });
});

test('one that was emptied by remove is not lost', async () => {
  const { feed, run } = await published();
  expect((await run('remove', `${blogs.origin}/a`)).code).toBe(0);
  expect((await run('publish')).code).toBe(0);
  expect(JSON.parse(feed()).items).toEqual([]);
});

test('a folder of somebody else’s, with a feed of its own, is none that has been published', async () => {
  const { folder, data, run } = await published();
  rmSync(data, { recursive: true });
  rmSync(path.join(folder, 'public/.tagwire'));
  writeFileSync(path.join(folder, 'public/feed.json'), '{ "items": [{}] }');
  expect((await run(...PASS)).code).toBe(0);
});
