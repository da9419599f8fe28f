import { openJsonStore } from './json/store.js';
import type { Store, StoreOptions } from './store.js';

/** Opens the database. A new engine is one folder and one line here. */
export function openStore(folder: string, options: StoreOptions): Promise<Store> {
  return openJsonStore(folder, options);
}
