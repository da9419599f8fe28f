import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { atom, type Blogs, type Item, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';

/*
 * Retention with a constant number of entries: two blogs of which one writes often and one seldom, so that
 * archives become empty here and sparse there.
 */

const SITE = 'https://site.example/';
const KEPT = 40;
const OFTEN = 8;
/** Posts in an archive: half of `publish.limit`. */
const DOCUMENT = 5;
let blogs: Blogs;
let folder: string;

beforeEach(async () => {
  blogs = await startBlogs();
  folder = mkdtempSync(path.join(tmpdir(), 'tagwire-retention-'));
  const config = {
    site: { title: 'Test', url: SITE },
    publish: { limit: 10, retention: { perSource: KEPT } },
    sources: ['often', 'seldom'].map((name) => ({ url: `${blogs.origin}/${name}`, first: KEPT })),
    tags: { ffi: ['bindgen'], even: ['even'] },
  };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
});

afterEach(async () => {
  await blogs.close();
  rmSync(folder, { recursive: true, force: true });
});

const hour = (n: number): string => new Date(Date.UTC(2026, 0, 1, n)).toISOString();

/** The newest posts of a blog that writes one every so many hours, up to an hour. */
const items = (blog: string, every: number, until: number): readonly Item[] =>
  Array.from({ length: KEPT }, (_, index) => Math.floor(until / every) - index)
    .filter((n) => n > 0)
    .map((n) => ({
      id: `${blog}-${n}`,
      title: `bindgen ${n} of ${blog}, ${n % 2 === 0 ? 'even' : 'odd'}`,
      date: hour(n * every),
    }));

/** A generation: the blogs have written for `OFTEN` hours more. */
async function generation(n: number): Promise<readonly string[]> {
  const until = KEPT * 30 + n * OFTEN;
  const often = items('often', 1, until);
  const seldom = items('seldom', 30, until);
  blogs.pages.set('/often', atom('Often', often));
  blogs.pages.set('/seldom', atom('Seldom', seldom));
  const { code, err } = await tagwire(['run', '--all', '--allow-private'], folder, '', {
    now: () => Date.parse(hour(until + 1)),
  });
  expect([code, err]).toEqual([0, '']);
  return [...often, ...seldom].map(({ id }) => id);
}

const filesIn = (name: string): readonly string[] =>
  readdirSync(path.join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(path.join(folder, name), path.join(entry.parentPath, entry.name)))
    .sort();

const idsIn = (feed: string): readonly string[] =>
  [...feed.matchAll(/<id>https:\/\/blog\.example\/(\w+-\d+)<\/id>/g)].map(([, id = '']) => id);

/** A reader's way from a feed through the archives that there are: the posts and the files that it finds. */
function walk(from: string): { readonly ids: ReadonlySet<string>; readonly files: readonly string[] } {
  const ids = new Set<string>();
  const files: string[] = [];
  for (let file: string | undefined = from; file !== undefined; ) {
    expect(files).not.toContain(file);
    files.push(file);
    const text: string = readFileSync(path.join(folder, 'public', file), 'utf8');
    for (const id of idsIn(text)) ids.add(id);
    const link: string | undefined = /<link rel="prev-archive" href="([^"]+)"/.exec(text)?.[1];
    file = link?.slice(SITE.length);
  }
  return { ids, files };
}

/** Address of an archive → the posts that stand there. */
const archives = (): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    filesIn('public')
      .filter((file) => /archive\/\d+\.atom$/.test(file))
      .map((file) => [file, new Set(idsIn(readFileSync(path.join(folder, 'public', file), 'utf8')))]),
  );

/** What is published is what is rendered of the same database into an empty folder, and the doctor agrees. */
async function expectWhole(): Promise<void> {
  expect((await tagwire(['publish', '--out', 'anew'], folder)).code).toBe(0);
  const texts = (name: string) =>
    filesIn(name)
      .filter((file) => !file.startsWith('.tagwire'))
      .map((file) => [file, readFileSync(path.join(folder, name, file), 'latin1')]);
  expect(texts('public')).toEqual(texts('anew'));
  expect((await tagwire(['doctor'], folder)).out).toMatch(/^All is well/);
}

test('as many entries over many generations need no more files, and every post is found', async () => {
  await generation(0);
  await generation(1);
  const before = { data: filesIn('data').length, public: filesIn('public').length };
  for (let n = 2; n <= 24; n++) {
    const kept = await generation(n);
    const { ids, files } = walk('tags/ffi.atom');
    expect([...ids].sort(), `after generation ${n}`).toEqual([...kept].sort());
    expect(files.length).toBeLessThan(1 + 2 * (kept.length / DOCUMENT));
    expect(filesIn('data').length).toBeLessThan(1.2 * before.data);
    expect(filesIn('public').length).toBeLessThan(1.5 * before.public);
  }
  await expectWhole();
});

test('an archive’s address never holds more than before, and leads on to what is left of it elsewhere', async () => {
  await generation(0);
  const seen = { moved: 0, gone: 0 };
  for (let n = 1; n <= 8; n++) {
    const before = archives();
    const kept = new Set(await generation(n));
    const after = archives();
    for (const [file, ids] of before) {
      const left = [...ids].filter((id) => kept.has(id));
      const now = after.get(file);
      if (now === undefined) {
        expect([file, left]).toEqual([file, []]);
        seen.gone += 1;
        continue;
      }
      expect([...now].filter((id) => !ids.has(id))).toEqual([]);
      if (now.size === 0) seen.moved += 1;
      const found = walk(file).ids;
      expect([file, left.filter((id) => !found.has(id))]).toEqual([file, []]);
    }
  }
  expect(seen.moved).toBeGreaterThan(2);
  expect(seen.gone).toBeGreaterThan(2);
});
