import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir, uptime } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

/** What the system answers to link(): file systems that refuse them can't be mounted by a test. */
const refused = vi.hoisted(() => ({ link: null as string | null }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const failing = (code: string) => Object.assign(new Error(`${code}: as the platform says it`), { code });
  return {
    ...real,
    linkSync: (from: string, to: string) => {
      if (refused.link !== null) throw failing(refused.link);
      real.linkSync(from, to);
    },
  };
});

vi.resetModules(); // a test before this one may have loaded the lock with the real calls
const { takeLock } = await import('../../src/store/json/lock/lock.js');
const { listenIn } = await import('../../src/store/json/lock/lock-socket.js');

/** All but sockets. */
const filesIn = (name: string): readonly string[] =>
  readdirSync(name, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tagwire-lock-'));
});
afterEach(() => {
  refused.link = null;
  rmSync(folder, { recursive: true });
});

describe.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])('where link() answers %s', (code) => {
  beforeEach(() => {
    refused.link = code;
  });

  test('the lock is taken whole, is held, and goes', async () => {
    const lock = await takeLock(folder, Date.now());
    expect(filesIn(folder)).toEqual(['lock']);
    const file = path.join(folder, 'lock');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(takeLock(folder, Date.now())).rejects.toThrow(/^a pass is running \(process \d+/);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['of a dead process', JSON.stringify({ pid: 2 ** 22 - 1, started: null, host: hostname(), since: '' })],
    ['that stays empty', ''],
  ])('one %s is taken over', async (_whose, text) => {
    writeFileSync(path.join(folder, 'lock'), text);
    const lock = await takeLock(folder, Date.now());
    expect(lock.wasStale).toBe(true);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a lock of this moment', () => {
  /** As a holder in another container of this machine wrote it, with the name of a socket. */
  const write = (part: object): void =>
    writeFileSync(
      path.join(folder, 'lock'),
      JSON.stringify({
        pid: 7,
        started: '1',
        host: 'another-container',
        kernel: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
        space: 'pid:[1]',
        socket: null,
        since: '2026-01-01T15:02:00Z',
        ...part,
      }),
    );
  const take = async () => (await takeLock(folder, Date.now())).release();

  describe.skipIf(process.platform !== 'linux')('on the same machine', () => {
    test('is held while its holder listens, and free as soon as it is gone', async () => {
      const holder = await listenIn(folder);
      write({ socket: holder?.name });
      await expect(take()).rejects.toThrow('a pass is running (process 7 on another-container');
      // A process that is killed leaves its socket in the folder.
      renameSync(path.join(folder, holder?.name ?? ''), path.join(folder, '.lock.7.1234.tmp'));
      holder?.close();
      write({ socket: '.lock.7.1234.tmp' });
      await take();
      expect(readdirSync(folder)).toEqual([]);
    });

    test.each([
      ['without a socket', { socket: null }],
      ['whose socket is not there', { socket: '.lock.7.5678.tmp' }],
      ['in a container with the same name', { host: hostname() }],
    ])('%s is held until it is silent', async (_how, part) => {
      write(part);
      await expect(take()).rejects.toThrow(/^a pass is running/);
      utimesSync(path.join(folder, 'lock'), new Date(), new Date(Date.now() - 130_000));
      await take();
    });

    test('from before the machine was started again is free', async () => {
      write({ host: hostname(), kernel: 'another start', space: null });
      const before = new Date(Date.now() - uptime() * 1000 - 5_000);
      utimesSync(path.join(folder, 'lock'), before, before);
      await take();
    });
  });
});
