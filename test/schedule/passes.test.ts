import { expect, test } from 'vitest';
import { movedTo } from '../../src/schedule/index.js';
import { fetcher } from '../fetch/fetching.js';
import { http, rawServer, url } from '../fetch/raw-server.js';
import { miniPass, newBooks } from './mini-pass.js';
import { at, days, hours, now } from './polling.js';

const minutes = (n: number) => n * 60_000;

/** The paths that were asked for since the last time. */
const asked = (requests: string[]): string[] => requests.splice(0).map((head) => head.split(' ')[1] ?? '');

/** Each pass has a fetcher of its own. */
const pass = (books: ReturnType<typeof newBooks>, after: number) =>
  miniPass(books, fetcher({ perHost: 1, now: () => now + after }).fetch, now + after);

test('a host that refuses the fourth request in ten minutes: every feed has its turn (NetNewsWire#5328)', async () => {
  let left = 0;
  const read: string[] = [];
  const server = await rawServer((request) => {
    left -= 1;
    if (left < 0) return http('429 Too Many Requests', []);
    read.push(request.split(' ')[1] ?? '');
    return http('200 OK', [], '<rss><channel><title>A</title></channel></rss>');
  });
  const books = newBooks(Array.from({ length: 20 }, (_, i) => server.url(`/${i}`)));
  const rounds: number[] = [];
  for (let after = 0; after < 120; after += 10) {
    left = 3;
    await pass(books, minutes(after));
    rounds.push(asked(server.requests).length);
  }
  expect(Math.max(...rounds)).toBe(4);
  const times = Array.from({ length: 20 }, (_, i) => read.filter((path) => path === `/${i}`).length);
  expect([Math.min(...times), Math.max(...times)]).toEqual([1, 2]);
});

test('a host that refuses everything is asked once a pass; who is not asked fails in nothing', async () => {
  const server = await rawServer(http('503 Service Unavailable', []));
  const books = newBooks(Array.from({ length: 6 }, (_, i) => server.url(`/${i}`)));
  await pass(books, 0);
  const rounds = [asked(server.requests)];
  for (const after of [10, 20, 30]) {
    await pass(books, minutes(after));
    rounds.push(asked(server.requests));
  }
  expect(rounds).toEqual([['/0'], ['/1'], ['/2'], ['/3']]);
  expect([...books.polls.values()].map(({ failures }) => failures)).toEqual([1, 1, 1, 1, 0, 0]);
});

test('a Retry-After is waited for, then one request tries', async () => {
  const server = await rawServer(http('429 Too Many Requests', ['X-RateLimit-Reset: 1800']));
  const books = newBooks(Array.from({ length: 4 }, (_, i) => server.url(`/${i}`)));
  await pass(books, 0);
  expect(asked(server.requests)).toEqual(['/0']);
  await pass(books, minutes(20));
  expect(asked(server.requests)).toEqual([]);
  await pass(books, minutes(31));
  expect(asked(server.requests)).toEqual(['/1']);
  await pass(books, hours(1));
  expect(asked(server.requests)).toEqual([]);
});

test('46 hours without DNS cost no feed a failure: the first pass after them asks all (miniflux/v2#1893)', async () => {
  const server = await rawServer(http('200 OK', [], '<rss><channel><title>A</title></channel></rss>'));
  const { port } = new URL(server.origin);
  const books = newBooks(['a', 'b', 'c', 'd'].map((name) => url(`http://${name}.example:${port}/${name}`)));
  const passWith = (dns: boolean, after: number) => {
    const lookup = (name: string) =>
      dns
        ? Promise.resolve([{ address: '127.0.0.1', family: 4 }])
        : Promise.reject(Object.assign(new Error(name), { code: 'EAI_AGAIN' }));
    return miniPass(books, fetcher({ lookup }).fetch, now + after);
  };
  await passWith(true, 0);
  const before = [...books.polls.values()];
  expect(asked(server.requests)).toHaveLength(4);
  for (let after = hours(1); after <= hours(47); after += hours(1)) {
    expect(await passWith(false, after)).toEqual(
      ['a', 'b', 'c', 'd'].map((name) => `/${name} DNS has no answer now for host: ${name}.example`),
    );
  }
  expect([...books.polls.values()]).toEqual(before);
  expect(await passWith(true, hours(47) + minutes(10))).toEqual([]);
  expect(asked(server.requests)).toHaveLength(4);
});

test('where one of them answers, the others have failed', async () => {
  const server = await rawServer(http('200 OK', [], '<rss><channel><title>A</title></channel></rss>'));
  const names = ['a', 'b', 'c'].map((name) => url(`http://${name}.example/${name}`));
  const books = newBooks([...names, server.url('/d')]);
  const lookup = () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }));
  const lines = await miniPass(books, fetcher({ lookup }).fetch, now);
  expect(lines).toEqual(['a', 'b', 'c'].map((name) => `/${name} no such host: ${name}.example`));
  expect([...books.polls.values()].map(({ failures }) => failures)).toEqual([1, 1, 1, 0]);
});

const feed = (...ids: readonly string[]) =>
  http(
    '200 OK',
    [],
    `<rss><channel>${ids.map((id) => `<item><guid>${id}</guid></item>`).join('')}</channel></rss>`,
  );

test('a wrong 301 to strangers, put right after an hour, moves nothing (Feeder#1211)', async () => {
  const strange = await rawServer(feed('x', 'y'), '127.0.0.2');
  let isWrong = false;
  const server = await rawServer(() =>
    isWrong ? http('301 Moved', [`Location: ${strange.origin}/`]) : feed('a', 'b'),
  );
  const books = newBooks([server.url('/feed')]);
  for (const [hour, wrong] of [false, true, true, false, false].entries()) {
    isWrong = wrong;
    await pass(books, hours(hour));
  }
  expect([asked(server.requests).length, asked(strange.requests).length]).toEqual([5, 2]);
  const [state] = books.polls.values();
  expect([state?.url, state?.doubted, state?.failures]).toEqual([server.url('/feed'), null, 0]);
  expect([...(books.known.get(server.url('/feed')) ?? [])]).toEqual(['a', 'b']);
});

test('a move that was a mistake is taken back within a month, one that was none stays', async () => {
  const second = await rawServer(feed('a', 'b', 'c'), '127.0.0.2');
  const answers = {
    '/': http('301 Moved', [`Location: ${second.origin}/`]),
    gone: http('404 Not Found', []),
  };
  let answer: Buffer = answers['/'];
  const first = await rawServer(() => answer);
  const books = newBooks([first.url('/')]);
  const passAt = async (day: number) => {
    await pass(books, days(day));
    const hosts = { first: asked(first.requests).length, second: asked(second.requests).length };
    return { ...hosts, movedTo: [...books.polls.values()].map(movedTo)[0] };
  };
  const movedThere = second.url('/');
  expect(await passAt(0)).toEqual({ first: 1, second: 1, movedTo: movedThere });
  expect(await passAt(1)).toEqual({ first: 0, second: 1, movedTo: movedThere });
  answer = answers.gone;
  expect(await passAt(31)).toEqual({ first: 1, second: 0, movedTo: movedThere });
  expect(await passAt(31.01)).toEqual({ first: 0, second: 1, movedTo: movedThere });
  answer = feed('someone', 'else');
  expect(await passAt(62)).toEqual({ first: 1, second: 0, movedTo: movedThere });
  answer = feed('b', 'd');
  expect(await passAt(93)).toEqual({ first: 1, second: 0, movedTo: null });
  expect(await passAt(94)).toEqual({ first: 1, second: 0, movedTo: null });
  expect([...(books.known.get(first.url('/')) ?? [])]).toEqual(['a', 'b', 'c', 'd']);
});

test('a document that breaks off is read, and asked for again as if it had not been', async () => {
  const head = 'HTTP/1.1 200 OK\r\nETag: "2"\r\nContent-Length: 500\r\n\r\n<rss><channel>';
  const server = await rawServer(`${head}<item><guid>a</guid></item><item><guid>`);
  const address = server.url('/');
  const books = newBooks([address]);
  await pass(books, 0);
  expect(books.polls.get(address)).toMatchObject({
    failures: 0,
    lastSuccess: at(0),
    validators: { etag: null, lastModified: null, from: null },
  });
  expect(books.known.get(address)).toContain('a');
  await pass(books, hours(1));
  expect(server.requests).toHaveLength(2);
  expect(server.requests[1]).not.toContain('If-None-Match');
});
