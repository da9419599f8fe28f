import type { Store, StoreOptions, StoreReader } from '../store.js';
import { Database, type Queries } from './connect.js';
import { ensureFacts } from './facts.js';
import { knownVersion, migrate } from './migrate.js';
import { PostgresReader } from './reader.js';
import { PostgresStore } from './store.js';

/**
 * Opens the database that a URL names, its tables made where there are none. Any number of workers may have
 * it open.
 */
export async function openPostgresStore(url: string, options: StoreOptions): Promise<Store> {
  const database = new Database(url);
  try {
    await migrate(database);
    await ensureFacts(database);
    return new PostgresStore(database, options);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Opens the database to read it. One without tables is empty, and stays so. */
export async function openPostgresReader(url: string): Promise<StoreReader> {
  const database = new Database(url);
  try {
    const reader = new PostgresReader(onceMade(database), database);
    await reader.facts(); // says what is wrong with the server, or with its tables
    return reader;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/**
 * Answers nothing as long as there are no tables. Those of an earlier version are read as they are: whoever
 * only reads may lack the right to change them, and older processes may still be at work.
 */
function onceMade(database: Database): Queries {
  let isMade = false;
  return {
    async rows<R>(sql: string, values: readonly unknown[] = []): Promise<readonly R[]> {
      isMade ||= (await knownVersion(database)) > 0;
      return isMade ? database.rows<R>(sql, values) : [];
    },
  };
}
