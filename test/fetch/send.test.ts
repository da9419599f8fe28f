import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import type { FetcherSettings } from '../../src/fetch/index.js';
import type { HttpUrl } from '../../src/model/values.js';
import { fetcher } from './fetching.js';
import { url as urlOf } from './raw-server.js';

const post = (url: HttpUrl, settings: Partial<FetcherSettings> = {}, isLedTo = false) =>
  fetcher(settings).send({ url, type: 'text/plain', body: 'a=ä', isLedTo }, new AbortController().signal);

/** A server that answers each path with a status and headers; null never answers. */
async function taking(answer: (path: string) => readonly [status: number, headers?: object] | null) {
  const requests: { readonly head: readonly string[]; readonly body: string }[] = [];
  const server = createServer(async (request, response) => {
    const { method, url: path = '', rawHeaders } = request;
    requests.push({ head: [`${method} ${path}`, ...rawHeaders], body: await text(request) });
    const answered = answer(path);
    if (answered !== null) response.writeHead(answered[0], { ...answered[1] }).end('whatever it says');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, url: (path: string) => urlOf(`http://${host}${path}`), requests };
}

test('sends these headers and no other, and the body as UTF-8', async () => {
  const { url, host, requests } = await taking(() => [204]);
  expect(await post(url('/hub'))).toEqual({ kind: 'taken' });
  const contact = 'tagwire/1.2.3 (+https://reader.example/about)';
  expect(requests).toEqual([
    {
      head: [
        'POST /hub',
        ...['host', host, 'connection', 'close'],
        ...['User-Agent', contact, 'Content-Type', 'text/plain', 'content-length', '4'],
      ],
      body: 'a=ä',
    },
  ]);
});

test.each([
  [200, { kind: 'taken' }],
  [202, { kind: 'taken' }],
  [400, { kind: 'refused', message: '400 from the server', status: 400, retryAfterMs: null }],
  [404, { kind: 'refused', message: '404 from the server', status: 404, retryAfterMs: null }],
  [500, { kind: 'refused', message: '500 from the server', status: 500, retryAfterMs: null }],
])('an answer is its status: %i', async (status, result) => {
  const { url } = await taking(() => [status]);
  expect(await post(url('/'))).toEqual(result);
});

test('a server that wants to be left alone says for how long, and hears no more meanwhile', async () => {
  const server = await taking(() => [429, { 'Retry-After': '60' }]);
  const { send } = fetcher();
  const sending = { url: server.url('/'), type: 'text/plain', body: '', isLedTo: false };
  const results = [
    await send(sending, new AbortController().signal),
    await send(sending, new AbortController().signal),
  ];
  expect(results).toMatchObject(
    Array(2).fill({
      kind: 'refused',
      message: '429 from the server',
      status: 429,
      retryAfterMs: expect.any(Number),
    }),
  );
  expect(server.requests).toHaveLength(1);
});

test.each([
  [307, true],
  [308, true],
  [301, false],
  [302, false],
  [303, false],
])('%i: whether the same is sent to where it leads', async (status, isSent) => {
  const { url, requests } = await taking((path) => (path === '/a' ? [status, { Location: '/b' }] : [202]));
  expect((await post(url('/a'))).kind).toBe(isSent ? 'taken' : 'refused');
  expect(requests.map(({ body }) => body)).toEqual(isSent ? ['a=ä', 'a=ä'] : ['a=ä']);
});

test('goes to no private address, and to one that is let in only where nobody else named it', async () => {
  const server = await taking(() => [202]);
  const url = server.url('/');
  expect(await post(url, { allowPrivate: false })).toMatchObject({ kind: 'refused' });
  const allow = { allowPrivate: false, allow: ['127.0.0.1'] };
  expect(await post(url, allow, true)).toMatchObject({ kind: 'refused' });
  expect(server.requests).toEqual([]);
  expect(await post(url, allow)).toEqual({ kind: 'taken' });
});

test('a signal ends it', async () => {
  const server = await taking(() => null);
  const stop = new AbortController();
  const sending = { url: server.url('/'), type: 'text/plain', body: '', isLedTo: false };
  const sent = fetcher().send(sending, stop.signal);
  stop.abort();
  expect(await sent).toEqual({ kind: 'aborted' });
});
