import type { Classifier } from '../classify/index.js';
import type { Config } from '../config/config.js';
import { instant } from '../model/values.js';
import { prepareStore } from '../pass/prepare.js';
import { openStore, type Repairs, repairStore } from '../store/index.js';
import { type Reconciled, reconcile } from './reconcile.js';

/** What was wrong with a database. */
export interface Diagnosis extends Repairs, Reconciled {}

/**
 * Mends the database in a folder: its files first, then, since what could not be read is gone, its streams by what is
 * stored. The next pass renders everything if anything was mended.
 * @param now milliseconds since 1970
 */
export async function mendDatabase(
  folder: string,
  { config, classifier }: { config: Config; classifier: Classifier },
  now: number,
): Promise<Diagnosis> {
  const options = { now, at: instant(now), limit: config.publish.limit };
  const repairs = await repairStore(folder, options);
  const store = await openStore(folder, options);
  try {
    if (repairs.done.length > 0) {
      store.setFacts({ posts: '' }); // differs: every post is made and told to its streams again
      store.markDirty({ all: true });
    }
    const { desk } = await prepareStore({ config, classifier, store }, now);
    const reconciled = await reconcile(store, desk);
    await store.settle();
    await store.checkpoint();
    return { ...repairs, ...reconciled };
  } finally {
    await store.close();
  }
}
