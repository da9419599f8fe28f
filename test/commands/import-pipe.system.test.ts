import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { configFolder } from '../support/config-folder.js';
import { runProgram, spawnTagwire } from '../support/program.js';

const CALLS = fileURLToPath(new URL('../support/fail-at.mjs', import.meta.url));

/** A JSON Feed of about three megabytes. */
const FEED = JSON.stringify({
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Old posts',
  feed_url: 'https://old.example/feed.json',
  items: Array.from({ length: 300 }, (_, index) => ({
    id: `https://old.example/${index}`,
    title: `Post ${index}`,
    content_text: createHash('sha512').update(String(index)).digest('hex').repeat(80),
    date_published: new Date(Date.UTC(2025, 0, 1, index)).toISOString(),
  })),
});

const CONFIG = JSON.stringify({ site: { title: 'T', url: 'https://t.example/' }, sources: [], tags: {} });

let folder: string;
beforeEach(() => {
  folder = configFolder(CONFIG);
  mkdirSync(path.join(folder, 'data'), { mode: 0o700 });
});

const inData = (): readonly string[] => readdirSync(path.join(folder, 'data'));

/** An import from a pipe, with what the system is asked in `calls`. */
function piped(env: NodeJS.ProcessEnv = {}) {
  const calls = path.join(folder, 'calls');
  const child = spawnTagwire(['import', '-'], folder, {
    node: ['--import', CALLS],
    env: { TAGWIRE_CALLS: calls, ...env },
  });
  let err = '';
  child.stderr?.on('data', (text: Buffer) => {
    err += text.toString();
  });
  child.stdin?.on('error', () => undefined); // it may have ended before it has read everything
  const ended = once(child, 'close').then(([code, signal]) => ({ code: code ?? signal, err }));
  const kept = () => expect(readFileSync(calls, 'utf8')).toContain('writeFile data/input');
  return { child, ended, kept };
}

describe('an import from a pipe', () => {
  test('gives the database that the same file gives, be it a backup', async () => {
    await runProgram(['import', '-'], folder, FEED);
    const { out: backup } = await runProgram(['export', '--all'], folder);
    expect(backup.length).toBeGreaterThan(2 << 20);
    const copy = configFolder(CONFIG);
    expect(await runProgram(['import', '-'], copy, backup)).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^Restored 300 entries of 1 source from standard input/),
    });
    expect((await runProgram(['export', '--all'], copy)).out).toBe(backup);
    expect(readdirSync(copy).sort()).toEqual(['data', 'feeds.json']);
    expect(readdirSync(path.join(copy, 'data')).filter((name) => /input|tmp/.test(name))).toEqual([]);
  });

  test('keeps what it reads twice in a file without a name: one that is killed leaves nothing', async () => {
    const { child, ended, kept } = piped();
    child.stdin?.write(FEED.slice(0, 2 << 20));
    await vi.waitFor(kept, 60_000);
    expect(inData()).toEqual([]);
    child.kill('SIGKILL');
    expect(await ended).toEqual({ code: 'SIGKILL', err: '' });
    expect(inData()).toEqual([]);
  });

  test.runIf(process.platform === 'linux')('lets nobody else read it', async () => {
    const { child, ended, kept } = piped();
    child.stdin?.write(FEED.slice(0, 2 << 20));
    await vi.waitFor(kept, 60_000);
    const open = `/proc/${child.pid}/fd`;
    const files = readdirSync(open)
      .map((name) => statSync(path.join(open, name), { throwIfNoEntry: false }))
      .filter((file) => file?.isFile() && file.nlink === 0);
    expect(files.map((file) => (file?.mode ?? 0) & 0o777)).toEqual([0o600]);
    child.kill('SIGKILL');
    await ended;
  });

  test('says what to do where the disk is full, and leaves nothing', async () => {
    const { child, ended } = piped({ TAGWIRE_FAIL_AT: 'ENOSPC writeFile data/input' });
    child.stdin?.end(FEED);
    expect(await ended).toEqual({
      code: 1,
      err: 'error: data: disk full (ENOSPC); standard input is kept there, to be read twice; import a file instead, which is not copied\n',
    });
    expect(inData()).toEqual([]);
  });

  test('keeps a short one in memory: whoever adds sources need not be let into data/', async () => {
    const opml = '<opml version="2.0"><body><outline xmlUrl="https://a.example/feed"/></body></opml>';
    const { child, ended } = piped({ TAGWIRE_FAIL_AT: 'EACCES open data/input' });
    for (const letter of opml) child.stdin?.write(letter);
    child.stdin?.end();
    expect(await ended).toEqual({ code: 0, err: '' });
    expect(readFileSync(path.join(folder, 'feeds.json'), 'utf8')).toContain('https://a.example/feed');
  });
});
