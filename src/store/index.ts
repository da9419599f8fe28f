import { instant } from '../model/values.js';
import { openJsonReader, openJsonStore } from './json/open.js';
import { type Repairs, repairJsonStore } from './json/repair/repair.js';
import { restoreJsonStore } from './json/restore.js';
import { locationOf } from './location.js';
import type { Piece, Store, StoreOptions, StoreReader } from './store.js';

export type { Repairs } from './json/repair/repair.js';
export { folderOf, shownLocation } from './location.js';

/** Opens the database to work on it. A new engine is one folder and one line in each function here. */
export async function openStore(data: string, options: StoreOptions): Promise<Store> {
  const location = locationOf(data);
  if (location.engine === 'json') return openJsonStore(location.folder, options);
  return (await import('./postgres/open.js')).openPostgresStore(location.url, options);
}

/** Opens the database to read it, also while a pass runs; nothing is locked, made or changed. */
export async function openStoreReader(data: string): Promise<StoreReader> {
  const location = locationOf(data);
  if (location.engine === 'json') return openJsonReader(location.folder);
  return (await import('./postgres/open.js')).openPostgresReader(location.url);
}

/** Mends a database that can't be opened, or says that all is well; a server mends its own. */
export async function repairStore(data: string, options: StoreOptions): Promise<Repairs> {
  const location = locationOf(data);
  if (location.engine === 'json') return repairJsonStore(location.folder, options);
  return { files: 0, done: [], since: instant(options.now()), told: async () => {} };
}

/**
 * Makes the database that `Store.whole` gave the pieces of, where there is none: a UserError where there is
 * one. A failure, of `pieces` too, leaves nothing; where the process is killed nothing but this opens what it
 * left.
 */
export async function restoreStore(
  data: string,
  pieces: AsyncIterable<Piece>,
  options: Pick<StoreOptions, 'now'>,
): Promise<void> {
  const location = locationOf(data);
  if (location.engine === 'json') return restoreJsonStore(location.folder, pieces, options);
  return (await import('./postgres/restore.js')).restorePostgresStore(location.url, pieces);
}
