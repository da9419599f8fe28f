import { peekJsonStore } from './json/peek.js';
import { openJsonStore } from './json/store.js';
import type { Snapshot, Store, StoreOptions } from './store.js';

/** Opens the database. A new engine is one folder and one line here. */
export function openStore(folder: string, options: StoreOptions): Promise<Store> {
  return openJsonStore(folder, options);
}

/** Looks at the database without locking it. */
export function peekStore(folder: string): Promise<Snapshot> {
  return peekJsonStore(folder);
}
