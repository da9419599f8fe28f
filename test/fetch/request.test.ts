import { expect, test } from 'vitest';
import { get } from './fetching.js';
import { http, rawServer, url } from './raw-server.js';

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
