import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isReserved } from '../../../src/publish/site/reserved.js';
import { blog, polledSite, serve } from '../../support/polled-site.js';

const PASS = 'run --all --allow-private';

/** A site that has published, with these files in `static/`. */
async function site(files: Readonly<Record<string, string>> = {}) {
  const server = await serve({ '/a': blog('A', '1') });
  const { folder, run } = polledSite([`${server.origin}/a`]);
  const put = (name: string, text: string): void => {
    const file = path.join(folder, 'static', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  for (const [name, text] of Object.entries(files)) put(name, text);
  const published = (name: string) => path.join(folder, 'public', name);
  const read = (name: string) => (existsSync(published(name)) ? readFileSync(published(name), 'utf8') : null);
  await run(PASS);
  return { folder, put, published, read, pass: (at: number) => run(PASS, at), run };
}

test('files in static/ stand at the root of the site, in their folders; hidden ones do not', async () => {
  const { read } = await site({ CNAME: 'planet.example', 'img/team/a.svg': '<svg/>', '.DS_Store': 'x' });
  expect([read('CNAME'), read('img/team/a.svg'), read('.DS_Store')]).toEqual([
    'planet.example',
    '<svg/>',
    null,
  ]);
});

test('of hidden folders, .well-known at the root is the one for everybody', async () => {
  const names = [
    '.well-known/security.txt',
    '.well-known/matrix/server',
    '.well-known/.git/config',
    '.git/a',
  ];
  const { folder, read, run } = await site({
    ...Object.fromEntries(names.map((name) => [name, 'x'])),
    'a/.well-known/b': 'x',
  });
  expect([...names, 'a/.well-known/b'].map(read)).toEqual(['x', 'x', null, null, null]);
  rmSync(path.join(folder, 'static'), { recursive: true });
  mkdirSync(path.join(folder, 'static'));
  writeFileSync(path.join(folder, 'static/.well-known'), 'no folder');
  expect((await run('publish', 1)).code).toBe(0);
  expect(names.map(read)).toEqual([null, null, null, null]);
  expect(existsSync(path.join(folder, 'public/.well-known'))).toBe(false);
});

test('a pass writes those that have changed, takes away those that are gone, and leaves the rest alone', async () => {
  const { folder, put, published, read, pass, run } = await site({
    'a.txt': '1',
    'b/c.txt': '2',
    'd.txt': '3',
  });
  const before = [statSync(published('a.txt')).mtimeMs, statSync(published('index.html')).mtimeMs];
  await pass(1);
  put('d.txt', '4');
  rmSync(path.join(folder, 'static/b'), { recursive: true });
  await pass(2);
  expect([read('d.txt'), read('b/c.txt'), existsSync(published('b'))]).toEqual(['4', null, false]);
  expect([statSync(published('a.txt')).mtimeMs, statSync(published('index.html')).mtimeMs]).toEqual(before);
  expect((await run('publish', 3)).out).toContain('Wrote nothing');
});

test('one that is lost or altered in public/ is there again after tagwire publish', async () => {
  const { published, read, run } = await site({ 'a.txt': '1', 'b.txt': '2' });
  rmSync(published('a.txt'));
  await run('publish', 1);
  expect(read('a.txt')).toBe('1');
});

test('each folder of a database has them, and none is written again because another was', async () => {
  const { folder, put, run } = await site({ 'a.txt': '1', 'b.txt': '2' });
  const second = (name: string) => path.join(folder, 'second', name);
  await run('publish --out second', 1);
  expect(readFileSync(second('a.txt'), 'utf8')).toBe('1');
  expect((await run('publish', 2)).out).toContain('Wrote nothing');
  put('a.txt', '3');
  rmSync(path.join(folder, 'static/b.txt'));
  await run('publish', 3);
  await run('publish --out second', 4);
  expect([readFileSync(second('a.txt'), 'utf8'), existsSync(second('b.txt'))]).toEqual(['3', false]);
  for (const out of ['public', 'second'])
    expect((await run(`publish --out ${out}`, 5)).out).toContain('Wrote nothing');
});

test('every other file of a site has a name that static/ may not take', async () => {
  const { folder } = await site({ 'a.txt': '1' });
  const names = readdirSync(path.join(folder, 'public')).filter((name) => !name.startsWith('.'));
  expect(names.filter((name) => !isReserved(name))).toEqual(['a.txt']);
});

test('without the folder what was published of it goes', async () => {
  const { folder, read, pass } = await site({ 'a.txt': '1' });
  rmSync(path.join(folder, 'static'), { recursive: true });
  await pass(1);
  expect(read('a.txt')).toBeNull();
});

test.each([
  'feed.atom',
  'index.html',
  'robots.txt',
  'tags/own.html',
  'Assets/a.css',
  'sitemap-1.xml',
  'feed/1.html',
])('a name that tagwire publishes itself is an error: %s', async (name) => {
  const { put, run } = await site();
  put(name, 'x');
  const { code, err } = await run('run', 1);
  expect([code, err]).toEqual([
    2,
    `error: static/${name}: tagwire publishes this name itself; rename the file\n`,
  ]);
});

test('a link within the folder is followed, one that leads out of it is an error, and publishes nothing', async () => {
  const { folder, read, pass } = await site({ 'a.txt': '1' });
  symlinkSync('a.txt', path.join(folder, 'static/b.txt'));
  await pass(1);
  expect(read('b.txt')).toBe('1');
  symlinkSync('../feeds.json', path.join(folder, 'static/c.txt'));
  const { code, err } = await pass(2);
  expect([code, err, read('c.txt')]).toEqual([
    2,
    'error: static/c.txt: a link that leads out of the folder; put the file itself there\n',
    null,
  ]);
});
