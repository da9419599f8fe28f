import { expect, test } from 'vitest';
import { IndexShards } from '../../../../src/store/json/index/index-shards.js';
import { configFolder } from '../../../support/config-folder.js';
import { collectGarbage } from '../../../support/held.js';

const HASHES = 150_000;
/** Spread as evenly as hashes are, and as long. */
const hashOf = (n: number): string =>
  `i${Buffer.from(new Float64Array([Math.sin(n + 1)]).buffer)
    .toString('base64url')
    .slice(0, 8)}${1000 + (n % 9000)}`;
const refOf = (n: number): string => `0123abcd.1.${hashOf(n).slice(1)}`;

/** Bytes; what a collection found is given back by the time of the next. */
function buffersInUse(): number {
  for (let n = 0; n < 3; n += 1) collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

test('a large index keeps half of its texts in memory, and knows all that it was told', async () => {
  const shards = new IndexShards(configFolder(), 'write');
  const before = buffersInUse();
  for (let n = 0; n < HASHES; n += 1) {
    await shards.add(hashOf(n), refOf(n));
    if (n % 75_000 === 74_999) await shards.flush('some');
  }
  expect(buffersInUse() - before).toBeLessThan(7_000_000); // of 8.5 MB with all texts, where 5.3 are in use
  for (let n = 0; n < HASHES; n += 1373) expect(await shards.get(hashOf(n))).toEqual([refOf(n)]);
  expect(await shards.get('inever-there')).toEqual([]);
  expect(await shards.add(hashOf(7), refOf(7))).toBe(false);
  expect(await shards.add(hashOf(7), 'another.1.x')).toBe(true);
  await shards.remove(hashOf(11), refOf(11));
  await shards.flush('some');
  expect(await shards.get(hashOf(7))).toEqual([refOf(7), 'another.1.x']);
  expect(await shards.get(hashOf(11))).toEqual([]);
  expect(await shards.get(hashOf(12))).toEqual([refOf(12)]);
});
