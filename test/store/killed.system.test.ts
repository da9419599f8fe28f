import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStoreReader } from '../../src/store/index.js';
import { atom, type Blogs, type Item, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { bury, dying } from '../support/dying.js';
import { isThorough } from '../support/thorough.js';
import { asVersion } from './older-data.js';

/*
 * The law of this database: wherever a command is killed, after the same command and a whole pass the
 * database and public/ equal those of a run that nobody stopped. Every call that changes the disk is a place
 * to die, in process.
 */

/** One step in so many is tried. */
const EVERY = isThorough ? 2 : 9;
const TIMEOUT = 1_200_000;
const NOW = Date.UTC(2026, 0, 20);
const HOUR = 3_600_000;

const root = mkdtempSync(path.join(tmpdir(), 'tagwire-killed-'));
const at = (...names: readonly string[]): string => path.join(root, ...names);
let blogs: Blogs;

const day = (n: number): string => new Date(Date.UTC(2025, 6, 1 + n)).toISOString().replace('.000', '');
const item = (blog: string, n: number, part: Partial<Item> = {}): Item => ({
  id: `${blog}-${n}`,
  title: `${n % 2 === 0 ? 'even' : 'odd'} post ${n} of ${blog}`,
  date: day(n),
  link: `https://${blog}.example/${n}`,
  ...part,
});
const items = (blog: string, from: number, to: number): Item[] =>
  Array.from({ length: to - from }, (_, index) => item(blog, from + index)).reverse();

/** A copyist has the newest posts of the first blog, which brings them later itself. */
function publishBlogs(news: boolean): void {
  const own = items('a', 0, news ? 27 : 22).map((one) =>
    news && one.id === 'a-3' ? { ...one, title: 'odd, and edited' } : one,
  );
  const copies = items('a', 18, news ? 24 : 22).map((one) => ({ ...one, id: `copy of ${one.id}` }));
  blogs.pages.set('/copyist', atom('Copyist', copies, 'https://copyist.example/'));
  blogs.pages.set('/a', atom('Blog a', own, 'https://a.example/'));
  blogs.pages.set('/b', atom('Blog b', items('b', 0, news ? 14 : 9), 'https://b.example/'));
}

function configure(folder: string, more: object = {}): void {
  const config = {
    site: { title: 'Test', url: 'https://site.example/' },
    publish: { limit: 2 },
    sources: ['copyist', 'a', 'b'].map((name) => `${blogs.origin}/${name}`),
    tags: { odd: ['odd'], even: ['even'] },
    ...more,
  };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
}

const IMPORTED = {
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Elsewhere',
  home_page_url: 'https://elsewhere.example/',
  items: Array.from({ length: 9 }, (_, n) => ({
    id: `https://elsewhere.example/${n}`,
    url: `https://elsewhere.example/${n}`,
    title: `odd import ${n}`,
    content_text: 'words',
    date_published: day(n),
  })),
};

beforeAll(async () => {
  blogs = await startBlogs();
  mkdirSync(at('base'));
  configure(at('base'));
  // What has become news since the site was published is in the windows until the next news, a day later.
  blogs.pages.set('/copyist', atom('Copyist', [], 'https://copyist.example/'));
  blogs.pages.set('/a', atom('Blog a', items('a', 0, 9), 'https://a.example/'));
  blogs.pages.set('/b', atom('Blog b', items('b', 0, 2), 'https://b.example/'));
  await run(at('base'), PASS, NOW - 49 * HOUR);
  publishBlogs(false);
  await run(at('base'), PASS, NOW - 25 * HOUR);
  expect(JSON.parse(readFileSync(at('base/public/feed.json'), 'utf8')).items).toHaveLength(8);
  writeFileSync(at('backup.ndjson'), (await run(at('base'), ['export', '--all'])).out);
  for (const [name, what] of [
    ['less-a-post', 'https://a.example/20'],
    ['less-a', `${blogs.origin}/a`],
  ] as const) {
    cpSync(at('base'), at(name), { recursive: true, preserveTimestamps: true });
    expect(await run(at(name), ['remove', what])).toMatchObject({ code: 0 });
  }
});
afterAll(async () => {
  await blogs.close();
  rmSync(root, { recursive: true });
});

const PASS = ['run', '--all', '--allow-private'] as const;
const UNDO = ['remove', '--undo'] as const;
const run = (folder: string, args: readonly string[], now = NOW) =>
  tagwire(args, folder, '', { now: () => now });

/** All that the database and public/ come to, apart from numbers and times of passes. */
async function stateOf(folder: string): Promise<object> {
  const store = await openStoreReader(path.join(folder, 'data'));
  const entries: Record<string, unknown> = {};
  for (const [key, { entries: count, withheld, oldest, feed }] of await store.sources()) {
    entries[key] = { count, withheld, oldest, feed };
    for await (const part of store.entries(key))
      for (const { pass: _pass, ...entry } of part) {
        const found = await store.search(entry.id);
        entries[`${key} ${entry.key}`] = { ...entry, found: found.map(({ source }) => source).sort() };
      }
  }
  const counts = await store.counts();
  const streams: Record<string, unknown> = {};
  for (const name of Object.keys(counts.counts)) {
    const data = await store.stream(name);
    const docs = await Promise.all((data?.docs ?? []).map(({ n }) => store.doc(name, n)));
    streams[name] = { ...data, born: null, docs };
  }
  const files = readdirSync(path.join(folder, 'public'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.tagwire'))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
  const published = files.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]);
  return { entries, counts, streams, published: Object.fromEntries(published) };
}

/** What is done to the site, how often before it is killed; each begins with the same database. */
interface Work {
  readonly name: string;
  readonly args: readonly string[];
  prepare(folder: string): void;
  /** What the database has after it, as JSON: so that the work is what its name says. */
  readonly leaves?: RegExp;
}

const nothing = (): void => undefined;

/** The database and the site of another folder. */
function instead(folder: string, other: string): void {
  for (const name of ['data', 'public']) {
    rmSync(path.join(folder, name), { recursive: true });
    cpSync(at(other, name), path.join(folder, name), { recursive: true, preserveTimestamps: true });
  }
}

const WORKS: readonly Work[] = [
  {
    name: 'the first pass of all',
    args: PASS,
    prepare: (folder) => {
      for (const name of ['data', 'public']) rmSync(path.join(folder, name), { recursive: true });
    },
  },
  { name: 'a pass with news, edits and a first party that comes later', args: PASS, prepare: nothing },
  {
    name: 'a change of rules, published',
    args: ['publish'],
    prepare: (folder) => configure(folder, { tags: { odd: ['odd', 'b'], third: ['3'] } }),
  },
  {
    name: 'retention, which empties archives and joins others',
    args: PASS,
    prepare: (folder) => configure(folder, { publish: { limit: 4, retention: { perSource: 9 } } }),
    leaves: /"joined":\[\{"n":\d+,"into":\d+\}/,
  },
  {
    name: 'an import',
    args: ['import', 'in.json'],
    prepare: (folder) => writeFileSync(path.join(folder, 'in.json'), JSON.stringify(IMPORTED)),
  },
  {
    name: 'an import of a backup',
    args: ['import', '../backup.ndjson'],
    prepare: (folder) => rmSync(path.join(folder, 'data'), { recursive: true }),
  },
  {
    name: 'a pass over version 1 of the database',
    args: PASS,
    prepare: (folder) => asVersion(1, path.join(folder, 'data')),
  },
  { name: 'the removal of a post', args: ['remove', 'https://a.example/20'], prepare: nothing },
  { name: 'the removal of a source', args: ['remove', 'SOURCE'], prepare: nothing },
  {
    name: 'the undoing of the removal of a post',
    args: UNDO,
    prepare: (folder) => instead(folder, 'less-a-post'),
  },
  {
    name: 'the undoing of the removal of a source',
    args: UNDO,
    prepare: (folder) => instead(folder, 'less-a'),
  },
  { name: 'the doctor’s work', args: ['doctor'], prepare: (folder) => damage(folder) },
];

function damage(folder: string): void {
  rmSync(path.join(folder, 'data/index'), { recursive: true });
  writeFileSync(path.join(folder, 'data/tags/odd.json'), 'noise');
}

describe.each(WORKS)('$name', ({ args, prepare, leaves = /./ }) => {
  const words = () => args.map((arg) => (arg === 'SOURCE' ? `${blogs.origin}/b` : arg));
  const fresh = (): string => {
    const folder = mkdtempSync(at('site-'));
    cpSync(at('base'), folder, { recursive: true, preserveTimestamps: true });
    prepare(folder);
    return folder;
  };
  /** The work again, and a whole pass. */
  const goOn = async (folder: string, how = 'not at all'): Promise<object> => {
    bury(folder);
    const again = await run(folder, words());
    const pass = await run(folder, PASS);
    expect(again.err, how).toMatch(
      /^(error: (nothing is stored under|data has a database already|there is no removal).*\n)?$/,
    ); // it was done before
    expect(pass, how).toMatchObject({ code: 0, err: '' });
    return stateOf(folder);
  };

  test(
    'killed anywhere, it comes to the same',
    async () => {
      publishBlogs(args === PASS);
      const whole = fresh();
      const steps = await dying(Number.POSITIVE_INFINITY, () => run(whole, words()));
      const expected = await goOn(whole);
      expect(steps).toBeGreaterThan(10);
      expect(JSON.stringify(expected)).toMatch(leaves);
      for (let dieAt = 1; dieAt <= steps; dieAt += EVERY) {
        const folder = fresh();
        await dying(dieAt, () => run(folder, words()));
        const how = `at step ${dieAt} of ${steps}`;
        expect(await goOn(folder, how), how).toEqual(expected);
        rmSync(folder, { recursive: true });
      }
      expect((await run(whole, ['doctor'])).out).toMatch(/^All is well/);
    },
    TIMEOUT,
  );

  test(
    'killed in the middle, and again anywhere when it goes on, it comes to the same',
    async () => {
      publishBlogs(args === PASS);
      const whole = fresh();
      const steps = await dying(Number.POSITIVE_INFINITY, () => run(whole, words()));
      const expected = await goOn(whole);
      const half = fresh();
      await dying(Math.floor(steps / 2), () => run(half, words()));
      bury(half);
      for (let dieAt = 2; ; dieAt += 3 * EVERY) {
        const folder = mkdtempSync(at('site-'));
        cpSync(half, folder, { recursive: true, preserveTimestamps: true });
        const done = await dying(dieAt, () => run(folder, words()));
        const how = `again at step ${dieAt}`;
        expect(await goOn(folder, how), how).toEqual(expected);
        rmSync(folder, { recursive: true });
        if (done < dieAt) break;
      }
    },
    TIMEOUT,
  );
});

/** What readers can tell of a site: each post of each stream once, whatever document holds it. */
async function readIn(folder: string): Promise<object> {
  const store = await openStoreReader(path.join(folder, 'data'));
  const streams: Record<string, unknown> = {};
  for (const name of Object.keys((await store.counts()).counts)) {
    const data = await store.stream(name);
    const posts = new Map((data?.window ?? []).map(({ post }) => [post.id, post]));
    const archived: string[] = [];
    for (const { n } of data?.docs ?? [])
      for (const { post } of (await store.doc(name, n))?.posts ?? []) {
        posts.set(post.id, post);
        archived.push(post.id);
      }
    expect(new Set(archived).size).toBe(archived.length);
    const window = data?.window.map(({ post }) => post.id);
    streams[name] = { window, count: data?.count, posts: Object.fromEntries([...posts].sort()) };
  }
  const { entries } = (await stateOf(folder)) as { readonly entries: object };
  return {
    entries,
    streams,
    feed: JSON.parse(readFileSync(path.join(folder, 'public/feed.json'), 'utf8')).items,
  };
}

describe.each<
  [name: string, from: string, args: readonly string[], meanwhile: readonly (readonly string[])[]]
>([
  ['a removal of a post', 'base', ['remove', 'https://a.example/20'], []],
  ['a removal of a source', 'base', ['remove', 'A'], []],
  ['an undoing, then a pass', 'less-a', UNDO, [PASS]],
])('%s that was killed anywhere', (_what, from, args, meanwhile) => {
  test(
    'ends with everything back, or had not begun',
    async () => {
      publishBlogs(false);
      const words = args.map((arg) => (arg === 'A' ? `${blogs.origin}/a` : arg));
      const copyOf = (name: string): string => {
        const folder = mkdtempSync(at('site-'));
        cpSync(at(name), folder, { recursive: true, preserveTimestamps: true });
        return folder;
      };
      const whole = copyOf(from);
      const steps = await dying(Number.POSITIVE_INFINITY, () => run(whole, words));
      const untouched = copyOf('base');
      await run(untouched, PASS);
      const expected = await readIn(untouched);
      const undone = { before: 0, now: 0 };
      for (let dieAt = 1; dieAt <= steps; dieAt += EVERY) {
        const folder = copyOf(from);
        await dying(dieAt, () => run(folder, words));
        bury(folder);
        const how = `at step ${dieAt} of ${steps}`;
        for (const line of meanwhile)
          expect(await run(folder, line), how).toMatchObject({ code: 0, err: '' });
        const { code, err } = await run(folder, UNDO);
        expect(err, how).toMatch(/^(error: there is no removal to take back: .*\n)?$/);
        undone[code === 0 ? 'now' : 'before'] += 1;
        expect(await run(folder, PASS), how).toMatchObject({ code: 0, err: '' });
        expect(await readIn(folder), how).toEqual(expected);
        rmSync(folder, { recursive: true });
      }
      expect(Math.min(undone.before, undone.now)).toBeGreaterThan(0);
    },
    TIMEOUT,
  );
});
