import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readBody } from '../../src/fetch/body.js';
import { semaphore } from '../../src/fetch/semaphore.js';
import { shortHash } from '../../src/model/hash.js';
import { IndexShards } from '../../src/store/json/index/index-shards.js';
import { StreamFiles } from '../../src/store/json/streams/stream-files.js';
import { waiting } from '../../src/store/json/waiting-change.js';
import { day, post } from '../support/build.js';
import { tagwire } from '../support/cli.js';
import { configFolder } from '../support/config-folder.js';
import { Planet } from '../support/planet.js';
import { piecesOf } from '../support/turns.js';

/** Work that grows with what a pass brings leaves the event loop to others between its pieces. */

const BLOG = 'https://blog.example/feed';
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

test('a document is decided and stored entry by entry, and filed anew so', async () => {
  const planet = new Planet([BLOG], { tags: { ffi: ['ffi'] } });
  const entries = numbers(200).map((n) => ({ id: `urn:x:${n}`, title: `On FFI, ${n}` }));
  expect(await piecesOf(() => planet.pass(0, [BLOG, entries]))).toBeGreaterThanOrEqual(400);
  planet.configure([BLOG], { tags: { ffi: ['ffi'], on: ['on'] } });
  expect(await piecesOf(() => planet.open(1, async () => undefined))).toBeGreaterThanOrEqual(200);
});

test('a large shard of the index is split some records at a time', async () => {
  const index = new IndexShards(configFolder(), 'write');
  for (const n of numbers(4096)) await index.add(`i${shortHash(String(n))}`, `a ${n}`);
  // Five times it is halved, 4096 records each time.
  expect(await piecesOf(() => index.flush('all'))).toBeGreaterThanOrEqual(5 * 16);
});

test('a stream is told part by part, and written besides', async () => {
  const streams = new StreamFiles(configFolder(), 'write');
  const changes = numbers(1500).map((n) => {
    const one = post(`urn:x:${n}`, { published: day(n % 28) });
    const { id, published } = one;
    const at = { id, published, was: [], now: ['site'] };
    return waiting({ ...at, post: one, archivedOnly: false, isNew: true });
  });
  const work = () => streams.apply(changes, 50, day(30), new Map());
  expect(await piecesOf(work)).toBeGreaterThanOrEqual(2 * 3);
});

test('the answers of many servers are decoded one after the other', async () => {
  const reading = {
    codings: [],
    chunked: false,
    signal: new AbortController().signal,
    onBytes: () => undefined,
    mayDecode: async () => undefined,
    isEarlyEnd: () => false,
  };
  const bodies = numbers(50).map(() =>
    (async function* () {
      yield Buffer.from('<rss/>');
    })(),
  );
  const work = () =>
    Promise.all(bodies.map((body) => readBody(body, reading, { maxBytes: 100, large: semaphore(1) })));
  expect(await piecesOf(work)).toBe(50);
});

test('a site is rendered file by file', async () => {
  const site = configFolder(
    JSON.stringify({
      site: { title: 'Site', url: 'https://site.example/' },
      sources: [],
      tags: Object.fromEntries(numbers(40).map((n) => [`tag-${n}`, [`word${n}`]])),
    }),
  );
  const pieces = await piecesOf(() => tagwire(['publish'], site));
  const files = readdirSync(path.join(site, 'public'), { recursive: true, withFileTypes: true });
  const rendered = files.filter((file) => file.isFile() && !file.name.startsWith('.'));
  expect(rendered.length).toBeGreaterThan(200);
  expect(pieces).toBeGreaterThanOrEqual(rendered.length);
});
