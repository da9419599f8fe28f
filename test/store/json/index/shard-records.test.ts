import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ShardRecords } from '../../../../src/store/json/index/shard-records.js';

const hash = fc.constantFrom('ia', 'iab', 'pa', 'a', 'ta', 'la');
const refs = fc.constantFrom('00000001.1.a', '00000001.1.a 00000002.3.ia', 'x');
const changes = fc.array(fc.tuple(hash, fc.option(refs)));

test.each([
  ['with their text', false],
  ['without it, which is read again where it is needed', true],
])('records are those of a map, whatever was put in and taken out: %s', (_name, isLetGo) => {
  fc.assert(
    fc.property(fc.dictionary(hash, refs), changes, (first, then) => {
      const records = new ShardRecords(Object.entries(first));
      if (isLetGo) records.letGo(records.all());
      const map = new Map(Object.entries(first));
      for (const [key, value] of then) {
        records.set(key, value);
        if (value === null) map.delete(key);
        else map.set(key, value);
      }
      const isMissing = (key: string): boolean => isLetGo && key in first && !then.some(([it]) => it === key);
      const keys = ['ia', 'iab', 'pa', 'a', 'ta', 'la', 'b'];
      expect(keys.filter((key) => records.needsText(key))).toEqual(keys.filter(isMissing));
      for (const key of keys) if (!isMissing(key)) expect(records.get(key)).toBe(map.get(key) ?? null);
      if (isLetGo) records.load(Object.entries(first));
      for (const key of keys) expect(records.get(key)).toBe(map.get(key) ?? null);
      expect(new Map(records.all())).toEqual(map);
      expect(records.isChanged).toBe(then.length > 0);
    }),
  );
});

test('records that are written anew take the memory that they had', () => {
  const list = Array.from({ length: 200 }, (_, n) => [`ihash-of-${1000 + n}`, '00000001.1.key'] as const);
  const records = new ShardRecords(list);
  const before = process.memoryUsage().arrayBuffers;
  for (let n = 0; n < 300; n += 1) {
    records.set('ihash-of-1000', `0000000${n % 10}.1.key`);
    records.fill(records.all());
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000); // of 11 KB a time
  expect(records.get('ihash-of-1000')).toBe('00000009.1.key');
});
