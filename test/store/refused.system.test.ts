import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { atom, type Blogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { program, spawnTagwire } from '../support/program.js';
import { isThorough } from '../support/thorough.js';
import { PASS, siteOf, startSizedBlogs } from './disk-site.js';

/* What the system refuses is one line: the file, the code and what to do. */

const FAIL_AT = fileURLToPath(new URL('../support/fail-at.mjs', import.meta.url));
const TIMEOUT = 1_200_000;
let blogs: Blogs;
beforeAll(async () => {
  blogs = await startSizedBlogs();
});
afterAll(() => blogs.close());

/** A pass of which some calls are refused, or all are noted. */
async function run(folder: string, env: NodeJS.ProcessEnv) {
  const child = spawnTagwire(PASS, folder, { node: ['--import', FAIL_AT], env });
  const closed = once(child, 'close');
  const err = child.stderr === null ? '' : await text(child.stderr);
  return { code: (await closed)[0] as unknown, err };
}

const WORDS: Readonly<Record<string, string>> = {
  EIO: 'the disk reports an error (EIO); check the disk and how it is mounted',
  EUCLEAN: 'the system reports EUCLEAN; check the disk and how it is mounted',
};

describe.each(Object.keys(WORDS))('%s', (code) => {
  test.each([
    ['at a read of data/', 'readFile data/db.json', 'data/db.json'],
    ['at a write of data/', 'rename data/db.json', 'data/db.json'],
    ['where it is made durable', 'sync data', 'data'],
    ['at a write of public/', 'rename public/feed.atom', 'public/feed.atom'],
    ['when the lock is taken', 'link data/lock', 'data/lock'],
    ['when it is released', 'unlink data/lock', 'data/lock'],
  ])('%s', async (_when, call, file) => {
    const folder = siteOf(`${blogs.origin}/small`);
    const ran = await run(folder, { TAGWIRE_FAIL_AT: `${code} ${call}` });
    expect(ran).toEqual({ code: 1, err: `error: ${file}: ${WORDS[code]}\n` });
  });
});

test.each(['EACCES', 'EPERM'])('%s for what is to be read says that it may not be read', async (code) => {
  const folder = siteOf(`${blogs.origin}/small`);
  await tagwire(PASS, folder);
  const file = 'data/db.json';
  const err = `error: ${file}: this user may not read it (${code})\n`;
  expect(await run(folder, { TAGWIRE_FAIL_AT: `${code} readFile ${file}` })).toEqual({ code: 1, err });
});

test.each(['EPERM', 'ENOTSUP'])('%s for hard links is no failure', async (code) => {
  const folder = siteOf(`${blogs.origin}/small`);
  expect(await run(folder, { TAGWIRE_FAIL_AT: `${code} link data/lock` })).toEqual({ code: 0, err: '' });
});

test(
  'wherever it comes, it ends the pass with one line or does no harm',
  async () => {
    const measured = siteOf(`${blogs.origin}/small`);
    const file = path.join(measured, 'calls');
    await run(measured, { TAGWIRE_CALLS: file });
    const calls = [...new Set(readFileSync(file, 'utf8').trimEnd().split('\n'))];
    expect(calls.length).toBeGreaterThan(100);
    for (const [index, call] of calls.filter((_, n) => n % (isThorough ? 4 : 20) === 0).entries()) {
      const code = index % 2 === 0 ? 'EIO' : 'EUCLEAN';
      const ran = await run(siteOf(`${blogs.origin}/small`), { TAGWIRE_FAIL_AT: `${code} ${call}` });
      const words = ran.err.replace(/(data|public)(\/\S+)?: /, '');
      const expected = ran.code === 0 ? '' : `error: ${WORDS[code]}\n`;
      expect([call, words]).toEqual([call, expected]);
    }
  },
  TIMEOUT,
);

/** Resolves when a process has so many files open, or has ended; at once where there is no /proc to tell. */
async function haveOpened(files: number, pid: number | undefined): Promise<void> {
  try {
    while (readdirSync(`/proc/${pid}/fd`).length < files) await setImmediate();
  } catch {} // ended, or not to be seen
}

/**
 * A pass over a hundred blogs at once, by a process that may have so many files open.
 * @param isShort the blogs answer once it has all of them open
 */
async function limited(files: number, isShort: boolean) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-limited-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const names = Array.from({ length: 100 }, (_, n) => `/limited-${n}`);
  for (const name of names) blogs.pages.set(name, atom(name, [{ id: name.slice(1), title: 'ffi' }]));
  const site = { title: 'Test', url: 'https://site.example/' };
  const sources = names.map((name) => blogs.origin + name);
  const config = { site, fetch: { perHost: 100 }, sources, tags: { ffi: ['ffi'] } };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
  const words = [`ulimit -n ${files} && exec "$0" "$@"`, process.execPath, program, ...PASS];
  const child = spawn('sh', ['-c', ...words], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  if (isShort) blogs.hold(haveOpened(files, child.pid));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: (await closed)[0] as unknown, out, err, folder };
}

describe.skipIf(process.platform === 'win32')('a limit on open files', () => {
  test('of 256 is enough for a hundred sources at once', async () => {
    const { code, out, err } = await limited(256, false);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Polled 100 sources[\s\S]*Filed 100 posts/);
  });

  test('of 64 is enough for the program; a source for which no connection is left says so in one line, and is not to blame', async () => {
    const { code, out, err, folder } = await limited(64, true);
    expect(code).toBe(0);
    const failed = err.split('\n').slice(0, -1);
    expect(failed.length).toBeGreaterThan(0);
    const status = await tagwire(['status', '--failing', '--json'], folder);
    expect(JSON.parse(status.out)).toMatchObject({ sources: [] });
    for (const line of failed) expect(line).toMatch(/^✗ http:\S+: too many open files here \(EMFILE\)/);
    const filed = Number(/Filed (\d+) posts?/.exec(out)?.[1]);
    expect(filed).toBe(100 - failed.length);
  });
});
