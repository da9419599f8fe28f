import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Io } from '../../src/terminal/io.js';
import { atom, type Blogs, type Item, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { configFolder } from '../support/config-folder.js';

const NOW = Date.UTC(2026, 0, 20);
const HOUR = 3_600_000;
const PASS = 'run --all --allow-private';

let blogs: Blogs;
beforeAll(async () => {
  blogs = await startBlogs();
});
afterAll(() => blogs.close());

const day = (n: number): string => new Date(Date.UTC(2025, 6, 1 + n)).toISOString().replace('.000', '');
const items = (count: number, part: (n: number) => Partial<Item> = () => ({})): readonly Item[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `a-${n}`,
    title: `ffi ${n}`,
    date: day(n),
    link: `https://a.example/${n}`,
    ...part(n),
  })).toReversed();

/** A blog, and a copyist who has some of its posts and one of his own. */
function publishBlogs(count = 12, part?: (n: number) => Partial<Item>): void {
  const copies = items(12, (n) => ({ id: `copy-${n}`, title: `ffi ${n}` })).slice(3, 8);
  const own = { id: 'own', title: 'ffi of my own', date: day(5), link: 'https://copyist.example/1' };
  blogs.pages.set('/a', atom('Blog A', items(count, part), 'https://a.example/'));
  blogs.pages.set('/copyist', atom('Copyist', [own, ...copies], 'https://copyist.example/'));
}

interface Configured {
  readonly limit?: number;
  readonly tags?: object;
  readonly retention?: object;
  readonly a?: object;
}

function configure(folder: string, { limit = 50, tags = {}, a = {}, ...publish }: Configured = {}): void {
  const sources = [{ url: `${blogs.origin}/a`, ...a }, `${blogs.origin}/copyist`];
  const config = {
    site: { title: 'Test', url: 'https://site.example/' },
    publish: { limit, ...publish },
    sources,
    tags: { ffi: ['ffi'], odd: ['1', '3', '5'], ...tags },
  };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
}

const run = (folder: string, line: string, at = 0, part: Partial<Io> = {}) =>
  tagwire(line.split(' '), folder, '', { now: () => NOW + at * HOUR, ...part });

async function done(folder: string, line: string, at = 0): Promise<string> {
  const { code, out, err } = await run(folder, line, at);
  expect([code, err], line).toEqual([0, '']);
  return out;
}

/** A site that has been published, twice. */
async function site(configured: Configured = {}): Promise<string> {
  const folder = configFolder();
  configure(folder, configured);
  publishBlogs(9);
  await done(folder, PASS, -48);
  publishBlogs();
  await done(folder, PASS, -24);
  return folder;
}

/** What is published, but for what the publisher notes for itself. */
const published = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(path.join(folder, 'public'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.tagwire'))
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .sort()
      .map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]),
  );

const feed = (folder: string, name = 'feed'): readonly Record<string, unknown>[] =>
  JSON.parse(readFileSync(path.join(folder, `public/${name}.json`), 'utf8')).items;

const REMOVALS = [
  ['a post', 'https://a.example/1', 1],
  ['a post with a copy', 'https://a.example/4', 2],
  ['a post by the id of its copy', 'https://blog.example/copy-4', 2],
  ['a source with its copies elsewhere', 'A', 17],
  ['a source, but for posts of others', 'COPYIST', 6],
] as const;
const named = (what: string): string =>
  what.startsWith('http') ? what : `${blogs.origin}/${what.toLowerCase()}`;

describe.each(REMOVALS)('remove --undo brings back %s', (_what, what, entries) => {
  test('with the same bytes everywhere, at once and for the passes after it', async () => {
    const folder = await site();
    const before = published(folder);
    expect(await done(folder, `remove ${named(what)}`)).toMatch(
      new RegExp(`^Removed .*, ${entries} entr(y|ies), for good`),
    );
    expect(published(folder)).not.toEqual(before);
    expect(await done(folder, 'remove --undo')).toMatch(/^Brought back /);
    expect(published(folder)).toEqual(before);
    expect(await done(folder, `${PASS} --fresh`, 1)).toContain('nothing new');
    expect(published(folder)).toEqual(before);
    expect(await done(folder, 'doctor', 40)).toMatch(/^All is well/);
  });

  test('after passes in between, as if they had found it there', async () => {
    const folder = await site();
    const other = configFolder();
    cpSync(folder, other, { recursive: true });
    await done(folder, `remove ${named(what)}`);
    for (const one of [folder, other]) {
      publishBlogs(13, (n) => (n === 1 || n === 4 ? { title: `ffi ${n}, edited` } : {}));
      await done(one, PASS, 1);
    }
    await done(folder, 'remove --undo');
    for (const one of [folder, other]) await done(one, PASS, 30);
    const shown = (one: string) =>
      feed(one).map(({ id, title, date_published }) => [id, title, date_published]);
    expect(shown(folder)).toEqual(shown(other));
    expect(shown(folder)).toHaveLength(14);
    expect(await done(folder, 'doctor', 40)).toMatch(/^All is well/);
  });
});

test('what had gone to archives is back in one of them, once, and in no window as news', async () => {
  const folder = await site({ limit: 3 });
  const before = feed(folder, 'tags/ffi');
  const archived = () => {
    const archives = Object.entries(published(folder)).filter(([name]) => /ffi\/\d+\.json$/.test(name));
    return archives.flatMap(([, text]) => (JSON.parse(text).items as { id: string }[]).map(({ id }) => id));
  };
  const all = () => [...new Set([...archived(), ...feed(folder, 'tags/ffi').map(({ id }) => id)])].sort();
  const whole = all();
  await done(folder, `remove ${blogs.origin}/a`);
  await done(folder, 'remove --undo');
  expect(feed(folder, 'tags/ffi')).toEqual(before);
  expect(all()).toEqual(whole);
  expect(new Set(archived()).size).toBe(archived().length);
  await done(folder, `${PASS} --fresh`, 1);
  expect(feed(folder, 'tags/ffi')).toEqual(before);
  expect(await done(folder, 'doctor', 40)).toMatch(/^All is well/);
});

describe('what feeds.json says by then holds', () => {
  const undone = async (configured: Configured): Promise<string> => {
    const folder = await site();
    await done(folder, `remove ${blogs.origin}/a`);
    configure(folder, configured);
    await done(folder, 'remove --undo');
    return folder;
  };

  test('of tags', async () => {
    const folder = await undone({ tags: { odd: [], later: ['7'] } });
    expect(feed(folder, 'tags/later').map(({ title }) => title)).toEqual(['ffi 7']);
    expect(feed(folder, 'tags/odd')).toEqual([]);
  });

  test('of a source that has become private', async () => {
    const folder = await undone({ a: { private: true } });
    expect(feed(folder)).toHaveLength(13);
    for (const [name, text] of Object.entries(published(folder)))
      expect(text, name).not.toContain(`${blogs.origin}/a`);
  });

  test('of retention', async () => {
    const folder = await undone({ retention: { perSource: 4 } });
    expect(feed(folder).map(({ title }) => title)).toEqual([
      ...['ffi 11', 'ffi 10', 'ffi 9', 'ffi 8'],
      'ffi of my own',
    ]);
  });
});

test('what came of a source that the database has forgotten is back too', async () => {
  const folder = await site();
  const before = feed(folder);
  await done(folder, `remove ${blogs.origin}/a`);
  const config = path.join(folder, 'feeds.json');
  writeFileSync(config, readFileSync(config, 'utf8').replace(`{"url":"${blogs.origin}/a"},`, ''));
  rmSync(path.join(folder, 'data/db.json'));
  await done(folder, 'doctor');
  await done(folder, 'remove --undo');
  const shown = (items: typeof before) => items.map(({ id, date_published }) => [id, date_published]);
  expect(shown(feed(folder))).toEqual(shown(before));
});

describe('who takes a removal back', () => {
  const answering = async (answer: string | null, line: string) => {
    const folder = await site();
    await done(folder, 'remove https://a.example/4');
    const asked: string[] = [];
    const ask = async (question: string) => {
      asked.push(question);
      return answer;
    };
    const { code, out, err } = await run(folder, line, 0, { ask });
    return { code, out, err, asked, left: feed(folder).length };
  };
  const question = 'Bring back "ffi 4" and every copy of it, 2 entries, removed on 2026-01-20? [y/N] ';

  test.each<[string, string, string | null, object]>([
    [
      'is asked at a terminal, and told what comes back',
      'remove --undo',
      'y',
      { out: 'Brought back "ffi 4" and every copy of it, 2 entries\n', asked: [question], left: 13 },
    ],
    ['may say no', 'remove --undo', null, { out: 'Nothing was brought back\n', asked: [question], left: 12 }],
    ['isn’t asked with --yes', 'remove --undo --yes', 'n', { asked: [], left: 13 }],
    ['has it as JSON', 'remove --undo --yes --json', null, { out: '{"restored":2}\n', left: 13 }],
  ])('%s', async (_what, line, answer, expected) => {
    expect(await answering(answer, line)).toMatchObject({ code: 0, err: '', ...expected });
  });

  test('is told where there is none to take back, and the removal can be made again', async () => {
    const folder = await site();
    const none =
      'error: there is no removal to take back: none was made, or the last one has been taken back\n';
    expect(await run(folder, 'remove --undo')).toEqual({ code: 1, out: '', err: none });
    await done(folder, 'remove https://a.example/4');
    await done(folder, 'remove --undo');
    expect(await run(folder, 'remove --undo')).toEqual({ code: 1, out: '', err: none });
    await done(folder, 'remove https://a.example/4');
    expect(feed(folder)).toHaveLength(12);
  });

  test.each([
    ['remove', 'name an entry or a source, or give --undo'],
    ['remove x --undo', '--undo takes the last removal back, whatever it was: name nothing beside it'],
  ])('has to say what is meant: %s', async (line, message) => {
    const folder = configFolder();
    expect(await run(folder, line)).toMatchObject({ code: 2, err: `error: ${message}\n` });
  });
});

describe('a part of the removal that is lost', () => {
  test.each<[string, (file: string) => void, string]>([
    ['damaged', (file) => writeFileSync(file, '{'), 'is damaged'],
    ['missing', (file) => rmSync(file), 'is missing'],
  ])('(%s) is named, and the doctor goes on without it', async (_how, lose, message) => {
    const folder = await site();
    await done(folder, 'remove https://a.example/4');
    const [name = ''] = readdirSync(path.join(folder, 'data/removal'));
    lose(path.join(folder, 'data/removal', name));
    const before = published(folder);
    const refused = await run(folder, 'remove --undo --yes');
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toMatch(new RegExp(`^error: data/removal/1\\.json ${message}.*tagwire doctor`));
    expect(published(folder)).toEqual(before);
    expect(await done(folder, 'doctor')).toContain(`removal/${name} was ${message.slice(3)}`);
    expect(await done(folder, 'doctor', 40)).toMatch(/^All is well/);
    await done(folder, PASS, 1);
  });
});
