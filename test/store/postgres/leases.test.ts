import { expect, test } from 'vitest';
import type { Queries } from '../../../src/store/postgres/connect.js';
import { Leases } from '../../../src/store/postgres/leases.js';
import { sourceRecord, url } from '../../support/build.js';

/** A database in which this source alone is due. */
const withDue = (key: string): Queries => ({
  async rows<R>(sql: string): Promise<readonly R[]> {
    const own = url(`https://${key}.example/feed`);
    const { poll, ...record } = sourceRecord(key);
    const row = { ...record, record, poll: { ...poll, url: own, listed: own } };
    if (sql.includes('for update skip locked')) return [{ host: `${key}.example` }] as R[];
    return sql.includes('order by l.place') ? ([row] as R[]) : [];
  },
});

test('what a claim found that had to be begun anew is not leased', async () => {
  const leases = new Leases(() => 0);
  const database = {
    async transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
      await work(withDue('a')); // and meets another worker
      return work(withDue('b'));
    },
  };
  const claimed = await leases.claim(database, { among: ['a', 'b'], now: 0, all: true, lease: 1000 });
  expect(claimed.map(({ key }) => key)).toEqual(['b']);
  expect(leases.settle(['a'])).toEqual([]);
  expect(leases.settle(['b'])).toEqual(['b.example']);
});
