import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { atom, type Blogs, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';

/** More than the store keeps open. */
const PATHS = Array.from({ length: 60 }, (_, n) => `/${n}`);

let blogs: Blogs;
let folder: string;

beforeEach(async () => {
  blogs = await startBlogs(
    Object.fromEntries(PATHS.map((one) => [one, atom(one, [{ id: `urn:x${one}`, title: 'ffi' }])])),
  );
  folder = mkdtempSync(path.join(tmpdir(), 'tagwire-costs-'));
  const config = {
    site: { title: 'Test', url: 'https://site.example/' },
    sources: PATHS.map((source) => blogs.origin + source),
    tags: { ffi: ['ffi'] },
    fetch: { concurrency: PATHS.length, perHost: PATHS.length },
  };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
});

afterEach(async () => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  await blogs.close();
  rmSync(folder, { recursive: true, force: true });
});

/** How often a pass reads each file below a folder, there or not. */
async function reads(below: string): Promise<readonly number[]> {
  const reading = vi.spyOn(fs, 'readFile');
  syncBuiltinESMExports();
  const { code } = await tagwire(['run', '--all', '--allow-private'], folder);
  expect(code).toBe(0);
  const counts = new Map<string, number>();
  for (const [file] of reading.mock.calls) {
    const name = path.relative(path.join(folder, below), path.resolve(folder, String(file)));
    if (!name.startsWith('..')) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts.values()];
}

test('a first pass looks for what is stored of a source, and reads it once for its page', async () => {
  const counts = await reads('data/sources');
  expect(counts).toHaveLength(PATHS.length);
  expect(Math.max(...counts)).toBe(2);
});
