import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atom, type Blogs, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';

let blogs: Blogs;
let folder: string;
const NOW = Date.parse('2026-01-20T00:00:00Z');
const run = (...args: readonly string[]) => tagwire(args, folder, '', { now: () => NOW });
const titlesIn = (out: string): readonly string[] =>
  JSON.parse(out).items.map(({ title }: { title: string }) => title);

function configure(rules: object): void {
  const site = { title: 'Planet', url: 'https://planet.example/' };
  writeFileSync(
    path.join(folder, 'feeds.json'),
    JSON.stringify({ site, sources: [`${blogs.origin}/a`], only: ['rust'], ...rules }),
  );
}
const TAGS = { ffi: ['bindgen'], net: { match: ['http'], hint: ['socket'] } };

beforeAll(async () => {
  const items = [
    { id: 't1', title: 'bindgen and rust', date: '2026-01-01T00:00:00Z' },
    { id: 'n1', title: 'rust in spring', date: '2026-01-02T00:00:00Z' },
    { id: 'n2', title: 'rust socket', text: 'so', date: '2026-01-15T00:00:00Z' },
    { id: 'h1', title: 'a holiday', date: '2026-01-03T00:00:00Z' },
    { id: 'h2', title: 'bindgen for zig', date: '2026-01-16T00:00:00Z' },
  ];
  blogs = await startBlogs({ '/a': atom('Blog', items) });
  folder = mkdtempSync(path.join(tmpdir(), 'tagwire-missed-'));
  configure({ tags: TAGS });
  await run('run', '--allow-private');
});
afterAll(async () => {
  await blogs.close();
  rmSync(folder, { recursive: true });
});

test('untagged lists published posts without a tag, the newest first, with what is nearest', async () => {
  expect(await run('untagged')).toEqual({
    code: 0,
    out: [
      '2 posts have no tag',
      '',
      'They share no words that tell them from the rest.',
      '',
      '15 Jan 2026  rust socket     Blog  net 0.75 of 1',
      ' 2 Jan 2026  rust in spring  Blog',
      '',
    ].join('\n'),
    err: '',
  });
});

test('held lists what "only" holds back, with the tags that it would have', async () => {
  expect((await run('held')).out).toBe(
    [
      '2 posts are held back by "only"',
      '',
      '16 Jan 2026  bindgen for zig  Blog  ffi 1.5 of 1',
      ' 3 Jan 2026  a holiday        Blog',
      '',
    ].join('\n'),
  );
});

describe('--since', () => {
  test.each([
    ['a day', '2026-01-03', ['rust socket']],
    ['that long ago', '10d', ['rust socket']],
    ['all', '30d', ['rust in spring', 'rust socket']],
  ])('%s', async (_name, since, titles) => {
    expect([...titlesIn((await run('untagged', '--json', '--since', since)).out)].sort()).toEqual(titles);
  });
  test.each(['tomorrow', '2026-13-01', '10', ''])('%j is a mistake', async (since) => {
    expect(await run('held', '--since', since)).toEqual({
      code: 2,
      out: '',
      err: `error: --since is a day such as 2026-11-01, or 30d; not ${JSON.stringify(since)}\n`,
    });
  });
});

test('--json is a JSON Feed to label, which classify --eval reads', async () => {
  const { out } = await run('untagged', '--json');
  const feed = JSON.parse(out);
  expect(feed).toMatchObject({ version: 'https://jsonfeed.org/version/1.1', title: 'Planet' });
  const socket = feed.items.find(({ title }: { title: string }) => title === 'rust socket');
  expect(socket).toEqual({
    id: 'https://blog.example/n2',
    url: 'https://blog.example/n2',
    title: 'rust socket',
    content_html: '<p>so</p>',
    date_published: '2026-01-15T00:00:00Z',
    authors: [{ name: 'Ann' }],
    tags: [],
    _tagwire: { source: 'Blog', nearest: [{ tag: 'net', points: 0.75, min: 1 }] },
  });
  const labelled = { ...feed, items: [{ ...socket, tags: ['net'] }] };
  const scored = await tagwire(['classify', '--eval', '--json'], folder, JSON.stringify(labelled));
  expect(JSON.parse(scored.out)).toMatchObject({ entries: 1, tags: [{ tag: 'net', missed: 1 }] });
  expect(titlesIn((await run('held', '--json')).out)).toHaveLength(2);
});

test('they tell what the rules of today miss, before any pass', async () => {
  configure({ tags: { ...TAGS, spring: ['spring', 'socket'] }, only: [] });
  expect((await run('untagged')).out).toContain('1 post has no tag\n');
  expect((await run('held')).out).toBe('No post is held back by "only".\n');
  configure({ tags: { all: ['rust', 'holiday', 'zig'] }, only: [] });
  expect((await run('untagged')).out).toBe('No published post is without a tag.\n');
  configure({ tags: TAGS });
});
