import { peekJsonStore } from './json/peek.js';
import { type Repairs, repairJsonStore } from './json/repair/repair.js';
import { openJsonStore } from './json/store.js';
import type { Snapshot, Store, StoreOptions } from './store.js';

export type { Repairs } from './json/repair/repair.js';

/** Opens the database. A new engine is one folder and one line here. */
export function openStore(folder: string, options: StoreOptions): Promise<Store> {
  return openJsonStore(folder, options);
}

/** Looks at the database without locking it. */
export function peekStore(folder: string): Promise<Snapshot> {
  return peekJsonStore(folder);
}

/** Mends a database that can't be opened, or says that all is well. */
export function repairStore(folder: string, options: StoreOptions): Promise<Repairs> {
  return repairJsonStore(folder, options);
}
