import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { UserError } from '../../../src/model/errors.js';
import { createSiteWriter } from '../../../src/publish/write/write.js';
import { writeFailure } from '../../../src/publish/write/write-failure.js';

let root: string;
let dir: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'tagwire-write-'));
  dir = path.join(root, 'public');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const at = (file: string): string => path.join(dir, file);
const content = (file: string): Promise<string> => readFile(at(file), 'utf8');

/** All files below public/ but the marker. */
const files = async (): Promise<string[]> =>
  (await readdir(dir, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.tagwire'))
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)))
    .sort();

/** A socket has a name among the files. */
async function listenAt(file: string): Promise<void> {
  const server = createServer().listen(file);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
}

const HELD = [
  { name: '2-b', parts: ['sources/a', 'tags/ffi', 'tags/ffi/3'] },
  { name: '1-a', parts: [] },
];

/** One pass that writes these files, path to body. */
async function pass(bodies: Readonly<Record<string, string>>, state = 'one') {
  const writer = await createSiteWriter(dir, state);
  await Promise.all(Object.entries(bodies).map(([file, body]) => writer.write({ path: file, body })));
  await writer.finish({ editions: HELD, statics: 'stamp' });
  return writer;
}

describe('write', () => {
  test('makes the folders it needs', async () => {
    const writer = await pass({ 'tags/ffi/archive/1.atom': 'one', 'feed.atom': 'feed' });
    expect(await content('tags/ffi/archive/1.atom')).toBe('one');
    expect(writer.counts).toEqual({ written: 2, unchanged: 0, removed: 0 });
  });

  test('writes bytes as they are', async () => {
    const writer = await createSiteWriter(dir, 'one');
    await writer.write({ path: 'assets/icon.png', body: Uint8Array.of(0, 255, 13, 10) });
    expect([...(await readFile(at('assets/icon.png')))]).toEqual([0, 255, 13, 10]);
  });

  test('leaves the same bytes alone, mtime and all', async () => {
    await pass({ 'feed.atom': 'naïve' });
    for (const file of ['feed.atom', '.tagwire', '.tagwire-state']) await utimes(at(file), 1, 1);
    const writer = await pass({ 'feed.atom': 'naïve' });
    expect(writer.counts).toEqual({ written: 0, unchanged: 1, removed: 0 });
    for (const file of ['feed.atom', '.tagwire', '.tagwire-state'])
      expect((await stat(at(file))).mtimeMs).toBe(1000);
  });

  test('replaces a file rather than rewriting it, so that an open reader keeps what it reads', async () => {
    await pass({ 'feed.atom': 'old' });
    const before = await stat(at('feed.atom'));
    await pass({ 'feed.atom': 'new' });
    expect((await stat(at('feed.atom'))).ino).not.toBe(before.ino);
    expect(await content('feed.atom')).toBe('new');
  });

  test('takes hundreds at once and leaves no temporary file', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, n) => [`a/${n % 7}/${n}.txt`, String(n)]),
    );
    await pass(many);
    expect(await files()).toEqual(Object.keys(many).sort());
  });

  test('works where the folder is a symbolic link', async () => {
    await mkdir(path.join(root, 'elsewhere'));
    await symlink('elsewhere', dir);
    await pass({ 'tags/ffi.atom': 'x' });
    expect(await readFile(path.join(root, 'elsewhere/tags/ffi.atom'), 'utf8')).toBe('x');
  });

  test('works in the current folder', async () => {
    await mkdir(dir);
    const home = process.cwd();
    onTestFinished(() => process.chdir(home));
    process.chdir(dir);
    const writer = await createSiteWriter('.', 'one');
    await writer.write({ path: 'tags/a/b.txt', body: 'x' });
    await writer.remove('tags/a/b.txt');
    await writer.write({ path: 'feed.atom', body: 'x' });
    expect(await readdir(dir)).toEqual(['feed.atom']);
  });

  test.each([
    '../x',
    'tags/../../x',
    '/etc/x',
    'tags//x',
    '',
    '.',
    'tags/.',
    '.tagwire',
    'a\\..\\x',
    'tags/\0',
    'a/.x.tmp',
  ])('never leaves the folder: %j', async (file) => {
    const writer = await createSiteWriter(dir, 'one');
    await expect(writer.write({ path: file, body: 'x' })).rejects.toThrow(RangeError);
    await expect(writer.remove(file)).rejects.toThrow(RangeError);
    expect(existsSync(dir)).toBe(false);
  });
});

describe('what is in the way is named and left alone', () => {
  test.each<[string, () => Promise<unknown>, string]>([
    [
      'a folder',
      () => mkdir(at('tags/ffi.atom'), { recursive: true }),
      'a folder is in the way; move it elsewhere',
    ],
    [
      'a symbolic link',
      () => symlink('/etc/hostname', at('tags/ffi.atom')),
      'a symbolic link is in the way; remove it',
    ],
    [
      'a dangling link',
      () => symlink('/nowhere', at('tags/ffi.atom')),
      'a symbolic link is in the way; remove it',
    ],
    ['a socket', () => listenAt(at('tags/ffi.atom')), 'something that is not a file is in the way'],
  ])('%s', async (_name, put, message) => {
    await mkdir(at('tags'), { recursive: true });
    await put();
    const writer = await createSiteWriter(dir, 'one');
    await expect(writer.write({ path: 'tags/ffi.atom', body: 'x' })).rejects.toEqual(
      new UserError(`${at('tags/ffi.atom')}: ${message}`),
    );
    expect(await readdir(at('tags'))).toEqual(['ffi.atom']);
  });

  test('a file where a folder should be', async () => {
    await mkdir(dir);
    await writeFile(at('tags'), 'mine');
    const writer = await createSiteWriter(dir, 'one');
    await expect(writer.write({ path: 'tags/ffi.atom', body: 'x' })).rejects.toEqual(
      new UserError(`${at('tags/ffi.atom')}: a file is in the way of its folder; move it elsewhere`),
    );
    expect(await content('tags')).toBe('mine');
  });

  test.each([
    ['ENOSPC', 'public/tags/ffi.atom: disk full (ENOSPC); nothing published is damaged'],
    ['EACCES', 'public/tags/ffi.atom: this user may not write there (EACCES)'],
    ['EXYZ', 'public/tags/ffi.atom: the system reports EXYZ; check the disk and how it is mounted'],
  ])('%s in words', (code, message) => {
    const error = Object.assign(new Error('from the platform'), { code });
    expect(writeFailure('public/tags/ffi.atom', error)).toEqual(new UserError(message, 1, { cause: error }));
  });

  test('a bug stays a bug', () => {
    const bug = new TypeError('x is not a function');
    expect(writeFailure('public/feed.atom', bug)).toBe(bug);
  });
});

describe('remove', () => {
  test('takes the folders that become empty with it', async () => {
    const writer = await pass({ 'tags/ffi/archive/1.atom': 'x', 'tags/c.atom': 'x' });
    expect(await writer.remove('tags/ffi/archive/1.atom')).toBe('removed');
    expect(await readdir(at('tags'))).toEqual(['c.atom']);
    expect(await writer.remove('tags/ffi/archive/1.atom')).toBe('absent');
    expect(writer.counts.removed).toBe(1);
  });

  test('never touches what tagwire did not write', async () => {
    await mkdir(at('tags'), { recursive: true });
    await writeFile(at('tags/mine.atom'), 'mine');
    const writer = await createSiteWriter(dir, 'one');
    expect(await writer.remove('tags/mine.atom')).toBe('absent');
    expect(await content('tags/mine.atom')).toBe('mine');
  });

  test('knows the files of earlier passes', async () => {
    await pass({ 'tags/ffi.atom': 'x', 'feed.atom': 'x' });
    const writer = await createSiteWriter(dir, 'one');
    expect(await writer.remove('tags/ffi.atom')).toBe('removed');
    expect(await files()).toEqual(['feed.atom']);
  });
});

test('knows what it wrote and what earlier passes did', async () => {
  await pass({ 'old.atom': 'x', 'gone.atom': 'x' });
  const writer = await createSiteWriter(dir, 'one');
  await writer.write({ path: 'new.atom', body: 'x' });
  await writer.remove('gone.atom');
  const paths = ['new.atom', 'old.atom', 'gone.atom', 'mine.atom'];
  expect(paths.filter((file) => writer.has(file, 'any'))).toEqual(['new.atom', 'old.atom']);
  expect(paths.filter((file) => writer.has(file, 'this'))).toEqual(['new.atom']);
});

describe('a folder of its own', () => {
  test.each<[string, () => Promise<unknown>, boolean]>([
    ['missing', async () => undefined, false],
    ['empty', () => mkdir(dir), false],
    ['rendered from this state', () => pass({ 'feed.atom': 'x' }, 'one'), true],
    ['rendered from another state', () => pass({ 'feed.atom': 'x' }, 'two'), false],
    [
      'with a marker that is none',
      () => mkdir(dir).then(() => writeFile(at('.tagwire'), 'state one\n')),
      false,
    ],
    [
      'never finished',
      async () => (await createSiteWriter(dir, 'one')).write({ path: 'feed.atom', body: 'x' }),
      false,
    ],
  ])('%s', async (_name, before, current) => {
    await before();
    const known = current ? { editions: HELD, statics: 'stamp' } : null;
    expect((await createSiteWriter(dir, 'one')).state).toEqual(known);
  });

  test('sweep removes what no longer belongs, and leaves foreign files', async () => {
    await pass({ 'feed.atom': 'x', 'tags/old.atom': 'x', 'tags/old/index.html': 'x' });
    await writeFile(at('CNAME'), 'mine');
    const writer = await createSiteWriter(dir, 'two');
    await writer.write({ path: 'feed.atom', body: 'x' });
    await writer.sweep(['']);
    await writer.finish({ editions: [], statics: '' });
    expect(await files()).toEqual(['CNAME', 'feed.atom']);
    expect(existsSync(at('tags'))).toBe(false);
    expect(writer.counts).toEqual({ written: 0, unchanged: 1, removed: 2 });
    expect((await createSiteWriter(dir, 'two')).state).toEqual({ editions: [], statics: '' });
  });
});

describe('what is being rendered', () => {
  const begun = async () => (await createSiteWriter(dir, 'one')).begun;

  test('is noted until the folder is finished', async () => {
    await pass({ 'feed.atom': 'x' });
    const writer = await createSiteWriter(dir, 'one');
    await writer.begin(['site', 'sources/a']);
    await writer.noteFiles();
    expect(await begun()).toEqual(['site', 'sources/a']);
    expect((await createSiteWriter(dir, 'one')).state).toMatchObject({ editions: HELD });
    await writer.finish({ editions: HELD, statics: '' });
    expect(await begun()).toEqual([]);
    expect((await readdir(dir)).sort()).toEqual(['.tagwire', '.tagwire-state', 'feed.atom']);
  });

  test('leaves nothing of what the folder held where it was everything', async () => {
    await pass({ 'feed.atom': 'x' });
    await (await createSiteWriter(dir, 'two')).begin('everything');
    expect((await createSiteWriter(dir, 'one')).state).toBeNull();
    await pass({ 'feed.atom': 'x' });
    expect((await createSiteWriter(dir, 'one')).state).toMatchObject({ editions: HELD });
  });
});

test('what a pass that was killed left behind in a folder goes when that is written to', async () => {
  const dead = 2 ** 22 + 1; // beyond the largest id that Linux gives
  await mkdir(at('tags'), { recursive: true });
  await writeFile(at(`tags/.tagwire-${dead}-0123abcd-7.tmp`), 'x');
  await pass({ 'tags/ffi.atom': 'x' });
  expect(await readdir(at('tags'))).toEqual(['ffi.atom']);
});
