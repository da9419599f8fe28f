import pg from 'pg';
import { afterAll, describe, test } from 'vitest';
import { openStore, openStoreReader, restoreStore } from '../../src/store/index.js';
import { startPostgres } from '../support/postgres.js';
import { storeContract } from './contract.js';

const server = await startPostgres();
afterAll(() => server?.stop());

if (server === null)
  test.skip('the PostgreSQL store: no PostgreSQL on this machine, and no DATABASE_URL', () => {});
else
  describe('on a real server', () => {
    storeContract('the PostgreSQL store', () => {
      let made: Promise<string> | null = null;
      const url = (): Promise<string> => {
        made ??= server.database();
        return made;
      };
      const now = () => Date.UTC(2026, 0, 10);
      return {
        open: async () => openStore(await url(), { now, limit: 50 }),
        read: async () => openStoreReader(await url()),
        restore: async (pieces) => restoreStore(await url(), pieces, { now }),
        leasesAge: async (ms) => {
          const client = new pg.Client(await url());
          await client.connect();
          for (const table of ['hosts', 'sources'])
            await client.query(
              `update tagwire.${table} set leased_until = leased_until - $1 * interval '1 ms'`,
              [ms],
            );
          await client.end();
        },
      };
    });
  });
