import { afterAll, describe, expect, test } from 'vitest';
import { costOf } from '../support/cost.js';
import { isThorough } from '../support/thorough.js';
import { Watchdog } from '../support/watchdog.js';
import { SHAPES, type Shape } from './shapes.js';
import { wholeWay } from './way.js';

/*
 * What a document costs is bounded by `fetch.maxBytes` only if its time grows with its size and not with its
 * square: 100 KB that take a second are then 4 hours of 12 MB, and no other source is polled and no page
 * served meanwhile.
 */

/** Each document is four times the one before. The largest takes most of the time. */
const SIZES = isThorough ? [50_000, 200_000, 800_000] : [50_000, 200_000];
const STEP = 4;
/**
 * What is linear grows fourfold, what is square sixteenfold; in between lie caches, the garbage collector and
 * other people's work.
 */
const MOST_GROWTH = STEP * 2.5;
/** Milliseconds below which a time says nothing. */
const NOISE = 60;
/** A square is one however often it is measured. */
const TRIES = 3;

const watchdog = new Watchdog();
afterAll(() => watchdog.stop());

/** CPU time of each stage and of all, in milliseconds. */
async function stageCosts(document: Uint8Array): Promise<ReadonlyMap<string, number>> {
  const costs = new Map<string, number>();
  let stage = '';
  let start = process.cpuUsage();
  const begin = (next: string): void => {
    const { user, system } = process.cpuUsage(start);
    if (stage !== '') costs.set(stage, (user + system) / 1000);
    stage = next;
    start = process.cpuUsage();
  };
  await wholeWay(document, begin);
  begin('');
  return costs;
}

const built = (shape: Shape, size: number): Uint8Array => {
  const document = shape(size);
  return typeof document === 'string' ? Buffer.from(document) : document;
};

/** The stages whose cost grew faster than the document, with their times; none where all is well. */
async function tooFast(shape: Shape): Promise<readonly string[]> {
  let before: ReadonlyMap<string, number> | null = null;
  for (const size of SIZES) {
    const costs = await stageCosts(built(shape, size));
    const faults = [...costs].flatMap(([stage, ms]) => {
      const earlier = Math.max(NOISE, before?.get(stage) ?? Number.POSITIVE_INFINITY);
      return ms > earlier * MOST_GROWTH
        ? `${stage}: ${earlier.toFixed()} ms, then ${ms.toFixed()} ms of ${size} characters`
        : [];
    });
    if (faults.length > 0) return faults;
    before = costs;
  }
  return [];
}

/** The cost of a document all the way, at its best: the first time nothing is compiled yet. */
async function leastCost(document: string): Promise<number> {
  const costs: number[] = [];
  for (let tries = 0; tries < TRIES; tries += 1)
    costs.push(await costOf(() => wholeWay(Buffer.from(document), () => undefined)));
  return Math.min(...costs);
}

const item = (inner: string): string => `<rss><channel><title>t</title><item>${inner}</item></channel></rss>`;
const utm = Array.from({ length: 8000 }, (_, n) => `utm_${n}=1`).join('&amp;');

test.each([
  ['a declaration of a megabyte, an hour', item(`<description><!${'a'.repeat(1_000_000)}`)],
  ['a link of 100 KB of slashes, 43 s', item(`<link>http://a.example${'/'.repeat(100_000)}x</link>`)],
  ['a guid of 100 KB of slashes, 43 s', item(`<guid>http://a.example${'/'.repeat(100_000)}x</guid>`)],
  [
    'a namespace of 100 KB of slashes, 10 s',
    `<rss xmlns:a="http://a${'/'.repeat(100_000)}x">${item('')}</rss>`,
  ],
  ['a link of 8,000 campaigns, 2.7 s', item(`<link>http://a.example/?${utm}</link>`)],
  ['64,000 line ends between elements, 4.8 s', `<rss><channel>${`a${'\n'.repeat(64_000)}b`}</channel></rss>`],
  [
    'OPML of 60,000 open tags and other ends, 4.2 s',
    `<opml>${'<outline>'.repeat(60_000)}${'</x>'.repeat(60_000)}`,
  ],
])('what once took so long takes little: %s', async (name, document) => {
  expect(await watchdog.during(name, () => leastCost(document))).toBeLessThan(30); // about 0.3 s; the dearest takes 7
});

describe('a document costs in proportion to its size', () => {
  test.each(Object.entries(SHAPES))('%s', async (name, shape) => {
    const measure = () => watchdog.during(name, () => tooFast(shape));
    let faults = await measure();
    for (let tries = 1; faults.length > 0 && tries < TRIES; tries += 1) faults = await measure();
    expect(faults).toEqual([]);
  });
});
