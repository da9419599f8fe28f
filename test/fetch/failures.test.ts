import { expect, test } from 'vitest';
import { freePort } from '../support/free-port.js';
import { get } from './fetching.js';
import { http, rawServer, url } from './raw-server.js';

const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));

test.each([
  ['ENOTFOUND', 'no such host: blog.example'],
  ['EAI_AGAIN', 'DNS has no answer now for host: blog.example'],
])('a name that cannot be looked up: %s', async (code, message) => {
  expect(await get(url('http://blog.example/feed'), { lookup: failing(code) })).toEqual({
    kind: 'failed',
    reason: 'dns',
    message,
    status: null,
    reached: false,
    traffic: { requests: 1, bytes: 0 },
  });
});

test('a name without an address', async () => {
  const result = await get(url('http://blog.example/'), { lookup: () => Promise.resolve([]) });
  expect(result).toMatchObject({ reason: 'dns', message: 'no address for host: blog.example' });
});

test('a name that the operating system knows nothing of', async () => {
  expect(await get(url('http://does-not-exist.invalid/'))).toMatchObject({ kind: 'failed', reason: 'dns' });
});

test('a port where nobody listens', async () => {
  expect(await get(url(`http://127.0.0.1:${await freePort()}/`))).toMatchObject({
    kind: 'failed',
    reason: 'refused',
    message: 'connection refused',
    reached: true,
  });
});

test.each([
  ['closes without a word', '', 'network', 'connection closed without an answer'],
  [
    'closes amid its headers',
    'HTTP/1.1 200 OK\r\nContent-',
    'network',
    'connection closed without an answer',
  ],
  ['speaks another protocol', '220 mail.example ESMTP\r\n', 'network', 'the answer is not HTTP'],
  ['sends a header that is none', 'HTTP/1.1 200 OK\r\nno colon\r\n\r\n', 'network', 'the answer is not HTTP'],
  [
    'gives two lengths at once',
    'HTTP/1.1 200 OK\r\nContent-Length: 6\r\nContent-Length: 7\r\n\r\n<rss/>',
    'network',
    'the answer is not HTTP',
  ],
  [
    'changes the protocol',
    'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
    'network',
    'connection closed without an answer',
  ],
])('a server that %s', async (_name, answer, reason, message) => {
  const server = await rawServer(answer);
  expect(await get(server.url('/'))).toMatchObject({ kind: 'failed', reason, message });
});

test('a server that resets the connection', async () => {
  const server = await rawServer((_request, socket) => {
    socket.resetAndDestroy();
    return null;
  });
  expect(await get(server.url('/'))).toMatchObject({
    reason: 'network',
    message: 'connection closed without an answer',
  });
});

test.each([
  ['a redirect that led there', 'ENOTFOUND', true],
  ['no redirect', 'ENOTFOUND', false],
])('what was reached before a name that cannot be looked up: %s', async (name, code, reached) => {
  const server = await rawServer(http('302 Found', ['Location: http://blog.example/']));
  const start = name === 'no redirect' ? url('http://blog.example/') : server.url('/');
  expect(await get(start, { lookup: failing(code) })).toMatchObject({
    kind: 'failed',
    reason: 'dns',
    reached,
  });
});

test.each([['ENETUNREACH'], ['EHOSTUNREACH']])(
  'a host without a way to it was not reached: %s',
  async (code) => {
    expect(await get(url('http://blog.example/'), { lookup: failing(code) })).toMatchObject({
      reason: 'network',
      message: 'host unreachable',
      reached: false,
    });
  },
);

test('of several addresses the one that answers is used', async () => {
  const server = await rawServer('HTTP/1.0 200 OK\r\n\r\n<rss/>');
  const lookup = () =>
    Promise.resolve([
      { address: '127.0.0.77', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]);
  const { port } = new URL(server.origin);
  expect((await get(url(`http://blog.example:${port}/`), { lookup })).kind).toBe('fresh');
  expect(server.requests[0]).toContain(`host: blog.example:${port}\r\n`);
});
