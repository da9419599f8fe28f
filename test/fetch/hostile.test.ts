import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isThorough } from '../support/thorough.js';
import { fetcher } from './fetching.js';
import { rawServer } from './raw-server.js';

const piece = fc.oneof(
  fc.constantFrom(
    'HTTP/1.1 200 OK\r\n',
    'HTTP/1.0 200\r\n',
    'HTTP/1.1 100 Continue\r\n\r\n',
    'HTTP/1.1 304 Not Modified\r\n',
    'HTTP/1.1 302 Found\r\n',
    'HTTP/1.1 503 Later\r\n',
    'Location: /x\r\n',
    'Location: http://[\r\n',
    'Location: \r\n',
    'Content-Length: 5\r\n',
    'Content-Length: -1\r\n',
    'Content-Length: 99999999999999999999\r\n',
    'Transfer-Encoding: chunked\r\n',
    'Content-Encoding: gzip\r\n',
    'Content-Encoding: deflate\r\n',
    'Content-Encoding: br, br\r\n',
    'Connection: close\r\n',
    'Connection: keep-alive\r\nKeep-Alive: timeout=-5\r\n',
    'Upgrade: websocket\r\nConnection: upgrade\r\n',
    'Retry-After: 1e9\r\n',
    'Cache-Control: max-age=99999999999999999999999\r\n',
    'Expires: 99\r\n',
    'ETag: "\x80"\r\n',
    'Set-Cookie: a\r\n',
    ' folded\r\n',
    '__proto__: x\r\n',
    ': \r\n',
    '\r\n',
    '\n',
    '5\r\nhello\r\n0\r\n\r\n',
    'ffffffffffffffff\r\n',
    '\x1f\x8b\x08\x1f\x00\x00\x00\x00\x00\x00',
    '<rss/>',
  ),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);

test('whatever a server says, the result is a value', async () => {
  let answer = '';
  const server = await rawServer(() => answer);
  const from = server.url('/feed');
  const validators = { etag: '"1"', lastModified: null, from };
  const { signal } = new AbortController();
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), fc.boolean(), async (pieces, statusFirst) => {
      answer = (statusFirst ? 'HTTP/1.1 200 OK\r\n' : '') + pieces.join('');
      const { fetch } = fetcher(); // one that was answered by 503 asks no more
      kinds.add((await fetch({ url: from, validators }, signal)).kind);
    }),
    {
      numRuns: isThorough ? 500 : 120,
      examples: [
        [['\r\n', '<rss/>'], true], // is sure to be read
        [[], false], // is none
      ],
    },
  );
  expect([...kinds]).toEqual(expect.arrayContaining(['failed', 'fresh']));
});
