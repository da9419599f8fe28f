import { once } from 'node:events';
import { rename, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { UserError } from '../../../src/model/errors.js';
import { isThorough } from '../../support/thorough.js';
import { FEED, type RunningSite, servedSite } from './site.js';

/** Bytes sent as they stand, and all that comes back until the server closes. */
function raw(port: number, sent: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = open(port);
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', () => resolve(received)); // cut off: what came until then counts
    socket.on('close', () => resolve(received));
    socket.write(sent);
  });
}

function open(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  return socket;
}

test.each([
  ['no HTTP at all', 'hello\r\n\r\n', 400],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['a header without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx', 400],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['a target that climbs', 'GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 404],
  ['a target without a slash', 'GET __proto__ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
  ['a method of its own', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n', 400],
])('%s is refused and the next visitor served', async (_name, sent, status) => {
  const { port, get } = await servedSite();
  expect(await raw(port, sent)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect((await get('/feed.atom')).status).toBe(200);
});

test('a publication during an answer never mixes two files', async () => {
  const { root, get } = await servedSite();
  const live = path.join(root, 'feed.atom');
  const bodies = ['a', 'bb', 'ccc'].map((letter, n) => letter.repeat(40_000 + n));
  let publishing = true;
  const publisher = (async () => {
    for (let n = 0; publishing; n++) {
      await writeFile(`${live}.tmp`, bodies[n % 3] ?? '');
      await rename(`${live}.tmp`, live);
    }
  })();
  const bodyOf = new Map<string, string>();
  for (let n = 0; n < (isThorough ? 300 : 60); n++) {
    const { headers, body } = await get('/feed.atom');
    const text = body.toString();
    const [etag = '', length] = [headers.etag, headers['content-length']];
    expect(length).toBe(String(text.length));
    expect([...bodies, FEED]).toContain(text);
    expect(bodyOf.get(etag) ?? text).toBe(text);
    bodyOf.set(etag, text);
  }
  publishing = false;
  await publisher;
  expect(bodyOf.size).toBeGreaterThan(1);
});

test('what a pass publishes is served at once', async () => {
  const { root, get } = await servedSite();
  const before = await get('/feed.atom');
  await writeFile(path.join(root, 'feed.tmp'), FEED.replace('<entry/>', '<other/>'));
  await rename(path.join(root, 'feed.tmp'), path.join(root, 'feed.atom'));
  const after = await get('/feed.atom', { 'if-none-match': before.headers.etag ?? '' });
  expect([after.status, after.body.toString().slice(0, 60)]).toEqual([
    200,
    expect.stringContaining('<other/>'),
  ]);
});

/** So many connections that have asked once and now wait. */
async function idleConnections({ port }: RunningSite, count: number): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => open(port));
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise((resolve) => {
          socket.once('data', resolve);
          socket.write('HEAD /feed.atom HTTP/1.1\r\nHost: x\r\n\r\n');
        }),
    ),
  );
  return sockets;
}

test('five hundred idle connections and fifty half-sent requests keep nobody out, and closing ends them', async () => {
  const site = await servedSite();
  const idle = await idleConnections(site, 500);
  for (let n = 0; n < 50; n++) open(site.port).write('GET / HTTP/1.1\r\nHost');
  expect((await site.get('/feed.atom')).status).toBe(200);
  const ended = Promise.all(idle.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const closed = site.server.close();
  await vi.advanceTimersByTimeAsync(5000);
  await Promise.all([closed, ended]);
});

test('closing lets an answer under way end', async () => {
  const site = await servedSite();
  await writeFile(path.join(site.root, 'big.txt'), 'x'.repeat(8_000_000));
  const socket = open(site.port);
  let received = 0;
  let slow = true;
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.write('GET /big.txt HTTP/1.1\r\nHost: x\r\n\r\n');
  await new Promise((resolve) => socket.once('readable', resolve));
  socket.on('data', (chunk) => {
    received += chunk.length;
  });
  socket.pause();
  const closed = site.server.close().then(() => {
    expect(slow).toBe(false);
  });
  await turn();
  slow = false;
  socket.resume();
  await Promise.all([closed, ended]);
  expect(received).toBeGreaterThan(8_000_000);
});

test('a port in use is one line that says what to do', async () => {
  const { port } = await servedSite();
  await expect(servedSite({ port })).rejects.toThrow(
    new UserError(`port ${port} on 127.0.0.1 is in use; stop the other program or name another with --port`),
  );
});

test('an address of another machine is one line too', async () => {
  await expect(servedSite({ host: '192.0.2.1' })).rejects.toThrow(
    new UserError('192.0.2.1 is no address of this machine; name another with --host'),
  );
});

test('a fault is a 500 and a line in the log, never a crash', async () => {
  const lines: string[] = [];
  const log = { error: (line: string) => void lines.push(line), warn() {}, info() {}, debug() {} };
  const files = await servedSite({
    log,
    moved: () => {
      throw new Error('the aliases are damaged');
    },
  });
  expect((await files.get('/feed.atom')).status).toBe(500);
  expect(lines).toEqual(['serving /feed.atom: the aliases are damaged']);
});

test('what the system refuses to every reader is told once, not for each of them', async () => {
  const lines: string[] = [];
  const log = { error: (line: string) => void lines.push(line), warn() {}, info() {}, debug() {} };
  const site = await servedSite({
    log,
    moved: (path) => {
      throw Object.assign(new Error(`EMFILE: too many open files, open '${path}'`), { code: 'EMFILE' });
    },
  });
  const paths = Array.from({ length: 20 }, (_, n) => `/tags/${n}.atom`);
  for (const path of paths) expect((await site.get(path)).status).toBe(500);
  expect(lines).toEqual(['serving /tags/0.atom: too many open files (EMFILE); raise the limit (ulimit -n)']);
});

test('where all connections are taken, those that wait for nothing give way, and the log says so once', async () => {
  const lines: string[] = [];
  const log = { error: (line: string) => void lines.push(line), warn() {}, info() {}, debug() {} };
  const { port, get } = await servedSite({ log, mostConnections: 3 });
  const kept = await Promise.all(
    [1, 2, 3].map(async () => {
      const socket = open(port);
      const closed = once(socket, 'close');
      socket.write('GET /feed.json HTTP/1.1\r\nHost: x\r\n\r\n');
      await once(socket, 'data');
      return [closed];
    }),
  );
  await expect(get('/feed.atom')).rejects.toThrow(); // the one that shows that there are too many
  await Promise.all(kept.flat());
  expect((await get('/feed.atom')).status).toBe(200);
  expect(lines).toEqual(['more than 3 connections at once: some readers are turned away']);
});
