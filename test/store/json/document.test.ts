import { expect, test } from 'vitest';
import { newPollState } from '../../../src/schedule/index.js';
import { readable, readableInPieces } from '../../../src/store/json/document.js';
import { sourceRecord, url } from '../../support/build.js';

test('a file of thousands of records is made in small pieces, and the same', () => {
  const poll = newPollState(url('https://blog.example/“feed”'));
  const sources = new Map(
    Array.from({ length: 5000 }, (_, n) => [`b${n}`, sourceRecord(`b${n}`, { poll })] as const),
  );
  const data = { version: 3, facts: { edition: 1 }, sources, indexed: 3 };
  const pieces = [...readableInPieces(data)];
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(400_000);
  const whole = readable(data);
  expect(whole.length).toBeGreaterThan(3_000_000);
  expect(Buffer.concat(pieces).equals(whole)).toBe(true);
});
