import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { atom, type Blogs, startBlogs } from '../support/blogs.js';

export const PASS = ['run', '--all', '--allow-private'];

/** A blog of 20 posts that fits anywhere, `/small`, and one of 400, `/large`, that fits no megabyte. */
export const startSizedBlogs = (): Promise<Blogs> =>
  startBlogs({ '/small': posts(20, 100), '/large': posts(400, 4000) });

function posts(count: number, length: number): string {
  const items = Array.from({ length: count }, (_, n) => ({
    id: `p${n}`,
    title: `Post ${n} ffi`,
    text: `ffi ${'word '.repeat(length / 5)}`,
    date: new Date(Date.UTC(2025, 0, 1 + n)).toISOString().replace('.000', ''),
  }));
  return atom('A', items.reverse());
}

/** A folder with a feeds.json that names one source; gone when the test is over. */
export function siteOf(source: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-disk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  configure(folder, source);
  return folder;
}

export function configure(folder: string, source: string): void {
  const config = {
    site: { title: 'Test', url: 'https://site.example/' },
    sources: [source],
    tags: { ffi: ['ffi'] },
  };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
}

/** How many posts the feed of everything has. */
export function published(folder: string, out = 'public'): number {
  return JSON.parse(readFileSync(path.join(folder, out, 'feed.json'), 'utf8')).items.length;
}

export const namesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();

export const textsIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(namesIn(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
