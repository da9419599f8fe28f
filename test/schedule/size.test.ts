import { expect, test } from 'vitest';
import { afterFetch, newPollState } from '../../src/schedule/index.js';
import { url } from '../support/build.js';
import { bytesHeldBy } from '../support/held.js';
import { context, fresh } from './polling.js';

/** So many that what V8 keeps of the code that makes them, now and then 400 KB, is little beside them. */
const SOURCES = 10_000;
const every = <T>(make: (n: number) => T): readonly T[] => Array.from({ length: SOURCES }, (_, n) => make(n));

test('thousands of states are small: V8 describes the like of them once', () => {
  const addresses = every((n) => url(`https://b${n}.example/feed`));
  const states = bytesHeldBy(() => addresses.map(newPollState));
  expect(states.bytes / SOURCES).toBeLessThan(400);
  const polled = bytesHeldBy(() => states.made.map((state) => afterFetch(state, fresh(), context())));
  expect(polled.bytes / SOURCES).toBeLessThan(1200);
});
