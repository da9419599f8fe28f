import { expect, test } from 'vitest';
import { get } from './fetching.js';
import { http, type RawServer, rawServer } from './raw-server.js';

/** A server of redirects, `'/a': '301 /b'`; any other path is a feed. */
function redirecting(map: Readonly<Record<string, string>>, address?: string): Promise<RawServer> {
  return rawServer((request) => {
    const [status = '', location] = (map[request.split(' ')[1] ?? ''] ?? '').split(/ (.*)/);
    if (status === '') return http('200 OK', [], '<rss/>');
    return http(`${status} Redirect`, location === undefined ? [] : [`Location: ${location}`]);
  }, address);
}

test.each([
  ['301', { '/a': '301 /b' }, '/b', '/b'],
  ['308', { '/a': '308 /b' }, '/b', '/b'],
  ['302', { '/a': '302 /b' }, '/b', null],
  ['303', { '/a': '303 /b' }, '/b', null],
  ['307', { '/a': '307 /b' }, '/b', null],
  ['two permanent ones', { '/a': '301 /b', '/b': '308 /c' }, '/c', '/c'],
  ['permanent, then temporary', { '/a': '301 /b', '/b': '302 /c' }, '/c', '/b'],
  ['temporary, then permanent', { '/a': '302 /b', '/b': '301 /c' }, '/c', null],
  ['permanent, temporary, permanent', { '/a': '301 /b', '/b': '307 /c', '/c': '308 /d' }, '/d', '/b'],
])('the leading permanent redirects are a move: %s', async (_name, map, end, moved) => {
  const server = await redirecting(map);
  expect(await get(server.url('/a'))).toMatchObject({
    kind: 'fresh',
    url: server.url(end),
    movedTo: moved === null ? null : server.url(moved),
    traffic: { requests: Object.keys(map).length + 1 },
  });
});

test.each([
  ['a path', '/x/feed', '/x/feed'],
  ['relative to the folder', 'feed', '/dir/feed'],
  ['relative, upwards', '../feed', '/feed'],
  ['a query alone', '?page=2', '/dir/start?page=2'],
  ['a fragment is dropped', '/feed#top', '/feed'],
  ['an apostrophe and escapes, verbatim', "/f?q='%7e'", "/f?q='%7e'"],
  ['a blank', '/a b', '/a%20b'],
  ['raw UTF-8', Buffer.from('/é').toString('latin1'), '/%C3%A9'],
  ['raw Latin-1', '/\xe9', '/%E9'],
])('Location is resolved: %s', async (_name, location, target) => {
  const server = await redirecting({ '/dir/start': `302 ${location}` });
  expect(await get(server.url('/dir/start'))).toMatchObject({ kind: 'fresh' });
  expect(server.requests[1]?.split(' ')[1]).toBe(target);
});

test('Location without a scheme keeps the one it came by', async () => {
  const server = await redirecting({ '/a': '' });
  const host = server.origin.slice('http:'.length);
  const first = await redirecting({ '/a': `302 ${host}/b` });
  expect(await get(first.url('/a'))).toMatchObject({ kind: 'fresh', url: server.url('/b') });
});

test('ten redirects are followed, the eleventh is not', async () => {
  const chain = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`/${i}`, `302 /${i + 1}`]));
  const server = await redirecting(chain);
  expect(await get(server.url('/1'))).toMatchObject({ kind: 'fresh', traffic: { requests: 11 } });
  expect(await get(server.url('/0'))).toMatchObject({
    kind: 'failed',
    reason: 'too-many-redirects',
    message: `too many redirects: more than 10, the last to ${server.url('/11')}`,
    traffic: { requests: 11 },
  });
});

test.each([
  ['to itself', { '/a': '302 /a' }, ['/a', '/a']],
  ['to itself but for the fragment', { '/a': '302 /a#b' }, ['/a', '/a']],
  ['of two', { '/a': '301 /b', '/b': '301 /a' }, ['/a', '/b', '/a']],
  ['that is entered later', { '/a': '302 /b', '/b': '302 /c', '/c': '302 /b' }, ['/a', '/b', '/c', '/b']],
])('a loop is named: %s', async (_name, map, loop) => {
  const server = await redirecting(map);
  expect(await get(server.url('/a'))).toMatchObject({
    kind: 'failed',
    reason: 'too-many-redirects',
    message: `redirects in a loop: ${loop.map((path) => server.url(path)).join(' > ')}`,
  });
});

test.each([
  ['file:', 'file:///etc/passwd'],
  ['ftp:', 'ftp://127.0.0.1/feed'],
  ['data:', 'data:text/xml,<rss/>'],
  ['javascript:', 'javascript:alert(1)'],
  ['no host', 'http://'],
  ['a bad port', 'http://127.0.0.1:99999/'],
  ['a user name', 'http://user@127.0.0.1/feed'],
  ['a user name and password', 'http://user:secret@127.0.0.1/feed'],
  ['a user name and password without a scheme', '//user:secret@127.0.0.1/feed'],
])('a redirect to what is no plain http address is refused: %s', async (_name, location) => {
  const server = await redirecting({ '/a': `302 ${location}` });
  expect(await get(server.url('/a'))).toMatchObject({
    kind: 'failed',
    reason: 'bad-redirect',
    traffic: { requests: 1 },
  });
});

test.each([['301'], ['302'], ['308'], ['302 ']])(
  'a redirect without Location is a failure: %s',
  async (answer) => {
    const server = await redirecting({ '/a': answer });
    expect(await get(server.url('/a'))).toMatchObject({
      kind: 'failed',
      reason: 'bad-redirect',
      message: `redirect (${answer.trim()}) without a target`,
    });
  },
);

test.each([['300'], ['305'], ['306']])('status %s is no redirect', async (status) => {
  const server = await redirecting({ '/a': `${status} /b` });
  expect(await get(server.url('/a'))).toMatchObject({
    kind: 'failed',
    reason: 'status',
    status: Number(status),
  });
});

test('a redirect is followed without its body, however long or slow that is', async () => {
  const server = await rawServer((request, socket) => {
    if (!request.startsWith('GET /a ')) return http('200 OK', [], '<rss/>');
    socket.write('HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 99999\r\n\r\nxxx');
    return null;
  });
  expect(await get(server.url('/a'))).toMatchObject({ kind: 'fresh', traffic: { requests: 2, bytes: 6 } });
});

test('a permanent redirect to a failing address moves nothing', async () => {
  const server = await rawServer((request) =>
    request.startsWith('GET /a ') ? http('301 Moved', ['Location: /b']) : http('404 Not Found', []),
  );
  expect(await get(server.url('/a'))).toEqual({
    kind: 'failed',
    reason: 'status',
    message: `404 from ${server.url('/b')}, where it redirects to`,
    status: 404,
    reached: true,
    traffic: { requests: 2, bytes: 0 },
  });
});

test.each([
  ['after a permanent redirect it is the source that is gone', '301', 'gone'],
  ['after a temporary one it may come back', '302', 'failed'],
])('410 %s', async (_name, status, kind) => {
  const server = await rawServer((request) =>
    request.startsWith('GET /a ') ? http(`${status} X`, ['Location: /b']) : http('410 Gone', []),
  );
  expect((await get(server.url('/a'))).kind).toBe(kind);
});

test('no request goes to a host under a running Retry-After, wherever a redirect leads', async () => {
  const held = await rawServer(http('200 OK', [], '<rss/>'), '127.0.0.2');
  const first = await redirecting({ '/a': `302 ${held.origin}/b` });
  const host = new URL(held.origin).host;
  const holdOf = (asked: string) => (asked === host ? { status: 429, remainingMs: 5000 } : null);
  expect(await get(first.url('/a'), {}, { holdOf })).toEqual({
    kind: 'later',
    status: 429,
    retryAfterMs: 5000,
    asked: false,
    host,
    traffic: { requests: 1, bytes: 0 },
  });
  expect(held.requests).toEqual([]);
});
