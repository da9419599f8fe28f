import { expect, test } from 'vitest';
import { get } from './fetching.js';
import { http, type RawServer, rawServer, url } from './raw-server.js';

const feed = http('200 OK', ['Content-Type: application/rss+xml'], '<rss/>');

test('sends these headers and no other', async () => {
  const server = await rawServer(feed);
  await get(server.url('/feed.xml'));
  expect(server.requests).toEqual([
    [
      'GET /feed.xml HTTP/1.1',
      `host: ${server.origin.slice('http://'.length)}`,
      'connection: close',
      'User-Agent: tagwire/1.2.3 (+https://reader.example/about)',
      'Accept: application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.5',
      'Accept-Encoding: gzip, deflate, br',
      '',
      '',
    ].join('\r\n'),
  ]);
});

test('names no contact where there is none: a person looks at a feed once', async () => {
  const server = await rawServer(feed);
  await get(server.url('/feed.xml'), { contact: null });
  expect(server.requests[0]).toContain('\r\nUser-Agent: tagwire/1.2.3\r\n');
});

test.each([
  ['nothing after the host', '', '/'],
  ['a query after the host', '?feed=rss', '/?feed=rss'],
  ['an apostrophe', "/feed?q='x'", "/feed?q='x'"],
  ['escapes in lower case, and needless ones', '/%7euser/%c3%a9', '/%7euser/%c3%a9'],
  ['dots and doubled slashes', '/a/../b/./c//d', '/a/../b/./c//d'],
  ['what no URL may hold but servers know', '/a|b^c{d}[e]`f"g<h>', '/a|b^c{d}[e]`f"g<h>'],
  ['a blank', '/a b?c d', '/a%20b?c%20d'],
  ['beyond ASCII', '/é?ü=日', '/%C3%A9?%C3%BC=%E6%97%A5'],
  ['a backslash, which means a slash', '/a\\b?c\\d', '/a/b?c\\d'],
  ['white space around it', '/feed ', '/feed'],
  ['a fragment, which stays at home', '/feed#top', '/feed'],
  ['a question mark alone', '/feed?', '/feed?'],
])('asks for the address verbatim: %s', async (_name, path, target) => {
  const server = await rawServer(feed);
  await get(url(server.origin + path));
  expect(server.requests.map((request) => request.split(' ')[1])).toEqual([target]);
});

/** The headers of a request, names and values, without those of every connection. */
const sentTo = ({ requests }: RawServer, at = 0) =>
  Object.fromEntries(
    (requests[at] ?? '')
      .split('\r\n')
      .slice(3, -2)
      .map((line) => line.split(/: (.*)/, 2)),
  );

const ours = {
  'User-Agent': 'tagwire/1.2.3 (+https://reader.example/about)',
  Accept: expect.stringContaining('application/atom+xml'),
  'Accept-Encoding': 'gzip, deflate, br',
};

test.each([
  [
    'besides ours',
    { Authorization: 'Bearer x', 'X-Key': '1' },
    { ...ours, Authorization: 'Bearer x', 'X-Key': '1' },
  ],
  ['in place of ours', { accept: 'text/xml' }, { ...ours, Accept: undefined, accept: 'text/xml' }],
  ['in Latin-1', { 'X-Key': 'caf\xe9' }, { ...ours, 'X-Key': 'caf\xe9' }],
  ['none', {}, ours],
])('headers that the operator has set for a source are sent %s', async (_name, fields, sent) => {
  const server = await rawServer(feed);
  await get(server.url('/'), {}, { headers: { origin: server.origin, fields } });
  expect(sentTo(server)).toEqual(sent);
});

test('a User-Agent that the operator has set for a source is sent wherever it leads', async () => {
  const other = await rawServer(feed, '127.0.0.2');
  const server = await rawServer(http('302 Found', [`Location: ${other.origin}/`]));
  await get(server.url('/'), {}, { userAgent: 'Mozilla/5.0 (reader)' });
  for (const asked of [server, other])
    expect(sentTo(asked)).toEqual({ ...ours, 'User-Agent': 'Mozilla/5.0 (reader)' });
});

test('headers of a source go along with redirects within its origin, and to no other, nor back from there', async () => {
  let back = '';
  const other = await rawServer(() => http('302 Found', [`Location: ${back}`]), '127.0.0.2');
  const server = await rawServer((request) => {
    if (request.startsWith('GET /a ')) return http('302 Found', ['Location: /b']);
    return request.startsWith('GET /b ') ? http('302 Found', [`Location: ${other.origin}/`]) : feed;
  });
  back = server.url('/c');
  const headers = { origin: server.origin, fields: { Authorization: 'secret', Cookie: 'session=secret' } };
  expect((await get(server.url('/a'), {}, { headers })).kind).toBe('fresh');
  expect(server.requests.map((request) => request.includes('secret'))).toEqual([true, true, false]);
  expect(other.requests.join()).not.toContain('secret');
});

test('headers of a source are not sent to where it moved, in another origin', async () => {
  const server = await rawServer(feed);
  await get(
    server.url('/'),
    {},
    { headers: { origin: 'https://blog.example', fields: { Authorization: 'x' } } },
  );
  expect(sentTo(server)).toEqual(ours);
});

test('a cookie that the operator has set is joined by one that is set on the way', async () => {
  const server = await rawServer((request) =>
    request.startsWith('GET /a ') ? http('302 Found', ['Location: /b', 'Set-Cookie: seen=1']) : feed,
  );
  await get(server.url('/a'), {}, { headers: { origin: server.origin, fields: { cookie: 'session=2' } } });
  expect(sentTo(server, 1)).toEqual({ ...ours, Cookie: 'session=2; seen=1' });
});
