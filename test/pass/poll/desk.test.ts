import { expect, test } from 'vitest';
import { compileRules } from '../../../src/classify/index.js';
import type { Fetcher, FetchResult } from '../../../src/fetch/result.js';
import { type HttpUrl, toMs } from '../../../src/model/values.js';
import { pollDue } from '../../../src/pass/poll/poll-due.js';
import { Tally } from '../../../src/pass/tally.js';
import { atom } from '../../support/blogs.js';
import { day, url } from '../../support/build.js';
import { Planet } from '../../support/planet.js';
import { piecesOf } from '../../support/turns.js';

/** How many documents are read before others are stored. */

const SOURCES = Array.from({ length: 30 }, (_, n) => `https://b${n}.example/feed`);

/** What a server sends; `onRead` is told when somebody begins to read it. */
function sent(address: HttpUrl, document: string, onRead = () => {}): FetchResult {
  return {
    kind: 'fresh',
    get body() {
      onRead();
      return Buffer.from(document);
    },
    complete: true,
    contentType: null,
    url: address,
    movedTo: null,
    validators: { etag: null, lastModified: null },
    freshness: { freshForMs: null, sentAt: null },
    traffic: { requests: 1, bytes: document.length },
  };
}

const feedAt = (address: HttpUrl): string => atom('Blog', [{ id: address, title: 'ffi' }]);

/** Polls all sources at once; `onDone` is told how many have been stored. Answers what is stored then. */
function pass(fetcher: Fetcher, onDone: (done: number) => void): Promise<readonly number[]> {
  const planet = new Planet(SOURCES, { fetch: { concurrency: SOURCES.length } });
  return planet.open(0, async (store, prepared) => {
    const { current: config } = planet;
    const watch = {
      stage: () => undefined,
      answered: () => undefined,
      progress: ({ done }: { done: number }) => onDone(done),
      failed: () => undefined,
      warn: () => undefined,
    };
    const input = {
      ...{ config, classifier: compileRules(config), fetcher, watch },
      ...{ all: false, only: null, fresh: false, headers: new Map(), random: () => 0.5 },
      ...{ now: () => toMs(day(0)), signal: new AbortController().signal },
    };
    await pollDue(input, prepared, new Tally(prepared.listed, 'public', watch), toMs(day(0)));
    return [...(await store.sources()).values()].map(({ entries }) => entries);
  });
}

test('of many that come at once, four', async () => {
  let read = 0;
  let stored = 0;
  let most = 0;
  const onRead = (): void => {
    read += 1;
    most = Math.max(most, read - stored);
  };
  const entries = await pass(
    async ({ url: address }) => sent(address, feedAt(address), onRead),
    (done) => {
      stored = done;
    },
  );
  expect({ entries, read, most }).toEqual({ entries: SOURCES.map(() => 1), read: SOURCES.length, most: 4 });
});

test('compressed ones wait as they came', async () => {
  let decoded = 0;
  let stored = 0;
  let most = 0;
  const entries = await pass(
    async ({ url: address, mayDecode }) => {
      await mayDecode?.();
      decoded += 1;
      most = Math.max(most, decoded - stored);
      return sent(address, feedAt(address));
    },
    (done) => {
      stored = done;
    },
  );
  expect({ entries, decoded, most }).toEqual({
    entries: SOURCES.map(() => 1),
    decoded: SOURCES.length,
    most: 4,
  });
});

test('one that leads elsewhere holds up none while what is there is waited for', async () => {
  let arrive: () => void = () => {};
  const allHaveLed = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  let led = 0;
  const entries = await pass(
    async ({ url: address }) => {
      const there = address.replace('/feed', '/new');
      if (address !== there) return sent(address, `<redirect><newLocation>${there}</newLocation></redirect>`);
      led += 1;
      if (led === SOURCES.length) arrive();
      await allHaveLed;
      return sent(url(there), feedAt(address));
    },
    () => {},
  );
  expect(entries).toEqual(SOURCES.map(() => 1));
});

test('they are asked, read and stored in turns of their own', async () => {
  let entries: readonly number[] = [];
  const answer: Fetcher = async ({ url: address }) => sent(address, feedAt(address));
  const pieces = await piecesOf(async () => {
    entries = await pass(answer, () => {});
  });
  expect(entries).toEqual(SOURCES.map(() => 1));
  expect(pieces).toBeGreaterThanOrEqual(5 * SOURCES.length); // decided and written besides
});
