import { expect, test } from 'vitest';
import { get } from './fetching.js';
import { http, type RawServer, rawServer } from './raw-server.js';

const feed = http('200 OK', [], '<rss/>');

/** The value of `Cookie` in each request that came. */
const cookiesOf = ({ requests }: RawServer) =>
  requests.map((request) => /\r\ncookie: (?<value>[^\r]*)/i.exec(request)?.groups?.['value'] ?? null);

/** A server that sets cookies on the way from /a to /b. */
const setting = (...cookies: readonly string[]): Promise<RawServer> =>
  rawServer((request) =>
    request.startsWith('GET /a ')
      ? http('302 Found', ['Location: /b', ...cookies.map((cookie) => `Set-Cookie: ${cookie}`)])
      : feed,
  );

test('a site that serves nobody without its cookie is read: it redirects to the very address', async () => {
  const server = await rawServer((request) =>
    /\r\ncookie: seen=1\r\n/i.test(request)
      ? feed
      : http('302 Found', ['Location: /feed', 'Set-Cookie: seen=1; Path=/; HttpOnly']),
  );
  expect(await get(server.url('/feed'))).toMatchObject({ kind: 'fresh', traffic: { requests: 2 } });
  await get(server.url('/feed'));
  expect(cookiesOf(server)).toEqual([null, 'seen=1', null, 'seen=1']);
});

test.each([
  ['one', ['a=1'], 'a=1'],
  ['several', ['a=1', 'b="2 3"; Path=/'], 'a=1; b="2 3"'],
  ['the last of one name', ['a=1', 'b=2', 'a=3'], 'b=2; a=3'],
  ['one of no value', ['a='], 'a='],
  ['one that holds =', ['a=b=c=='], 'a=b=c=='],
  ['of another domain, which is no business of ours', ['a=1; Domain=example.org'], 'a=1'],
  ['for TLS only', ['a=1; Secure', 'b=2'], 'b=2'],
  ['taken back by its age', ['a=1', 'a=; Max-Age=0'], null],
  ['taken back by its date', ['a=1', 'a=x; Expires=Thu, 01-Jan-1970 00:00:00 GMT'], null],
  [
    'with an age and a date, of which the age counts',
    ['a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60'],
    'a=1',
  ],
  ['no cookie', ['a', '=b', 'a b=c', ';', ''], null],
  ['a name or value that no header can hold', ['a=\xe9', 'b=\t2\t3', 'c=3'], 'c=3'],
  ['too long', [`a=${'x'.repeat(5000)}`, 'b=2'], 'b=2'],
])('within a chain of redirects cookies go back: %s', async (_name, set, sent) => {
  const server = await setting(...set);
  expect((await get(server.url('/a'))).kind).toBe('fresh');
  expect(cookiesOf(server)).toEqual([null, sent]);
});

test('no more than twenty are kept', async () => {
  const server = await setting(...Array.from({ length: 500 }, (_, i) => `c${i}=1`));
  await get(server.url('/a'));
  expect(cookiesOf(server)[1]?.split('; ')).toHaveLength(20);
});

test('a cookie goes to no other host, and back to its own', async () => {
  let back = '';
  const other = await rawServer(() => http('302 Found', [`Location: ${back}`]), '127.0.0.2');
  const server = await rawServer((request) =>
    request.startsWith('GET /a ')
      ? http('302 Found', [`Location: ${other.origin}/`, 'Set-Cookie: a=1'])
      : feed,
  );
  back = server.url('/b');
  expect((await get(server.url('/a'))).kind).toBe('fresh');
  expect([cookiesOf(other), cookiesOf(server)]).toEqual([[null], [null, 'a=1']]);
});

test('a redirect to itself with the same cookie is a loop, with a new one each time it is followed ten times', async () => {
  const same = await rawServer(http('302 Found', ['Location: /', 'Set-Cookie: a=1']));
  expect(await get(same.url('/'))).toMatchObject({ reason: 'too-many-redirects', traffic: { requests: 2 } });
  let count = 0;
  const another = await rawServer(() => {
    count += 1;
    return http('302 Found', ['Location: /', `Set-Cookie: a=${count}`]);
  });
  expect(await get(another.url('/'))).toMatchObject({
    reason: 'too-many-redirects',
    traffic: { requests: 11 },
  });
});
