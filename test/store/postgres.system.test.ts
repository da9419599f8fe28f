import { afterAll, describe, test } from 'vitest';
import { startPostgres } from '../support/postgres.js';
import { databaseAt } from './at-postgres.js';
import { storeContract } from './contract.js';
import { removalContract } from './removal-contract.js';

const server = await startPostgres();
afterAll(() => server?.stop());

if (server === null)
  test.skip('the PostgreSQL store: no PostgreSQL on this machine, and no DATABASE_URL', () => {});
else
  describe('on a real server', () => {
    storeContract('the PostgreSQL store', () => databaseAt(server.database));
    removalContract('the PostgreSQL store', () => databaseAt(server.database));
  });
