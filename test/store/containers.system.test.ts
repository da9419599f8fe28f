import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { startBlogs } from '../support/blogs.js';
import { program } from '../support/program.js';
import { configure, PASS, siteOf } from './disk-site.js';

const NAMESPACES = ['--pid', '--uts', '--mount-proc', '--fork', '--kill-child'];

/** Whether this user can make containers; where nothing may be skipped, not is an error. */
function hasContainers(): boolean {
  try {
    execFileSync('unshare', [...NAMESPACES, 'true'], { stdio: 'pipe' });
    return true;
  } catch (error) {
    if (process.env['TAGWIRE_REQUIRE_ALL'] === '1') throw error;
    return false;
  }
}

/** A pass in a container: it has process ids and a name of its own, and shares the folder. */
function pass(folder: string, name: string) {
  const words = ['sh', '-c', `hostname ${name} && exec "$0" "$@"`, process.execPath, program, ...PASS];
  const child = spawn('unshare', [...NAMESPACES, ...words], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = Promise.all([once(child, 'close'), text(child.stderr)]);
  child.stdout.resume();
  return { child, ended: ended.then(([[code], err]) => ({ code: code as unknown, err })) };
}

test.skipIf(!hasContainers()).each([
  ['another name', 'second'],
  ['the same name', 'first'],
])(
  'of a container with %s a living lock is kept, and one that was killed is taken over at once',
  async (_how, name) => {
    const blogs = await startBlogs({ '/a': 404 });
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(async () => {
      silent.close();
      await blogs.close();
    });
    const folder = siteOf(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/never`);
    const asked = once(silent, 'connection');
    const first = pass(folder, 'first');
    await asked; // it holds the lock, and waits for an answer
    const second = await pass(folder, name).ended;
    expect([second.code, second.err]).toEqual([
      1,
      expect.stringMatching(/^error: a pass is running \(process \d+/),
    ]);
    first.child.kill('SIGKILL');
    await first.ended;
    configure(folder, `${blogs.origin}/a`);
    const third = await pass(folder, name).ended;
    expect(third.err).toMatch(/\/a: 404/);
    expect(blogs.asked()).toHaveLength(1);
  },
);
