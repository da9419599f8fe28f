import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { HttpUrl } from '../../src/model/values.js';
import { fetcher, get } from './fetching.js';
import { http, type RawServer, rawServer, url } from './raw-server.js';

/**
 * A clock that stands still until the test winds it forward, once so many requests have come: however long
 * the machine takes for what is answered, that is in time.
 */
function stoppedClock() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  return {
    async wind(ms: number, { requests }: RawServer, count: number): Promise<void> {
      await expect.poll(() => requests.length).toBe(count);
      vi.advanceTimersByTime(ms);
    },
  };
}

test('a server that accepts and says nothing', async () => {
  const server = await rawServer(() => null);
  expect(await get(server.url('/'), { headersTimeoutMs: 300 })).toEqual({
    kind: 'failed',
    reason: 'timeout',
    message: 'timed out: no answer within 0.3 s',
    status: null,
    reached: true,
    traffic: { requests: 1, bytes: 0 },
  });
});

test('headers that never end', async () => {
  const server = await rawServer((_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    const drip = setInterval(() => socket.write('X-A: b\r\n'), 20);
    socket.on('close', () => clearInterval(drip));
    return null;
  });
  expect(await get(server.url('/'), { headersTimeoutMs: 300 })).toMatchObject({
    kind: 'failed',
    message: 'timed out: no answer within 0.3 s',
  });
});

test('the time that a compressed body waits to be decoded is not its own', async () => {
  const server = await rawServer(http('200 OK', ['Content-Encoding: gzip'], gzipSync('<rss/>')));
  stoppedClock();
  const mayDecode = async (): Promise<void> => void vi.advanceTimersByTime(5000);
  expect((await get(server.url('/'), { timeoutMs: 1000 }, { mayDecode })).kind).toBe('fresh');
});

test('a body that drips', async () => {
  const server = await rawServer((_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    const drip = setInterval(() => socket.write('x'), 20);
    socket.on('close', () => clearInterval(drip));
    return null;
  });
  expect(await get(server.url('/'), { timeoutMs: 1000 })).toMatchObject({
    kind: 'failed',
    reason: 'timeout',
    message: 'timed out: not complete within 1 s',
  });
});

test('interim answers that never end', async () => {
  const server = await rawServer((_request, socket) => {
    const drip = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 20);
    socket.on('close', () => clearInterval(drip));
    return null;
  });
  expect(await get(server.url('/'), { timeoutMs: 500 })).toMatchObject({ kind: 'failed', reason: 'timeout' });
});

test('a chain of slow redirects has the time of one', async () => {
  const server = await rawServer((request, socket) => {
    const step = Number(/GET \/(\d+)/.exec(request)?.[1]);
    setTimeout(() => socket.end(http('302 Found', [`Location: /${step + 1}`])), 120);
    return null;
  });
  expect(await get(server.url('/1'), { timeoutMs: 500 })).toMatchObject({
    kind: 'failed',
    message: 'timed out: not complete within 0.5 s',
  });
});

test('a look-up without an answer', async () => {
  const never = () => new Promise<never>(() => {});
  expect(await get(url('http://slow.example/'), { timeoutMs: 300, lookup: never })).toMatchObject({
    kind: 'failed',
    reason: 'timeout',
    reached: false,
  });
});

test('a TLS handshake without an answer', async () => {
  const server = await rawServer(() => null);
  stoppedClock();
  const asked = get(url(server.origin.replace('http:', 'https:')), { connectTimeoutMs: 300 });
  await expect.poll(() => server.open()).toBe(1);
  await turn(); // the connection has been taken here as well
  vi.advanceTimersByTime(300);
  expect(await asked).toMatchObject({
    kind: 'failed',
    reason: 'timeout',
    message: 'timed out: no connection within 0.3 s',
    reached: true,
  });
  await expect.poll(() => server.open()).toBe(0);
});

test('the caller may end it at any point', async () => {
  const server = await rawServer(() => null);
  const stop = new AbortController();
  const asked = fetcher().fetch(
    { url: server.url('/'), validators: { etag: null, lastModified: null, from: null } },
    stop.signal,
  );
  await expect.poll(() => server.requests.length).toBe(1);
  stop.abort();
  expect(await asked).toEqual({ kind: 'aborted', traffic: { requests: 1, bytes: 0 } });
  await expect.poll(() => server.open()).toBe(0);
});

test('a hundred requests on one signal make no noise', async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => void warnings.push(warning);
  process.on('warning', onWarning);
  const server = await rawServer(http('200 OK', [], '<rss/>'));
  const { signal } = new AbortController();
  const { fetch } = fetcher({ perHost: 100 });
  const request = { url: server.url('/'), validators: { etag: null, lastModified: null, from: null } };
  await Promise.all(Array.from({ length: 100 }, () => fetch(request, signal)));
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});

test('a signal that has been aborted before asks nothing', async () => {
  const server = await rawServer(http('200 OK', [], '<rss/>'));
  const asked = fetcher().fetch(
    { url: server.url('/'), validators: { etag: null, lastModified: null, from: null } },
    AbortSignal.abort(),
  );
  expect((await asked).kind).toBe('aborted');
  expect(server.requests).toEqual([]);
});

test('close() ends what is under way and leaves no connection', async () => {
  const server = await rawServer(() => null);
  const { fetch, close } = fetcher();
  const asked = fetch(
    { url: server.url('/'), validators: { etag: null, lastModified: null, from: null } },
    new AbortController().signal,
  );
  await expect.poll(() => server.requests.length).toBe(1);
  await close();
  expect((await asked).kind).toBe('aborted');
  await expect.poll(() => server.open()).toBe(0);
});

test('a host that lets one request after another time out is not waited for any more, others are', async () => {
  const silent = await rawServer(() => null);
  const well = await rawServer(http('200 OK', [], '<rss/>'), '127.0.0.2');
  const { wind } = stoppedClock();
  const { fetch } = fetcher({ headersTimeoutMs: 200, perHost: 1 });
  const ask = (from: HttpUrl) =>
    fetch(
      { url: from, validators: { etag: null, lastModified: null, from: null } },
      new AbortController().signal,
    );
  const asking = Promise.all(Array.from({ length: 7 }, (_, n) => ask(silent.url(`/${n}`))));
  for (const count of [1, 2, 3, 4]) await wind(200, silent, count);
  const asked = await asking;
  expect(asked.map(({ kind, traffic }) => [kind, traffic.requests])).toEqual([
    ...Array.from({ length: 4 }, () => ['failed', 1]),
    ...Array.from({ length: 3 }, () => ['failed', 0]),
  ]);
  expect(asked.at(-1)).toMatchObject({
    reason: 'timeout',
    message: `timed out: other requests to ${new URL(silent.origin).host} just did, this one was not sent`,
  });
  expect((await ask(well.url('/'))).kind).toBe('fresh');
});

test('an answer in between makes up for time-outs', async () => {
  let count = 0;
  const server = await rawServer(() => {
    count += 1;
    return count % 4 === 0 ? http('404 Not Found', []) : null;
  });
  const { wind } = stoppedClock();
  const { fetch } = fetcher({ headersTimeoutMs: 100, perHost: 1 });
  const validators = { etag: null, lastModified: null, from: null };
  for (let n = 1; n <= 6; n += 1) {
    const asked = fetch({ url: server.url('/'), validators }, new AbortController().signal);
    if (n !== 4) await wind(100, server, n);
    expect((await asked).traffic.requests).toBe(1);
  }
});

test.each([
  ['three of four', (n: number) => n % 4 !== 0, 15],
  ['one of five', (n: number) => n % 5 === 0, 70],
])(
  'a host of whose requests %s time out is asked until it has taken long enough',
  async (_what, isLate, sent) => {
    let count = 0;
    const server = await rawServer(() => {
      count += 1;
      return isLate(count) ? null : http('404 Not Found', []);
    });
    const { wind } = stoppedClock();
    const { fetch } = fetcher({ headersTimeoutMs: 100, perHost: 1 });
    const validators = { etag: null, lastModified: null, from: null };
    for (let n = 1; n <= 70; n += 1) {
      const asked = fetch({ url: server.url('/'), validators }, new AbortController().signal);
      if (n <= sent && isLate(n)) await wind(100, server, n);
      await asked;
    }
    expect(server.requests).toHaveLength(sent);
  },
);
