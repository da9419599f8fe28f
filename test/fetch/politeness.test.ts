import { expect, onTestFinished, test, vi } from 'vitest';
import type { HttpUrl } from '../../src/model/values.js';
import { fetcher } from './fetching.js';
import { http, rawServer } from './raw-server.js';

const ask = (asking: ReturnType<typeof fetcher>, address: Parameters<typeof asking.fetch>[0]['url']) =>
  asking.fetch(
    { url: address, validators: { etag: null, lastModified: null, from: null } },
    new AbortController().signal,
  );

test('a host is asked by at most perHost requests at once, also where redirects from elsewhere lead there', async () => {
  let running = 0;
  let peak = 0;
  const busy = await rawServer((_request, socket) => {
    running += 1;
    peak = Math.max(peak, running);
    setTimeout(() => {
      running -= 1;
      socket.end(http('200 OK', [], '<rss/>'));
    }, 20);
    return null;
  });
  const asking = fetcher({ perHost: 2 });
  const redirectors = await Promise.all(
    Array.from({ length: 8 }, () => rawServer(http('302 Found', [`Location: ${busy.origin}/`]))),
  );
  const results = await Promise.all(redirectors.map(({ url }) => ask(asking, url('/'))));
  expect(results.map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => 'fresh'));
  expect(peak).toBe(2);
});

test('however its name is written, a host is one', async () => {
  const server = await rawServer((_request, socket) => {
    setTimeout(() => socket.end(http('429 Slow down', ['Retry-After: 60'])), 20);
    return null;
  });
  const { port } = new URL(server.origin);
  const asking = fetcher({ perHost: 1, lookup: async () => [{ address: '127.0.0.1', family: 4 }] });
  const names = ['bücher.example', 'BÜCHER.example', 'xn--bcher-kva.example', 'b%C3%BCcher.example'];
  const dotted = names.map((name) => `${name}.`); // from the root of DNS
  const results = await Promise.all(
    [...names, ...dotted].map((name) => ask(asking, `http://${name}:${port}/` as HttpUrl)),
  );
  for (const result of results)
    expect(result).toMatchObject({ kind: 'later', host: `xn--bcher-kva.example:${port}` });
  expect(server.requests).toHaveLength(1);
});

test('waiting for a busy host costs a source none of its time', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const slow = await rawServer((_request, socket) => {
    setTimeout(() => socket.end(http('200 OK', [], '<rss/>')), 700);
    return null;
  });
  const asking = fetcher({ perHost: 1, timeoutMs: 2500, headersTimeoutMs: 1000 });
  const asked = Promise.all(Array.from({ length: 4 }, () => ask(asking, slow.url('/'))));
  for (const count of [1, 2, 3, 4]) {
    await expect.poll(() => slow.requests.length).toBe(count);
    vi.advanceTimersByTime(700);
  }
  const results = await asked;
  expect(results.map(({ kind }) => kind)).toEqual(['fresh', 'fresh', 'fresh', 'fresh']);
});

test('a Retry-After holds at once, for those in line for the host too', async () => {
  const server = await rawServer((_request, socket) => {
    setTimeout(() => socket.end(http('429 Slow down', ['Retry-After: 60'])), 20);
    return null;
  });
  const asking = fetcher({ perHost: 1 });
  const results = await Promise.all(Array.from({ length: 5 }, () => ask(asking, server.url('/'))));
  expect(server.requests).toHaveLength(1);
  for (const result of results) expect(result).toMatchObject({ kind: 'later', status: 429 });
  expect(results.map(({ traffic }) => traffic.requests)).toEqual([1, 0, 0, 0, 0]);
});

test('a Retry-After that is over holds no more', async () => {
  let time = 0;
  const server = await rawServer(http('503 Later', ['Retry-After: 60']));
  const asking = fetcher({ now: () => time });
  for (time of [0, 59_999, 60_000]) await ask(asking, server.url('/'));
  expect(server.requests).toHaveLength(2);
});

test('429 or 503 without a word of how long holds the host for as long as the fetcher lives: a pass', async () => {
  let time = 0;
  for (const status of ['429 Slow down', '503 Later']) {
    const server = await rawServer(http(status, []));
    const asking = fetcher({ now: () => time });
    const results = [];
    for (time of [0, 1000, 86_400_000]) results.push(await ask(asking, server.url('/')));
    expect(server.requests).toHaveLength(1);
    expect(results.map((result) => result.kind === 'later' && [result.asked, result.retryAfterMs])).toEqual([
      [true, null],
      [false, null],
      [false, null],
    ]);
  }
});

test('a host that turned a request away not long ago is asked by one request at a time', async () => {
  let running = 0;
  let peak = 0;
  let refuses = false;
  const server = await rawServer((_request, socket) => {
    running += 1;
    peak = Math.max(peak, running);
    setTimeout(() => {
      running -= 1;
      socket.end(refuses ? http('429 Slow down', []) : http('200 OK', [], '<rss/>'));
    }, 20);
    return null;
  });
  const askFive = () => {
    const asking = fetcher({ perHost: 4 });
    const request = {
      url: server.url('/'),
      validators: { etag: null, lastModified: null, from: null },
      holdOf: () => ({ status: 429, remainingMs: 0 }),
    };
    return Promise.all(Array.from({ length: 5 }, () => asking.fetch(request, new AbortController().signal)));
  };
  expect((await askFive()).map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'fresh'));
  expect([peak, server.requests.length]).toEqual([1, 5]);
  refuses = true;
  expect((await askFive()).map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'later'));
  expect(server.requests).toHaveLength(6);
});

test('requests to a host keep the gap that is wanted, and waiting for it costs none of their time', async () => {
  const started = Date.now();
  const gaps: number[] = [];
  const server = await rawServer(() => {
    gaps.push(Math.floor((Date.now() - started + 20) / 700)); // a timer may be early by some milliseconds
    return http('200 OK', [], '<rss/>');
  });
  const asking = fetcher({ perHost: 4, gapMs: 700, timeoutMs: 2000 });
  const results = await Promise.all(Array.from({ length: 4 }, () => ask(asking, server.url('/'))));
  expect(results.map(({ kind }) => kind)).toEqual(['fresh', 'fresh', 'fresh', 'fresh']);
  expect(gaps.filter((since, index) => since < index)).toEqual([]);
});

test('requests to another host do not wait for the gap', async () => {
  const server = await rawServer(http('200 OK', [], '<rss/>'));
  const other = await rawServer(http('200 OK', [], '<rss/>'), '127.0.0.2');
  const asking = fetcher({ perHost: 4, gapMs: 3_600_000 });
  const [first] = [1, 2].map(() => ask(asking, server.url('/')));
  expect([(await first)?.kind, (await ask(asking, other.url('/'))).kind]).toEqual(['fresh', 'fresh']);
  expect(server.requests).toHaveLength(1);
});

test('nobody waits for the gap of a host that turned a request away meanwhile', async () => {
  const server = await rawServer(http('429 Slow down', []));
  const asking = fetcher({ perHost: 1, gapMs: 3_600_000 });
  const results = await Promise.all(Array.from({ length: 5 }, () => ask(asking, server.url('/'))));
  expect(results.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'later'));
  expect(server.requests).toHaveLength(1);
});

test('a request failed is not tried again', async () => {
  const server = await rawServer('');
  await ask(fetcher(), server.url('/'));
  expect(server.requests).toHaveLength(1);
});

test('each request has a connection of its own, which ends with it', async () => {
  const server = await rawServer((_request, socket) => {
    socket.write(http('200 OK', [], '<rss/>'));
    return null;
  });
  const asking = fetcher();
  await ask(asking, server.url('/a'));
  await expect.poll(() => server.open()).toBe(0);
  expect((await ask(asking, server.url('/b'))).kind).toBe('fresh');
});
