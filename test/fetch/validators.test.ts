import { expect, test } from 'vitest';
import type { FetchResult } from '../../src/fetch/result.js';
import { costOf } from '../support/cost.js';
import { get } from './fetching.js';
import { http, rawServer } from './raw-server.js';

const validatorsOf = (result: FetchResult) =>
  result.kind === 'fresh' || result.kind === 'unchanged' ? result.validators : result;

test.each([
  ['a strong ETag', '"abc"', '"abc"'],
  ['a weak ETag', 'W/"abc"', 'W/"abc"'],
  ['commas', '"a,b", "c"', '"a,b", "c"'],
  ['no quotes', 'abc', 'abc'],
  ['a broken quote', '"abc', '"abc'],
  ['a suffix that a proxy added', '"abc-gzip"', '"abc-gzip"'],
  ['a backslash and a quote inside', '"a\\"b"', '"a\\"b"'],
  ['Latin-1 bytes', '"\xe9\xff\x80"', '"\xe9\xff\x80"'],
  ['UTF-8 bytes', Buffer.from('"é日"').toString('latin1'), Buffer.from('"é日"').toString('latin1')],
  ['tabs inside', '"a\tb"', '"a\tb"'],
  ['white space around, which is no part of it', ' \t "abc" \t', '"abc"'],
])('an ETag goes back byte for byte: %s', async (_name, sent, returned) => {
  const server = await rawServer(http('200 OK', [`ETag: ${sent}`], '<rss/>'));
  const from = server.url('/feed');
  const first = validatorsOf(await get(from));
  expect(first).toEqual({ etag: returned, lastModified: null });
  await get(from, {}, { validators: { etag: returned, lastModified: null, from } });
  expect(server.requests[1]).toContain(`\r\nIf-None-Match: ${returned}\r\n`);
  expect(server.requests[1]).not.toContain('If-Modified-Since');
});

test.each([
  ['a date', 'Wed, 18 Nov 2026 10:00:00 GMT'],
  ['a date in another form', 'Wednesday, 18-Nov-26 10:00:00 GMT'],
  ['a zone that HTTP does not know', 'Wed, 18 Nov 2026 11:00:00 +0100'],
  ['no date at all', 'yesterday'],
])('Last-Modified goes back byte for byte: %s', async (_name, lastModified) => {
  const server = await rawServer(http('200 OK', [`Last-Modified: ${lastModified}`], '<rss/>'));
  const from = server.url('/feed');
  expect(validatorsOf(await get(from))).toEqual({ etag: null, lastModified });
  await get(from, {}, { validators: { etag: null, lastModified, from } });
  expect(server.requests[1]).toContain(`\r\nIf-Modified-Since: ${lastModified}\r\n`);
});

const noon = 'Wed, 18 Nov 2026 12:00:00 GMT';
const later = 'Wed, 18 Nov 2026 12:00:01 GMT';

test.each([
  ['the second of the answer', [`Date: ${noon}`, `Last-Modified: ${noon}`], noon],
  ['later than the answer', [`Date: ${noon}`, `Last-Modified: ${later}`], null],
  ['in another form, later', [`Date: ${noon}`, 'Last-Modified: Wed Nov 18 12:00:01 2026'], null],
  [
    'in years, of an answer without a date',
    ['Last-Modified: Fri, 01 Jan 2100 00:00:00 GMT'],
    'Fri, 01 Jan 2100 00:00:00 GMT',
  ],
  ['no date', [`Date: ${noon}`, 'Last-Modified: tomorrow'], 'tomorrow'],
])(
  'a Last-Modified that lies ahead of its answer is not sent back: %s',
  async (_name, headers, lastModified) => {
    for (const status of ['200 OK', '304 Not Modified']) {
      const server = await rawServer(http(status, ['ETag: "2"', ...headers], '<rss/>'));
      const from = server.url('/feed');
      const result = await get(from, {}, { validators: { etag: '"1"', lastModified: null, from } });
      expect(validatorsOf(result)).toEqual({ etag: '"2"', lastModified });
    }
  },
);

test('both validators are sent, after the other headers', async () => {
  const server = await rawServer(http('304 Not Modified', []));
  const from = server.url('/feed');
  const validators = { etag: '"1"', lastModified: 'Wed, 18 Nov 2026 10:00:00 GMT', from };
  expect((await get(from, {}, { validators })).kind).toBe('unchanged');
  expect(server.requests[0]?.split('\r\n').slice(-4)).toEqual([
    'If-None-Match: "1"',
    'If-Modified-Since: Wed, 18 Nov 2026 10:00:00 GMT',
    '',
    '',
  ]);
});

test.each([
  ['none', [], { etag: null, lastModified: null }],
  ['an empty one', ['ETag:', 'Last-Modified: '], { etag: null, lastModified: null }],
  ['one', ['ETag: "2"'], { etag: '"2"', lastModified: null }],
  ['both', ['ETag: "2"', 'Last-Modified: x'], { etag: '"2"', lastModified: 'x' }],
])('a 304 tells the validators that it sent: %s', async (_name, headers, told) => {
  const server = await rawServer(http('304 Not Modified', headers));
  const from = server.url('/feed');
  const result = await get(from, {}, { validators: { etag: '"1"', lastModified: 'w', from } });
  expect(result).toMatchObject({ kind: 'unchanged', validators: told });
});

test('validators of one address are not sent to another', async () => {
  const server = await rawServer(http('200 OK', [], '<rss/>'));
  const validators = { etag: '"1"', lastModified: 'x', from: server.url('/old') };
  await get(server.url('/new'), {}, { validators });
  expect(server.requests[0]).not.toMatch(/If-/i);
});

test('validators go to the end of a redirect that gave them', async () => {
  const server = await rawServer((request) =>
    request.startsWith('GET /a ')
      ? http('302 Found', ['Location: /b'])
      : http('304 Not Modified', ['ETag: "1"']),
  );
  const validators = { etag: '"1"', lastModified: null, from: server.url('/b') };
  expect((await get(server.url('/a'), {}, { validators })).kind).toBe('unchanged');
  expect(server.requests.map((request) => request.includes('If-None-Match'))).toEqual([false, true]);
});

test('a 304 that nobody asked for is a failure: its ETag would hide a body that was never read', async () => {
  const server = await rawServer(http('304 Not Modified', ['ETag: "1"']));
  const unasked = { kind: 'failed', reason: 'status', status: 304 };
  const from = server.url('/');
  expect(await get(from)).toMatchObject(unasked);
  const validators = { etag: null, lastModified: null, from };
  expect(await get(from, {}, { validators })).toMatchObject(unasked);
});

test('a 304 with a Content-Length, as of the body it does not send', async () => {
  const server = await rawServer('HTTP/1.1 304 Not Modified\r\nContent-Length: 5000\r\n\r\n');
  const from = server.url('/feed');
  const result = await get(from, {}, { validators: { etag: '"1"', lastModified: null, from } });
  expect(result.kind).toBe('unchanged');
});

test('no cookie is kept', async () => {
  const server = await rawServer(http('200 OK', ['Set-Cookie: a=b'], '<rss/>'));
  await get(server.url('/'));
  await get(server.url('/'));
  expect(server.requests.join()).not.toMatch(/cookie/i);
});

test('a header of 60 kB of blanks costs nothing', async () => {
  const etag = `"a${' '.repeat(60_000)}b"`;
  const server = await rawServer(http('200 OK', [`ETag: ${etag}`], '<rss/>'));
  const cost = await costOf(async () => {
    expect(validatorsOf(await get(server.url('/')))).toEqual({ etag, lastModified: null });
  });
  expect(cost).toBeLessThan(100);
});
