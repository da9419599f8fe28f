import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Entry } from '../../src/model/entry.js';
import { unshownKey, unshownReason, withUnshown } from '../../src/model/unshown.js';
import { openStoreReader } from '../../src/store/index.js';
import { atom, type Blogs, type Item, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';

let blogs: Blogs;
let folder: string;

beforeEach(async () => {
  blogs = await startBlogs();
  folder = mkdtempSync(path.join(tmpdir(), 'tagwire-unshown-'));
});
afterEach(async () => {
  await blogs.close();
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) => tagwire(args, folder);
const post = (id: string, title: string, n: number, link?: string): Item => ({
  id,
  title,
  date: `2026-01-${String(n).padStart(2, '0')}T00:00:00Z`,
  ...(link === undefined ? {} : { link }),
});

/** A pass over the two blogs. */
async function pass(more: object = {}, own: object = {}): Promise<void> {
  const config = {
    site: { title: 'Planet', url: 'https://planet.example/' },
    sources: [{ url: `${blogs.origin}/own`, ...own }, `${blogs.origin}/copyist`],
    only: ['rust'],
    tags: { ffi: ['bindgen'] },
    ...more,
  };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
  const { code, err } = await run('run', '--all', '--allow-private');
  expect([code, err]).toEqual([0, '']);
}

/** The folder of a source, by what its key begins with or has in it. */
function folderOf(part: string, out = 'public'): string {
  const root = path.join(folder, out, 'sources');
  const name = readdirSync(root).find((one) => one.includes(part));
  return path.join(root, name ?? 'none');
}
const statusOf = (part: string) => JSON.parse(readFileSync(path.join(folderOf(part), 'status.json'), 'utf8'));
const pageOf = (part: string) => readFileSync(path.join(folderOf(part), 'index.html'), 'utf8');

const OWN = [post('1', 'rust one', 3), post('2', 'a holiday', 4), post('3', 'cats', 5)];
const COPIES = [post('c1', 'rust one', 3, 'https://blog.example/1'), post('c2', 'rust, my own', 6)];

async function first(): Promise<void> {
  blogs.pages.set('/own', atom('Own', OWN, 'https://blog.example/'));
  blogs.pages.set('/copyist', atom('Copyist', COPIES));
  await pass();
}

test('a source’s page and status tell what is not shown, why, and of when the newest is', async () => {
  await first();
  const page = 'https://planet.example/sources';
  const [own, copyist] = [path.basename(folderOf('-own-')), path.basename(folderOf('-copyist-'))];
  expect(statusOf('-own-')).toEqual({
    title: 'Own',
    page: `${page}/${own}/`,
    feed: `${blogs.origin}/own`,
    state: 'answering',
    cause: null,
    since: null,
    shown: { posts: 1, newest: '2026-01-03T00:00:00Z' },
    notShown: [{ reason: 'only', posts: 2, newest: '2026-01-05T00:00:00Z' }],
    newest: [
      { url: 'https://blog.example/3', published: '2026-01-05T00:00:00Z', reason: 'only' },
      { url: 'https://blog.example/2', published: '2026-01-04T00:00:00Z', reason: 'only' },
    ],
  });
  const of = { title: 'Own', page: `${page}/${own}/` };
  expect(statusOf('-copyist-')).toMatchObject({
    notShown: [{ reason: 'copy', of, posts: 1, newest: '2026-01-03T00:00:00Z' }],
    newest: [{ url: 'https://blog.example/1', reason: 'copy', of }],
  });
  expect(pageOf('-own-')).toContain(
    '<li>2 posts are kept out: they have none of the words that this site is about; the newest is of 5 Jan 2026.</li>',
  );
  expect(pageOf('-copyist-')).toContain(
    `<li>1 post is shown as published by <a href="../${own}/"><bdi>Own</bdi></a>; it is of 3 Jan 2026.</li>`,
  );
  expect(copyist).not.toBe(own);
});

test('what came late is in the archives only', async () => {
  await first();
  blogs.pages.set('/own', atom('Own', [...OWN, post('0', 'rust of old', 1)], 'https://blog.example/'));
  await pass();
  expect(statusOf('-own-').notShown).toContainEqual({
    reason: 'start',
    posts: 1,
    newest: '2026-01-01T00:00:00Z',
  });
  expect(statusOf('-own-').shown).toEqual({ posts: 1, newest: '2026-01-03T00:00:00Z' });
  expect(pageOf('-own-')).toContain(
    '<li>1 post is in the archives and on pages only: old when it came; it is of 1 Jan 2026.</li>',
  );
});

test.each([
  ['an error of the server', 404, 'Not found (404)'],
  ['a page', '<!doctype html><title>Own</title>', 'Answers, but with a page instead of a feed'],
])('what fails says why, and since when: %s', async (_name, answer, cause) => {
  await first();
  blogs.pages.set('/own', answer);
  await run('run', '--all', '--allow-private');
  expect(statusOf('-own-')).toMatchObject({ state: 'failing', cause, since: expect.any(String) });
});

test('it moves with news only', async () => {
  await first();
  await pass();
  const files = () =>
    readdirSync(path.join(folder, 'public/sources'), { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(folder, 'public/sources', name))
      .map((name) => [name, statSync(name).mtimeMs]);
  const before = files();
  await pass();
  expect(files()).toEqual(before);
});

test('what is removed appears nowhere, nor does anything of a private source', async () => {
  await first();
  await run('remove', 'https://blog.example/3', '--yes');
  expect(statusOf('-own-').notShown).toEqual([{ reason: 'only', posts: 1, newest: '2026-01-04T00:00:00Z' }]);
  expect(readFileSync(path.join(folderOf('-own-'), 'status.json'), 'utf8')).not.toContain('blog.example/3');
  const own = folderOf('-own-');
  await pass({}, { private: true });
  expect(existsSync(path.join(own, 'index.html'))).toBe(true);
  expect(existsSync(path.join(own, 'status.json'))).toBe(false);
  expect(readFileSync(path.join(own, 'index.html'), 'utf8')).not.toContain('not-shown');
});

/** What is counted of each source, and what its entries come to. */
async function counts(): Promise<readonly (readonly [counted: unknown, recounted: unknown])[]> {
  const store = await openStoreReader(path.join(folder, 'data'));
  const all: [unknown, unknown][] = [];
  for (const [key, { unshown }] of await store.sources()) {
    const entries: Entry[] = [];
    for await (const part of store.entries(key)) entries.push(...part);
    all.push([unshown, entries.reduce(withUnshown, {})]);
  }
  await store.close();
  return all;
}

test('counts follow edits of rules, of titles and of sources, as a whole rendering shows', async () => {
  await first();
  const edits: readonly (readonly [object, object?])[] = [
    [{ only: ['holiday'] }],
    [{ only: [] }, { title: 'Ann' }],
    [{ only: ['rust'] }, { only: [] }],
    [{ publish: { retention: { perSource: 2 } } }],
    [{ sources: [`${blogs.origin}/copyist`] }],
  ];
  for (const [more, own] of edits) {
    await pass(more, own);
    for (const [counted, recounted] of await counts()) expect(counted).toEqual(recounted);
    await run('publish', '--out', 'anew');
    for (const part of ['-own-', '-copyist-']) {
      const file = (out: string) => {
        const name = path.join(folderOf(part, out), 'status.json');
        return existsSync(name)
          ? readFileSync(name, 'utf8') + readFileSync(path.join(folderOf(part, out), 'index.html'), 'utf8')
          : null;
      };
      expect(file('public')).toBe(file('anew'));
    }
    rmSync(path.join(folder, 'anew'), { recursive: true });
  }
});

test('a database of an earlier program is counted once', async () => {
  await first();
  const db = path.join(folder, 'data/db.json');
  const data = JSON.parse(readFileSync(db, 'utf8'));
  for (const record of Object.values<Record<string, unknown>>(data.sources)) delete record['unshown'];
  writeFileSync(db, JSON.stringify(data));
  expect((await counts()).map(([counted]) => counted)).toEqual([null, null]);
  await pass();
  for (const [counted, recounted] of await counts()) expect(counted).toEqual(recounted);
});

test.each([
  ['shown', {}, null],
  ['held back', { admitted: false, streams: [] }, 'only'],
  ['a copy', { copyOf: { source: 'x', key: 'k' }, streams: [] }, 'copy x'],
  ['a copy that is held back', { admitted: false, copyOf: { source: 'x', key: 'k' }, streams: [] }, 'only'],
  ['old when it came', { archivedOnly: true }, 'start'],
])('%s', (_name, part, key) => {
  const entry = { admitted: true, copyOf: null, archivedOnly: false, streams: ['site'], ...part };
  const reason = unshownReason(entry);
  expect(reason && unshownKey(reason)).toBe(key);
});
