import pg from 'pg';
import { openStore, openStoreReader, restoreStore } from '../../src/store/index.js';
import type { Database } from './contract.js';

/** An empty database on a server, made when it is first used. */
export function databaseAt(make: () => Promise<string>): Required<Database> {
  let made: Promise<string> | null = null;
  const url = (): Promise<string> => {
    made ??= make();
    return made;
  };
  const now = () => Date.UTC(2026, 0, 10);
  return {
    open: async () => openStore(await url(), { now, limit: 50 }),
    read: async () => openStoreReader(await url()),
    restore: async (pieces) => restoreStore(await url(), pieces, { now }),
    async leasesAge(ms) {
      const client = new pg.Client(await url());
      await client.connect();
      for (const table of ['hosts', 'sources', 'letters'])
        await client.query(`update tagwire.${table} set leased_until = leased_until - $1 * interval '1 ms'`, [
          ms,
        ]);
      await client.end();
    },
  };
}
