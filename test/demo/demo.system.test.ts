import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { costOfProcess } from '../support/cost.js';
import { freePort } from '../support/free-port.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const LOOPBACK = /http:\/\/127\.0\.0\.1:\d+\/[^\s:]*/g;

/** The real demo, with a temporary folder of its own to look into afterwards. */
async function demo(...args: readonly string[]) {
  const temporary = await mkdtemp(path.join(tmpdir(), 'tagwire-test-'));
  onTestFinished(() => rm(temporary, { recursive: true, force: true }));
  const child = spawn(process.execPath, [CLI, 'demo', ...args], {
    env: { ...process.env, TMPDIR: temporary, NO_COLOR: '1' },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const written = { out: '', err: '' };
  child.stderr.on('data', (chunk: Buffer) => {
    written.err += chunk;
  });
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${written.err}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      written.out += chunk;
      const last = written.out.trimEnd().split('\n').at(-1) ?? '';
      if (/^http:\S+$/.test(last) && written.out.endsWith('\n')) resolve(last);
    });
  });
  return { temporary, child, written, address };
}

test('a newcomer soon sees a working Read Rust, and nothing of it stays', async () => {
  const { temporary, child, written, address } = await demo();
  expect(costOfProcess(child.pid)).toBeLessThan(1500); // ten seconds, five times the usual

  const page = await request(`${address}tags/ffi/`);
  const html = await page.body.text();
  expect(page.statusCode).toBe(200);
  expect(html).toContain('bindgen, but only for the twelve functions you use');
  const feed = await request(`${address}feed.json`);
  const titles = JSON.stringify(await feed.body.json());
  expect(titles).toContain('嵌入式调试手记');
  expect(titles).toContain('كيف تقرأ رسائل المترجم');
  expect(titles).not.toContain('A week without screens');

  expect(written.out.match(LOOPBACK)).toEqual([address]);
  expect(written.err.match(LOOPBACK)?.map((url) => new URL(url).pathname)).toEqual([
    '/half-an-element/feed/',
  ]);
  expect(written.err).toContain('a web page, not a feed');

  const ended = new Promise((resolve) => child.removeAllListeners('exit').once('exit', resolve));
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(await readdir(temporary)).toEqual([]);
});

test('it listens where the command line says', async () => {
  const port = await freePort();
  const { child, address } = await demo('--port', String(port), '--host', 'localhost');
  expect(new URL(address).port).toBe(String(port));
  expect((await request(`${address}tags/ffi/`)).statusCode).toBe(200);
  const ended = new Promise((resolve) => child.removeAllListeners('exit').once('exit', resolve));
  child.kill('SIGINT');
  expect(await ended).toBe(0);
});

test('one that is stopped before it has begun leaves nothing either', async () => {
  const temporary = await mkdtemp(path.join(tmpdir(), 'tagwire-test-'));
  onTestFinished(() => rm(temporary, { recursive: true, force: true }));
  const child = spawn(process.execPath, [CLI, 'demo'], { env: { ...process.env, TMPDIR: temporary } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const watcher = watch(temporary);
  onTestFinished(() => watcher.close());
  watcher.once('change', () => child.kill('SIGINT'));
  expect(await ended).toBe(0);
  expect(await readdir(temporary)).toEqual([]);
});
