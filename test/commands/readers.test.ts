import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/index.js';
import type { Store } from '../../src/store/store.js';
import { atom, type Blogs, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';

/** What only looks at the database. */
const READERS: readonly (readonly [args: readonly string[], out: RegExp])[] = [
  [['status', '--all'], /Blog/],
  [['explain', 'https://blog.example/a1'], /bindgen/],
  [['export', '--json'], /"title":"Calling C with bindgen"/],
  [['export', '--tag', 'ffi'], /Calling C with bindgen/],
  [['suggest', 'ffi'], /./],
  [['check'], /feeds\.json: 1 source/],
  [['publish', '--dry-run'], /./],
];

function configured(sources: readonly string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-readers-'));
  const config = {
    site: { title: 'Test', url: 'https://site.example/' },
    sources,
    tags: { ffi: ['bindgen'], other: ['nothing'] },
  };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
  return folder;
}

describe('while a pass has the database', () => {
  let blogs: Blogs;
  let folder: string;
  let pass: Store;
  beforeAll(async () => {
    const items = [
      { id: 'a1', title: 'Calling C with bindgen' },
      { id: 'a2', title: 'Something else' },
    ];
    blogs = await startBlogs({ '/a': atom('Blog', items) });
    folder = configured([`${blogs.origin}/a`]);
    await tagwire(['run', '--allow-private'], folder);
    pass = await openStore(path.join(folder, 'data'), { now: Date.now, limit: 50 });
  });
  afterAll(async () => {
    await pass.close();
    await blogs.close();
    rmSync(folder, { recursive: true });
  });

  test.each(READERS)('%j reads what is stored', async (args, out) => {
    const result = await tagwire(args, folder);
    expect(result).toMatchObject({ code: 0, out: expect.stringMatching(out) });
    expect(result.err).not.toContain('a pass is running');
  });
});

test.each([['status'], ['export --json'], ['check'], ['publish --dry-run']])(
  '%s makes no database where there is none',
  async (line) => {
    const folder = configured([]);
    expect(await tagwire(line.split(' '), folder)).toMatchObject({ code: 0 });
    expect(existsSync(path.join(folder, 'data'))).toBe(false);
    rmSync(folder, { recursive: true });
  },
);

test.each([
  [['status', '--json'], 2],
  [['status', '--json', '--failing'], 1],
])('%j lists what it was asked for', async (args, expected) => {
  const blogs = await startBlogs({ '/a': atom('Blog', [{ id: 'a1', title: 'Calling C with bindgen' }]) });
  const folder = configured([`${blogs.origin}/a`, `${blogs.origin}/not-there`]);
  await tagwire(['run', '--allow-private'], folder);
  const { out } = await tagwire(args, folder);
  expect(JSON.parse(out).sources).toHaveLength(expected);
  await blogs.close();
  rmSync(folder, { recursive: true });
});
