import type { Rulings } from '../merge/rulings.js';
import type { Removal, Store } from '../store/store.js';
import { refiled } from './refile.js';

/** Brings back what the last removal took, filed by the rules of today; null where none is kept. */
export function undoRemoval(store: Store, rulings: Rulings): Promise<Removal | null> {
  return store.undoRemoval((source, entry) => {
    rulings.learn(source); // the database may have forgotten it with its last entry
    return refiled(rulings, source.key)(entry);
  });
}
