import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { atom, type Blogs, type Item, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';

const SITE = 'https://site.example/';
let blogs: Blogs;
let folder: string;

beforeEach(async () => {
  blogs = await startBlogs();
  folder = mkdtempSync(path.join(tmpdir(), 'tagwire-archive-'));
  const config = {
    site: { title: 'Test', url: SITE },
    publish: { limit: 4 },
    sources: [{ url: `${blogs.origin}/a`, first: 5 }],
    tags: { ffi: ['bindgen'] },
  };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
});

afterEach(async () => {
  await blogs.close();
  rmSync(folder, { recursive: true, force: true });
});

const item = (n: number): Item => ({
  id: `p${n}`,
  title: `bindgen ${n}`,
  date: new Date(Date.UTC(2025, 0, n)).toISOString(),
});

const items = (from: number, to: number): Item[] =>
  Array.from({ length: to - from + 1 }, (_, index) => item(to - index));

async function poll(list: readonly Item[]): Promise<void> {
  blogs.pages.set('/a', atom('A', list));
  const { code, err } = await tagwire(['run', '--all', '--allow-private'], folder);
  expect([code, err]).toEqual([0, '']);
}

const read = (file: string): string => readFileSync(path.join(folder, 'public', file), 'utf8');
const ids = (feed: string): string[] =>
  [...feed.matchAll(/<id>https:\/\/blog\.example\/(p\d+)<\/id>/g)].map(([, id = '']) => id);

/** The window and the documents that a reader finds by following `prev-archive`. */
function history(): { readonly window: string[]; readonly documents: Map<string, string> } {
  const documents = new Map<string, string>();
  let feed = read('tags/ffi.atom');
  const window = ids(feed);
  for (;;) {
    const [, address] = /<link rel="prev-archive" href="([^"]+)"/.exec(feed) ?? [];
    if (address === undefined) return { window, documents };
    const file = address.slice(SITE.length);
    expect(documents.has(file)).toBe(false);
    feed = read(file);
    documents.set(file, feed);
  }
}

const all = ({ window, documents }: ReturnType<typeof history>): Set<string> =>
  new Set([...window, ...[...documents.values()].flatMap(ids)]);

test('following prev-archive yields every entry of the tag, and news never rewrites a sealed document', async () => {
  await poll(items(1, 9));
  for (let n = 10; n <= 30; n++) {
    const before = history();
    await poll(items(n - 5, n));
    const after = history();
    // Since the site was published all came within a day: they are there, up to four times the limit of 4.
    expect(after.window).toEqual(items(Math.max(n - 15, Math.min(10, n - 3)), n).map(({ id }) => id));
    expect(all(after)).toEqual(new Set(items(1, n).map(({ id }) => id)));
    for (const [file, bytes] of before.documents)
      expect([file, after.documents.get(file)]).toEqual([file, bytes]);
  }
});

test('an edit of an archived post rewrites the one document that holds it', async () => {
  await poll(items(1, 9));
  const before = history();
  await poll([...items(2, 9), { ...item(1), text: 'bindgen, said better', date: item(1).date ?? '' }]);
  const after = history();
  const changed = [...after.documents].filter(([file, bytes]) => before.documents.get(file) !== bytes);
  expect(changed.map(([, bytes]) => ids(bytes).includes('p1'))).toEqual([true]);
  expect(all(after)).toEqual(all(before));
});

test('a flood from a known source fills the archives; the feed has the newest `first` of it', async () => {
  await poll(items(1, 3));
  await poll([...items(4, 20), ...items(1, 3)]);
  const { window } = history();
  expect(window).toEqual(['p20', 'p19', 'p18', 'p17', 'p16']);
  await poll(items(1, 20).filter(({ id }) => id !== 'p20'));
  expect(all(history())).toEqual(new Set(items(1, 20).map(({ id }) => id)));
});
