import { openJsonReader, openJsonStore } from './json/open.js';
import { type Repairs, repairJsonStore } from './json/repair/repair.js';
import { restoreJsonStore } from './json/restore.js';
import type { Piece, Store, StoreOptions, StoreReader } from './store.js';

export type { Repairs } from './json/repair/repair.js';

/** Opens the database to work on it. A new engine is one folder and one line in each function here. */
export function openStore(location: string, options: StoreOptions): Promise<Store> {
  return openJsonStore(location, options);
}

/** Opens the database to read it, also while a pass runs; nothing is locked, made or changed. */
export function openStoreReader(location: string): Promise<StoreReader> {
  return openJsonReader(location);
}

/** Mends a database that can't be opened, or says that all is well. */
export function repairStore(location: string, options: StoreOptions): Promise<Repairs> {
  return repairJsonStore(location, options);
}

/**
 * Makes the database that `Store.whole` gave the pieces of, where there is none: a UserError where there is
 * one. A failure, of `pieces` too, leaves nothing; where the process is killed nothing but this opens what it
 * left.
 */
export function restoreStore(
  location: string,
  pieces: AsyncIterable<Piece>,
  options: Pick<StoreOptions, 'now'>,
): Promise<void> {
  return restoreJsonStore(location, pieces, options);
}
