import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ShardRecords } from '../../src/store/json/index/shard-records.js';

const hash = fc.constantFrom('ia', 'iab', 'pa', 'a', 'ta', 'la');
const refs = fc.constantFrom('00000001.1.a', '00000001.1.a 00000002.3.ia', 'x');
const changes = fc.array(fc.tuple(hash, fc.option(refs)));

test('records are those of a map, whatever was put in and taken out', () => {
  fc.assert(
    fc.property(fc.dictionary(hash, refs), changes, (first, then) => {
      const records = new ShardRecords(Object.entries(first));
      const map = new Map(Object.entries(first));
      for (const [key, value] of then) {
        records.set(key, value);
        if (value === null) map.delete(key);
        else map.set(key, value);
      }
      for (const key of ['ia', 'iab', 'pa', 'a', 'ta', 'la', 'b'])
        expect(records.get(key)).toBe(map.get(key) ?? null);
      expect(new Map(records.all())).toEqual(map);
      expect(records.isChanged).toBe(then.length > 0);
    }),
  );
});
