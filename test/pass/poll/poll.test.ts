import { expect, test } from 'vitest';
import type { Fetcher } from '../../../src/fetch/result.js';
import { desk, Place } from '../../../src/pass/poll/desk.js';
import { pollSource } from '../../../src/pass/poll/poll.js';
import { day, sourceRecord, url } from '../../support/build.js';

/** A poll that is answered by this document. */
async function pollOf(document: string) {
  const record = sourceRecord('blog-00000000');
  const fetcher: Fetcher = async () => ({
    kind: 'fresh',
    body: Buffer.from(document),
    complete: true,
    contentType: null,
    url: url('https://blog.example/feed'),
    movedTo: null,
    validators: { etag: null, lastModified: null },
    freshness: { freshForMs: null, sentAt: null },
    traffic: { requests: 1, bytes: document.length },
  });
  return await pollSource(
    record,
    { userAgent: null, headers: null, isLedTo: false },
    {
      fetcher,
      holds: () => ({}),
      now: Date.now,
      signal: new AbortController().signal,
      onReached: () => undefined,
      fresh: false,
    },
    new Place(desk()),
  );
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
const jsonFeed = (items: readonly object[]): string =>
  JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', title: 't', items });

test('of a document with absurdly many entries the newest are taken, in its order', async () => {
  const items = numbers(6000).map((n) => ({ id: `${n}`, content_text: 'x', date_published: day(n / 24) }));
  const polled = await pollOf(jsonFeed(items));
  expect(polled?.feed?.entries.map(({ id }) => id)).toEqual(
    numbers(6000)
      .slice(1000)
      .map((n) => `${n}`),
  );
  expect(polled?.left).toBe(1000);
});

test('without dates the first are taken', async () => {
  const polled = await pollOf(jsonFeed(numbers(6000).map((n) => ({ id: `${n}`, content_text: 'x' }))));
  expect(polled?.feed?.entries.map(({ id }) => id)).toEqual(numbers(5000).map((n) => `${n}`));
});

test('what is no feed is told from one, and a page from other answers', async () => {
  expect(await pollOf('<!doctype html><title>x</title>')).toMatchObject({
    outcome: { kind: 'not-a-feed', message: 'a web page, not a feed', page: true },
    feed: null,
  });
  expect(await pollOf('Hello')).toMatchObject({ outcome: { kind: 'not-a-feed', page: false }, feed: null });
});
