import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { atom } from '../../support/blogs.js';
import { polledSite, serve } from '../../support/polled-site.js';

const PASS = 'run --all --allow-private';

/** A site with one blog that has this many posts at each pass, one an hour since 2020. */
async function site() {
  const server = await serve({});
  const given = { publish: { limit: 50 } };
  const { folder, run } = polledSite([{ url: `${server.origin}/a`, first: 10_000 }], given);
  const date = (n: number) => new Date(Date.UTC(2020, 0, 1, n)).toISOString();
  const post = (n: number) => ({
    id: `${n}`,
    title: `ffi ${n}`,
    date: date(n),
    link: `https://b.example/${n}`,
  });
  const pass = async (at: number, posts: readonly number[]) => {
    server.answers['/a'] = { status: 200, body: atom('A', posts.map(post)) };
    expect(await run(PASS, at)).toMatchObject({ code: 0 });
  };
  const read = (name: string) => readFileSync(path.join(folder, 'public', name), 'utf8');
  const idsIn = (text: string) =>
    [...text.matchAll(/<id>https:\/\/blog\.example\/(\d+)<\/id>/g)].map(([, id]) => id ?? '');
  const before = (text: string) =>
    /rel="prev-archive" href="https:\/\/t\.example\/([^"]+)"/.exec(text)?.[1] ?? null;
  /** The documents that a reader of the feed is led to, one after the other. */
  const walk = (): readonly string[] => {
    const names: string[] = [];
    for (let name = before(read('feed.atom')); name !== null; name = before(read(name))) names.push(name);
    return names;
  };
  const archives = () =>
    existsSync(path.join(folder, 'public/feed/archive'))
      ? readdirSync(path.join(folder, 'public/feed/archive')).sort()
      : [];
  return { folder, pass, run, read, walk, idsIn, archives };
}

const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, at) => at).toReversed();

test('a site whose feed shows all its posts has no archives', async () => {
  const { pass, archives, walk } = await site();
  await pass(0, upTo(50));
  expect([archives(), walk()]).toEqual([[], []]);
});

test('the feed leads to every post of the site, full segments and the open one', async () => {
  const { pass, read, walk, idsIn } = await site();
  await pass(0, upTo(620));
  const all = new Set([...idsIn(read('feed.atom')), ...walk().flatMap((name) => idsIn(read(name)))]);
  expect(all.size).toBe(620);
  const [newest] = walk();
  const doc = read(newest ?? '');
  expect(doc).toContain('<fh:archive/>');
  expect(doc).toContain('<link rel="current" href="https://t.example/feed.atom"/>');
  expect(doc).toContain(/<id>[^<]*feed\.atom<\/id>/.exec(read('feed.atom'))?.[0]);
});

test('people come from home to the older posts, page by page', async () => {
  const { pass, read, walk } = await site();
  await pass(0, upTo(160));
  const pages = walk().map((name) => name.replace(/atom$/, 'html'));
  expect(read('index.html')).toContain(`href="${pages[0]}"`);
  expect(read(pages[0] ?? '')).toContain(`href="${pages[1]?.replace('feed/archive/', '')}"`);
  expect(read('sitemap.xml')).toContain('feed/archive/sitemap.xml');
  const oldest = read(pages.at(-1) ?? '');
  expect(oldest).toContain('<p class="note">Archive 1-1: 50 posts.');
  expect(oldest).toContain('<title>T, January 2020 (1-1)');
});

test('home names the months of older posts, each with its newest archive', async () => {
  const { pass, read, walk } = await site();
  await pass(0, upTo(2000)); // an hour each: until the 24th of March
  const months = [...read('index.html').matchAll(/href="(feed\/archive\/[^"]+)">([^<]+)<\/a>(?: ·|<\/p>)/g)];
  const named = months.map(([, href = '', name = '']) => [name, href.replace(/html$/, 'atom')] as const);
  expect(named.map(([name]) => name)).toEqual([
    'March 2020',
    'February – March 2020',
    'January – February 2020',
    'January 2020',
  ]);
  const segmentOf = (name: string) => /archive\/(\d+)-/.exec(name)?.[1];
  for (const [, archive] of named)
    expect(archive).toBe(walk().find((name) => segmentOf(name) === segmentOf(archive)));
  expect(named[0]?.[1]).toBe(walk()[0]);
});

test('what stands under one address is never other posts, and news rewrites no archive', async () => {
  const { folder, pass, read, walk, idsIn } = await site();
  await pass(0, upTo(300));
  const before = new Map(walk().map((name) => [name, idsIn(read(name))]));
  const times = [...before.keys()].map((name) => statSync(path.join(folder, 'public', name)).mtimeMs);
  await pass(1, upTo(310));
  expect([...before.keys()].map((name) => statSync(path.join(folder, 'public', name)).mtimeMs)).toEqual(
    times,
  );
  await pass(2, upTo(420));
  for (const name of walk()) if (before.has(name)) expect(idsIn(read(name))).toEqual(before.get(name));
  const all = new Set([...idsIn(read('feed.atom')), ...walk().flatMap((name) => idsIn(read(name)))]);
  expect(all.size).toBe(420);
});

test('a post that comes late or is removed leaves no gap and no other file', async () => {
  const { pass, run, read, walk, idsIn, archives } = await site();
  await pass(
    0,
    upTo(300).filter((n) => n !== 120),
  );
  await pass(1, upTo(300));
  await run('remove https://blog.example/7 --yes', 2);
  const all = new Set([...idsIn(read('feed.atom')), ...walk().flatMap((name) => idsIn(read(name)))]);
  expect([all.size, all.has('120'), all.has('7')]).toEqual([299, true, false]);
  const names = walk().flatMap((name) => [name, name.replace(/atom$/, 'html')]);
  expect(archives().map((name) => `feed/archive/${name}`)).toEqual(
    [...names, 'feed/archive/sitemap.xml'].sort(),
  );
});
