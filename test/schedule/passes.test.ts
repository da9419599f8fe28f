import { expect, test } from 'vitest';
import { fetcher } from '../fetch/fetching.js';
import { http, rawServer, url } from '../fetch/raw-server.js';
import { miniPass, newBooks } from './mini-pass.js';
import { hours, now } from './polling.js';

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
    return http('200 OK', [], '<rss/>');
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
  const server = await rawServer(http('200 OK', [], '<rss/>'));
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
  const server = await rawServer(http('200 OK', [], '<rss/>'));
  const names = ['a', 'b', 'c'].map((name) => url(`http://${name}.example/${name}`));
  const books = newBooks([...names, server.url('/d')]);
  const lookup = () => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }));
  const lines = await miniPass(books, fetcher({ lookup }).fetch, now);
  expect(lines).toEqual(['a', 'b', 'c'].map((name) => `/${name} no such host: ${name}.example`));
  expect([...books.polls.values()].map(({ failures }) => failures)).toEqual([1, 1, 1, 0]);
});
