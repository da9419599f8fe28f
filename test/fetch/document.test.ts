import { expect, test } from 'vitest';
import { fetchDocument, type Reading } from '../../src/fetch/document.js';
import type { FetcherSettings } from '../../src/fetch/index.js';
import type { FetchRequest, FetchResult } from '../../src/fetch/result.js';
import { type HttpUrl, httpUrl } from '../../src/model/values.js';
import { fetcher } from './fetching.js';
import { http, rawServer } from './raw-server.js';

const none = { etag: null, lastModified: null, from: null };

/** Documents of this test: `feed to ADDRESS`, `page to ADDRESS`, `feed`, `page`. */
async function read({
  body,
  url,
}: Extract<FetchResult, { kind: 'fresh' }>): Promise<Reading & { text: string }> {
  const text = Buffer.from(body).toString();
  const [what, , target] = text.split(' ');
  return { usable: what === 'feed', leadsTo: target === undefined ? null : httpUrl(target, url), text };
}

/** Asks for /a of a server that answers by path. */
async function ask(
  answers: Readonly<Record<string, string | Buffer>>,
  request: Partial<FetchRequest> = {},
  settings: Partial<FetcherSettings> = {},
) {
  const server = await rawServer((head) => {
    const answer = answers[head.split(' ')[1] ?? ''] ?? http('404 Not Found', []);
    return typeof answer === 'string' ? http('200 OK', [], answer) : answer;
  });
  const { fetch } = fetcher(settings);
  const from = (path: string): HttpUrl => server.url(path);
  const validators = request.validators ?? none;
  const given = {
    ...request,
    url: from('/a'),
    validators: { ...validators, from: validators.from === null ? null : from(validators.from) },
  };
  const {
    result,
    reading,
    answers: heard,
  } = await fetchDocument(fetch, given, read, new AbortController().signal);
  const paths = server.requests.map((head) => head.split(' ')[1]);
  return { result, text: reading?.text ?? null, heard: heard.map(({ kind }) => kind), paths, from };
}

test.each([
  ['a feed that leads nowhere', { '/a': 'feed' }, 'feed', ['/a']],
  ['a feed that has moved', { '/a': 'feed to /b', '/b': 'feed' }, 'feed', ['/a', '/b']],
  ['a page that leads to a feed', { '/a': 'page to /b', '/b': 'feed' }, 'feed', ['/a', '/b']],
  ['once only', { '/a': 'feed to /b', '/b': 'feed to /c', '/c': 'feed' }, 'feed to /c', ['/a', '/b']],
  [
    'by way of redirects',
    { '/a': 'feed to /b', '/b': http('302 Found', ['Location: /c']), '/c': 'feed' },
    'feed',
    ['/a', '/b', '/c'],
  ],
  ['to itself', { '/a': 'feed to /a' }, 'feed to /a', ['/a']],
  [
    'to where it came from by a redirect',
    { '/a': http('302 Found', ['Location: /b']), '/b': 'feed to /b' },
    'feed to /b',
    ['/a', '/b'],
  ],
  ['to a page: the feed itself counts', { '/a': 'feed to /b', '/b': 'page' }, 'feed to /b', ['/a', '/b']],
  ['to nothing: the feed itself counts', { '/a': 'feed to /b' }, 'feed to /b', ['/a', '/b']],
  ['from page to page', { '/a': 'page to /b', '/b': 'page' }, 'page to /b', ['/a', '/b']],
])('where a document leads is asked once: %s', async (_name, answers, text, paths) => {
  const asked = await ask(answers);
  expect([asked.result.kind, asked.text, asked.paths]).toEqual(['fresh', text, paths]);
  expect(asked.result.traffic.requests).toBe(paths.length);
});

test('it is no move, but what stands behind a permanent redirect is', async () => {
  const plain = await ask({ '/a': 'feed to /b', '/b': http('301 Moved', ['Location: /c']), '/c': 'feed' });
  expect(plain.result).toMatchObject({ url: plain.from('/c'), movedTo: null });
  const moved = await ask({ '/a': http('301 Moved', ['Location: /b']), '/b': 'page to /c', '/c': 'feed' });
  expect(moved.result).toMatchObject({ url: moved.from('/c'), movedTo: moved.from('/b') });
});

test('validators belong to where the document came from', async () => {
  const unchanged = { '/a': 'feed to /b', '/b': http('304 Not Modified', []) };
  const asked = await ask(unchanged, {
    validators: { etag: '"1"', lastModified: null, from: '/b' as HttpUrl },
  });
  expect([asked.result.kind, asked.text, asked.heard]).toEqual(['unchanged', null, ['fresh', 'unchanged']]);
});

test.each([
  ['an error', http('500 Oops', []), '500 from the server'],
  ['410, which is not for good', http('410 Gone', []), '410 from the server'],
])('a page that leads to nothing says where: %s', async (_name, answer, message) => {
  const asked = await ask({ '/a': 'page to /b', '/b': answer });
  expect(asked.result).toMatchObject({
    kind: 'failed',
    reason: 'status',
    message: `${message}, at ${asked.from('/b')}, where its document leads`,
    traffic: { requests: 2 },
  });
});

test('a host that turns the second request away has said so', async () => {
  const later = http('429 Slow down', ['Retry-After: 60']);
  const page = await ask({ '/a': 'page to /b', '/b': later });
  expect(page.result).toMatchObject({ kind: 'later', retryAfterMs: 60_000, traffic: { requests: 2 } });
  const feed = await ask({ '/a': 'feed to /b', '/b': later });
  expect([feed.result.kind, feed.heard]).toEqual(['fresh', ['fresh', 'later']]);
});

test('a document leads to no private address', async () => {
  const inside = await rawServer(http('200 OK', [], 'feed'), '127.0.0.2');
  const mayConnect = (address: string) => address === '127.0.0.1';
  const asked = await ask({ '/a': `page to ${inside.origin}/` }, {}, { mayConnect });
  expect(asked.result).toMatchObject({ kind: 'failed', reason: 'private-address', reached: true });
  expect(inside.requests).toEqual([]);
});

test('the caller may end it between the two', async () => {
  const stop = new AbortController();
  const server = await rawServer(http('200 OK', [], 'feed to /b'));
  const request = { url: server.url('/a'), validators: none };
  const readAndStop = async (fresh: Parameters<typeof read>[0]) => {
    stop.abort();
    return await read(fresh);
  };
  const { result } = await fetchDocument(fetcher().fetch, request, readAndStop, stop.signal);
  expect([result.kind, server.requests.length]).toEqual(['aborted', 1]);
});
