import pg from 'pg';
import { afterAll, describe, test } from 'vitest';
import { openStore, openStoreReader, restoreStore } from '../../src/store/index.js';
import { type PostgresServer, startPostgres } from '../support/postgres.js';
import { type Database, storeContract } from './contract.js';
import { removalContract } from './removal-contract.js';

const server = await startPostgres();
afterAll(() => server?.stop());

/** An empty database, made when it is first used. */
function databaseOn(given: PostgresServer): Database {
  let made: Promise<string> | null = null;
  const url = (): Promise<string> => {
    made ??= given.database();
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

if (server === null)
  test.skip('the PostgreSQL store: no PostgreSQL on this machine, and no DATABASE_URL', () => {});
else
  describe('on a real server', () => {
    storeContract('the PostgreSQL store', () => databaseOn(server));
    removalContract('the PostgreSQL store', () => databaseOn(server));
  });
