import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

/** What the system answers to link() and unlink(): file systems that refuse them can't be mounted by a test. */
const refused = vi.hoisted(() => ({ link: null as string | null, unlink: null as string | null }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const failing = (code: string) => Object.assign(new Error(`${code}: as the platform says it`), { code });
  return {
    ...real,
    linkSync: (from: string, to: string) => {
      if (refused.link !== null) throw failing(refused.link);
      real.linkSync(from, to);
    },
    unlinkSync: (file: string) => {
      if (refused.unlink !== null) throw failing(refused.unlink);
      real.unlinkSync(file);
    },
  };
});

vi.resetModules(); // a test before this one may have loaded the lock with the real calls
const { UserError } = await import('../../src/model/errors.js');
const { takeLock } = await import('../../src/store/json/lock.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tagwire-lock-'));
});
afterEach(() => {
  refused.link = null;
  refused.unlink = null;
  rmSync(folder, { recursive: true });
});

describe.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])('where link() answers %s', (code) => {
  beforeEach(() => {
    refused.link = code;
  });

  test('the lock is taken whole, is held, and goes', () => {
    const lock = takeLock(folder, Date.now());
    expect(readdirSync(folder)).toEqual(['lock']);
    const file = path.join(folder, 'lock');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname() });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(() => takeLock(folder, Date.now())).toThrow(/^a pass is running \(process \d+/);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['of a dead process', JSON.stringify({ pid: 2 ** 22 - 1, started: null, host: hostname(), since: '' })],
    ['that stays empty', ''],
  ])('one %s is taken over', (_whose, text) => {
    writeFileSync(path.join(folder, 'lock'), text);
    const lock = takeLock(folder, Date.now());
    expect(lock.wasStale).toBe(true);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });
});

test.each([
  ['EIO', 'the disk reports an error (EIO); check the disk and how it is mounted'],
  ['ESTALE', 'the system reports ESTALE; check the disk and how it is mounted'],
])('%s at its release is one line', (code, why) => {
  const lock = takeLock(folder, Date.now());
  refused.unlink = code;
  const file = path.join(folder, 'lock');
  expect(() => lock.release()).toThrow(new UserError(`${file}: ${why}`));
});
