import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { feedsJson } from '../config/grammar/grammar.js';
import { atom } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { configFolder } from '../support/config-folder.js';
import { serve } from '../support/polled-site.js';

/** A folder below the top of a git repository, with what a test writes and commits. */
function repository() {
  const top = configFolder();
  const folder = path.join(top, 'planet');
  mkdirSync(path.join(folder, 'sources'), { recursive: true });
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', top, '-c', 'user.name=T', '-c', 'user.email=t@t.example', ...args], {
      encoding: 'utf8',
    });
  git('init', '-q', '-b', 'main');
  return {
    folder,
    write: (name: string, text: string) => writeFileSync(path.join(folder, name), text),
    commit: () => git('add', '-A') + git('commit', '-qm', 'x'),
  };
}

const feeds = (sources: readonly unknown[], rest = '') =>
  feedsJson(`"include": ["sources/*.json"]${rest}`, { sources: JSON.stringify(sources) });
const part = (...sources: readonly unknown[]) => JSON.stringify({ sources });
const since = (folder: string, revision: string, ...args: readonly string[]) =>
  tagwire(['check', '--probe', '--since', revision, ...args], folder);

test('only the sources are asked that feeds.json and its parts did not have at the revision', async () => {
  const feed = (name: string) => atom(name, []);
  const pages = { '/a': feed('A'), '/b': feed('B'), '/c': feed('C'), '/d': feed('D') };
  const { origin, paths } = await serve(pages);
  const { folder, write, commit } = repository();
  write('feeds.json', feeds([`${origin}/a`]));
  write('sources/one.json', part({ url: `${origin}/b`, title: 'B' }));
  write('notes.json', part(`${origin}/c`)); // no part of it
  commit();
  write('feeds.json', feeds([`${origin}/a`, `${origin}/c`]));
  write('sources/two.json', part({ url: `${origin}/d` }));
  const { code, out } = await since(folder, 'HEAD', '--allow-private');
  expect(code).toBe(0);
  expect(paths().toSorted()).toEqual(['/c', '/d']);
  expect(out).toContain('2 sources are new since HEAD: 2 can be read\n');
  commit();
  expect((await since(folder, 'HEAD', '--allow-private')).out).toContain('No source is new since HEAD\n');
  expect((await since(folder, 'HEAD~1', '--allow-private')).out).toContain('2 sources are new since HEAD~1');
});

test('all are new where there was no feeds.json, and to what could not be read there', async () => {
  const { origin, paths } = await serve({ '/a': atom('A', []) });
  const { folder, write, commit } = repository();
  write('x', '');
  commit();
  write('feeds.json', feeds([`${origin}/a`]));
  expect((await since(folder, 'HEAD', '--allow-private')).code).toBe(0);
  write('feeds.json', '{ broken');
  commit();
  write('feeds.json', feeds([`${origin}/a`]));
  expect((await since(folder, 'HEAD', '--allow-private')).code).toBe(0);
  expect(paths()).toEqual(['/a', '/a']);
});

test('a reading list that was there is not new', async () => {
  const { folder, write, commit } = repository();
  write('feeds.json', feeds([{ opml: 'https://a.example/l' }]));
  commit();
  write('feeds.json', feeds([{ opml: 'https://a.example/l' }, { opml: 'b.opml' }]));
  const { code, out } = await since(folder, 'HEAD');
  expect(code).toBe(0);
  expect(out).toContain('· b.opml: a reading list');
  expect(out).toContain('1 source is new since HEAD: 0 can be read, 1 not asked\n');
});

test('a proposal does not open private addresses to itself', async () => {
  const { origin, paths } = await serve({ '/a': atom('A', []), '/b': atom('B', []) });
  const { folder, write, commit } = repository();
  const allow = ', "fetch": { "allow": ["127.0.0.1"] }';
  write('feeds.json', feeds([`${origin}/a`]));
  commit();
  write('feeds.json', feeds([`${origin}/a`, `${origin}/b`], allow));
  expect((await since(folder, 'HEAD')).code).toBe(1);
  expect(paths()).toEqual([]);
  commit();
  expect((await since(folder, 'HEAD~1')).code).toBe(1);
  write('feeds.json', feeds([`${origin}/a`, `${origin}/b`, `${origin}/b?2`], allow));
  await since(folder, 'HEAD');
  expect(paths()).toEqual(['/b?2']);
});

test.each([
  ['an unknown revision', 'nowhere'],
  ['what git would take for an option', '--output=x'],
])('%s is one line and exit code 2', async (_name, revision) => {
  const { folder, write, commit } = repository();
  write('feeds.json', feeds([]));
  commit();
  const { code, out, err } = await since(folder, revision);
  expect({ code, out, err }).toEqual({
    code: 2,
    out: '',
    err: `error: --since: no revision ${JSON.stringify(revision)} in the git repository of feeds.json\n`,
  });
});

test('no repository is one line and exit code 2', async () => {
  const { code, err } = await since(configFolder(feedsJson()), 'HEAD');
  expect(code).toBe(2);
  expect(err).toMatch(/^error: --since: git: fatal: not a git repository.*\n$/);
});
