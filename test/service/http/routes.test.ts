import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { notAllowed, type Request, type Route, text } from '../../../src/service/http/route.js';
import { FEED, servedSite } from './site.js';

/** Takes small bodies at one address, as a route that receives something would. */
const intake =
  (timeoutMs = 5000): Route =>
  async (request) => {
    if (request.path !== 'intake') return null;
    if (request.method !== 'POST') return notAllowed('Send it by POST.', ['POST']);
    await turn(); // as a route that asks a database does
    const body = await request.body({ maxBytes: 10, timeoutMs, hold: () => true });
    return body.kind === 'body' ? text(202, `took ${body.bytes}`) : text(body.status, body.reason);
  };

/** Sends bytes as they stand; all that comes back until the server closes or falls silent for good. */
function raw(port: number, ...sent: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', () => resolve(received));
    socket.on('close', () => resolve(received));
    for (const part of sent) socket.write(part);
  });
}

test.each([
  ['one that fits', '1234567890', 202, 'took 1234567890\n', 'keep-alive'],
  ['none', '', 202, 'took \n', 'keep-alive'],
  ['one that says it is longer', '12345678901', 413, 'At most 10 bytes are taken here.\n', 'close'],
])('a route reads the body: %s', async (_name, body, status, words, connection) => {
  const { get } = await servedSite({ routes: [intake()] });
  const headers = { connection: 'keep-alive', 'content-length': String(body.length) };
  const reply = await get('/intake', headers, 'POST', body);
  expect([reply.status, reply.body.toString(), reply.headers.connection]).toEqual([
    status,
    words,
    connection,
  ]);
});

test('a body that turns out longer than allowed is left', async () => {
  const { port } = await servedSite({ routes: [intake()] });
  const head = 'POST /intake HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n';
  expect(await raw(port, `${head}6\r\n123456\r\n6\r\n123456\r\n`)).toMatch(
    /^HTTP\/1\.1 413 .*Connection: close/s,
  );
});

test('a body that does not come in time is given up', async () => {
  const { port, get } = await servedSite({ routes: [intake(20)] });
  const reply = await raw(port, 'POST /intake HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12');
  expect(reply).toMatch(/^HTTP\/1\.1 408 .*The body took too long\.\n$/s);
  expect((await get('/feed.atom')).status).toBe(200);
});

test('a client that goes away while it sends is nobody to answer, and no fault of ours', async () => {
  const lines: string[] = [];
  const log = { error: (line: string) => void lines.push(line), warn() {}, info() {}, debug() {} };
  const bodies = new EventEmitter();
  const listening: Route = async (request) => {
    if (request.method !== 'POST') return null;
    const body = request.body({ maxBytes: 10, timeoutMs: 5000, hold: () => true });
    socket.destroy();
    bodies.emit('read', await body);
    return text(202, 'took it');
  };
  const { port, get } = await servedSite({ routes: [listening], log });
  const socket = connect(port, '127.0.0.1');
  socket.write('POST /intake HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12');
  expect(await once(bodies, 'read')).toEqual([
    { kind: 'refused', status: 400, reason: 'The body ended too early.' },
  ]);
  expect((await get('/feed.atom')).status).toBe(200);
  expect(lines).toEqual([]);
});

test('a path has the methods that its route names', async () => {
  const { get } = await servedSite({ routes: [intake()] });
  const { status, headers } = await get('/intake', {}, 'GET');
  expect([status, headers.allow]).toEqual([405, 'POST']);
});

test('routes are asked in order, and the files are the last', async () => {
  const asked: string[] = [];
  const noting =
    (name: string): Route =>
    ({ path }) => {
      asked.push(`${name} ${path}`);
      return null;
    };
  const { get } = await servedSite({ routes: [noting('first'), noting('second')] });
  expect((await get('/feed.atom')).body.toString()).toBe(FEED);
  expect(asked).toEqual(['first feed.atom', 'second feed.atom']);
});

test('a route sees the path decoded, the query and what the client sent', async () => {
  const seen: Pick<Request, 'method' | 'path' | 'query' | 'headers'>[] = [];
  const watching: Route = (request) => {
    seen.push(request);
    return text(200, 'seen');
  };
  const { get } = await servedSite({ routes: [watching] });
  await get('/tags/%66fi?a=1&b=%20', { 'x-own': 'yes' }, 'PUT');
  await get('/../secret');
  expect(
    seen.map(({ method, path, query, headers }) => [method, path, `${query}`, headers['x-own']]),
  ).toEqual([
    ['PUT', 'tags/ffi', 'a=1&b=+', 'yes'],
    ['GET', null, '', undefined],
  ]);
});

test.each([
  ['an address that is none', 'POST __proto__ HTTP/1.1', 400],
  ['the whole server', 'OPTIONS * HTTP/1.1', 204],
])('%s is answered before any route is asked', async (_name, line, status) => {
  const { port } = await servedSite({
    routes: [
      () => {
        throw new Error('asked');
      },
    ],
  });
  const reply = await raw(port, `${line}\r\nHost: x\r\nContent-Length: 0\r\n\r\n`);
  expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
});
