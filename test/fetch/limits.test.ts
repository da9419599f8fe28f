import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fetcher, get } from './fetching.js';
import { http, rawServer } from './raw-server.js';

const text = '<rss>a feed, a feed, a feed</rss>';

test.each([
  ['identity', 'identity', Buffer.from(text)],
  ['gzip', 'gzip', gzipSync(text)],
  ['x-gzip, in capitals', 'X-GZIP', gzipSync(text)],
  ['gzip in two members', 'gzip', Buffer.concat([gzipSync(text.slice(0, 9)), gzipSync(text.slice(9))])],
  ['gzip with garbage after it', 'gzip', Buffer.concat([gzipSync(text), Buffer.from('\r\n<!-- cached -->')])],
  ['gzip with zeros after it', 'gzip', Buffer.concat([gzipSync(text), Buffer.alloc(512)])],
  ['gzip with a file name, comment and extra field', 'gzip', decorated(gzipSync(text))],
  ['deflate', 'deflate', deflateSync(text)],
  ['deflate without its wrapper', 'deflate', deflateRawSync(text)],
  ['br', 'br', brotliCompressSync(text)],
  ['two codings', 'deflate, gzip', gzipSync(deflateSync(text))],
  ['gzip twice', 'gzip,gzip', gzipSync(gzipSync(text))],
  ['identity between', 'identity, gzip', gzipSync(text)],
  ['a coding that is none', 'utf-8', Buffer.from(text)],
  ['several that are none', 'none, ,UTF-8,binary', Buffer.from(text)],
  ['nothing', '', Buffer.from(text)],
  ['gzip that is none', 'gzip', Buffer.from(text)],
  ['gzip twice that is gzip once', 'gzip, gzip', gzipSync(text)],
  ['gzip that nobody said', 'identity', gzipSync(text)],
  ['gzip within what was said', 'br', brotliCompressSync(gzipSync(text))],
  ['gzip twice, said once', 'gzip', gzipSync(gzipSync(text))],
])('decodes %s', async (_name, coding, body) => {
  const server = await rawServer(http('200 OK', [`Content-Encoding: ${coding}`], body));
  const result = await get(server.url('/'));
  expect(result).toMatchObject({ kind: 'fresh', traffic: { requests: 1, bytes: body.length } });
  expect(result.kind === 'fresh' && Buffer.from(result.body).toString()).toBe(text);
});

test('gzip that no header says: a file compressed before it was published', async () => {
  const server = await rawServer(http('200 OK', ['Content-Type: application/gzip'], gzipSync(text)));
  const result = await get(server.url('/feed.xml.gz'));
  expect(result.kind === 'fresh' && Buffer.from(result.body).toString()).toBe(text);
});

test('two codings in two headers', async () => {
  const headers = ['Content-Encoding: br', 'Content-Encoding: gzip'];
  const server = await rawServer(http('200 OK', headers, gzipSync(brotliCompressSync(text))));
  expect((await get(server.url('/'))).kind).toBe('fresh');
});

test.each([
  ['that is not compressed', http('200 OK', [], text)],
  ['that is large', http('200 OK', ['Content-Encoding: gzip'], gzipSync(randomBytes(600_000)))],
])('a body %s is not kept waiting until it may be decoded', async (_name, answer) => {
  const server = await rawServer(answer);
  const mayDecode = (): Promise<void> => new Promise(() => {});
  expect((await get(server.url('/'), {}, { mayDecode })).kind).toBe('fresh');
});

const damaged = gzipSync(text);
damaged.writeUInt32LE(1, damaged.length - 8);

test.each([
  ['three codings', 'gzip, gzip, gzip', text, 'encoding', 'compressed 3 times over (at most 2 are read)'],
  [
    'gzip in 40,000 members',
    'gzip, gzip',
    gzipSync(Buffer.concat([gzipSync(text), ...Array<Buffer>(40_000).fill(gzipSync(''))])),
    'encoding',
    'compressed in more than 1000 parts',
  ],
  ['a wrong checksum', 'gzip', damaged, 'encoding', 'its compressed data is damaged'],
  ['no brotli at all', 'br', text, 'encoding', 'its compressed data is damaged'],
  ['cut gzip', 'gzip', gzipSync(text).subarray(0, -12), 'truncated', 'truncated within its compressed data'],
  [
    'gzip cut in its checksum',
    'gzip',
    gzipSync(text).subarray(0, -3),
    'truncated',
    'truncated within its compressed data',
  ],
  [
    'cut deflate',
    'deflate',
    deflateSync(text).subarray(0, -8),
    'truncated',
    'truncated within its compressed data',
  ],
  [
    'cut brotli',
    'br',
    brotliCompressSync(text).subarray(0, -3),
    'truncated',
    'truncated within its compressed data',
  ],
])('fails on %s', async (_name, coding, body, reason, message) => {
  const server = await rawServer(http('200 OK', [`Content-Encoding: ${coding}`], body));
  expect(await get(server.url('/'))).toMatchObject({ kind: 'failed', reason, message, status: null });
});

test.each([
  [
    'compressed, and a Content-Length that is not reached',
    Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 500\r\n\r\n'),
      gzipSync(text).subarray(0, -12),
    ]),
  ],
  ['nothing of a Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n'],
  ['chunks without an end', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n'],
  ['a chunk cut in two', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<rss>'],
  [
    'chunks without an end, closing as announced',
    'HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n',
  ],
  ['a chunk that is none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>zz\r\n0\r\n\r\n'],
])('a truncated body is a failure: %s', async (_name, answer) => {
  const server = await rawServer(answer);
  expect(await get(server.url('/'))).toMatchObject({ kind: 'failed', reason: 'truncated' });
});

test.each([
  ['whose end nothing tells', 'HTTP/1.1 200 OK\r\n\r\n<rss>'],
  ['with a Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n<rss>'],
  [
    'with a Content-Length, closing as announced',
    'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 50\r\n\r\n<rss>',
  ],
])('a connection reset amid a body is a failure: one %s', async (_name, answer) => {
  const server = await rawServer((_request, socket) => {
    socket.write(answer, () => setTimeout(() => socket.resetAndDestroy(), 50));
    return null;
  });
  expect(await get(server.url('/'))).toMatchObject({ kind: 'failed', reason: 'truncated' });
});

const length = `Content-Length: ${text.length}`;

test.each([
  [
    'chunks',
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`,
    true,
  ],
  ['gzip', http('200 OK', ['Content-Encoding: gzip'], gzipSync(text)), true],
  ['gzip that nobody said', http('200 OK', [], gzipSync(text)), true],
  ['gzip that is none', http('200 OK', ['Content-Encoding: gzip'], text), false],
  [
    'gzip longer than its Content-Length',
    Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 500\r\n\r\n'),
      gzipSync(text),
    ]),
    true,
  ],
  ['a Content-Length, which may be too short', `HTTP/1.1 200 OK\r\n${length}\r\n\r\n${text}`, false],
  ['a Content-Length that is not reached', `HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n${text}`, false],
  [
    'the same, closing as announced',
    `HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 50\r\n\r\n${text}`,
    false,
  ],
  ['the same in HTTP/1.0', `HTTP/1.0 200 OK\r\nContent-Length: 50\r\n\r\n${text}`, false],
  ['nothing but the end of the connection', `HTTP/1.1 200 OK\r\n\r\n${text}`, false],
])('whether its way shows that a body is whole: %s', async (_name, answer, complete) => {
  const server = await rawServer(answer);
  const result = await get(server.url('/'));
  expect(result).toMatchObject({ kind: 'fresh', complete });
  expect(result.kind === 'fresh' && Buffer.from(result.body).toString()).toBe(text);
});

test.each([
  ['ended by the connection in HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\n<rss/>'],
  ['ended by the connection in HTTP/1.1', 'HTTP/1.1 200 OK\r\n\r\n<rss/>'],
  [
    'in chunks with extensions and trailers',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6;a=b\r\n<rss/>\r\n0\r\nX: y\r\n\r\n',
  ],
  ['longer than its Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>and more'],
  [
    'after early hints',
    'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>',
  ],
  ['without a reason phrase', 'HTTP/1.1 200\r\nContent-Length: 6\r\n\r\n<rss/>'],
  ['transformed by a proxy (203)', 'HTTP/1.1 203 Other\r\nContent-Length: 6\r\n\r\n<rss/>'],
])('a whole body is read: %s', async (_name, answer) => {
  const server = await rawServer(answer);
  const result = await get(server.url('/'));
  expect(result.kind === 'fresh' && Buffer.from(result.body).toString()).toBe('<rss/>');
});

test.each([
  ['a body of no bytes', http('200 OK', []), 'an empty answer'],
  ['a body of no bytes, said to be gzip', http('200 OK', ['Content-Encoding: gzip']), 'an empty answer'],
  ['204', 'HTTP/1.1 204 No Content\r\n\r\n', 'an empty answer (204)'],
  ['205', http('205 Reset Content', []), 'an empty answer (205)'],
])('an empty answer is a failure: %s', async (_name, answer, message) => {
  const server = await rawServer(answer);
  expect(await get(server.url('/'))).toMatchObject({ kind: 'failed', reason: 'empty', message });
});

const mega = (size: number) => 'x'.repeat(size * 1_000_000);

test.each([
  [
    'by its Content-Length',
    (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 99000000\r\n\r\n'),
  ],
  ['as it comes', (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\n\r\n${mega(2)}`)],
  [
    'decoded',
    (socket: Socket) => socket.write(http('200 OK', ['Content-Encoding: gzip'], gzipSync(mega(2)))),
  ],
  [
    'decoded twice',
    (socket: Socket) =>
      socket.write(http('200 OK', ['Content-Encoding: gzip, br'], brotliCompressSync(gzipSync(mega(2))))),
  ],
])('a body over the limit is a failure at once: %s', async (_name, send) => {
  const server = await rawServer((_request, socket) => {
    send(socket);
    return null;
  });
  expect(await get(server.url('/'), { maxBytes: 1_500_000 })).toMatchObject({
    kind: 'failed',
    reason: 'too-large',
    message: 'too large: more than 1.5 MB',
  });
});

test('a body of exactly the limit is read, plain or compressed', async () => {
  const settings = { maxBytes: 1_000_000 };
  const plain = await rawServer(http('200 OK', [], mega(1)));
  const zipped = await rawServer(http('200 OK', ['Content-Encoding: gzip'], gzipSync(mega(1))));
  expect((await get(plain.url('/'), settings)).kind).toBe('fresh');
  expect((await get(zipped.url('/'), settings)).kind).toBe('fresh');
});

test('more than 64 kB of headers are too many', async () => {
  const server = await rawServer(http('200 OK', [`X-Filler: ${'x'.repeat(70_000)}`], text));
  expect(await get(server.url('/'))).toMatchObject({
    kind: 'failed',
    reason: 'too-large',
    message: 'too large: more than 64 kB of headers',
  });
});

test('60 kB of headers are not', async () => {
  const server = await rawServer(http('200 OK', [`X-Filler: ${'x'.repeat(60_000)}`], text));
  expect((await get(server.url('/'))).kind).toBe('fresh');
});

test('a hundred large bodies at once are read a few at a time', async () => {
  const body = Buffer.alloc(4_000_000, 'x');
  const server = await rawServer(http('200 OK', ['Content-Encoding: gzip'], gzipSync(body)));
  const asking = fetcher({ maxBytes: 5_000_000, perHost: 100 });
  const before = process.memoryUsage().rss;
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 5);
  const request = { url: server.url('/'), validators: { etag: null, lastModified: null, from: null } };
  const sizes = Array.from({ length: 100 }, async () => {
    const result = await asking.fetch(request, new AbortController().signal);
    return result.kind === 'fresh' ? result.body.length : result;
  });
  expect(new Set(await Promise.all(sizes))).toEqual(new Set([body.length]));
  clearInterval(watch);
  expect(peak - before).toBeLessThan(200_000_000);
});

/** The same member with FEXTRA, FNAME, FCOMMENT and FHCRC in its header (RFC 1952 2.3.1). */
function decorated(member: Buffer): Buffer {
  const header = Buffer.from(member.subarray(0, 10));
  header.writeUInt8(2 | 4 | 8 | 16, 3);
  return Buffer.concat([
    header,
    Buffer.from('\x03\x00abcname\0comment\0\x12\x34', 'latin1'),
    member.subarray(10),
  ]);
}
