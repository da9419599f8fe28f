import type { Classifier } from '../classify/index.js';
import type { Config } from '../config/config.js';
import { mendDates } from '../pass/mend-dates.js';
import { prepareStore } from '../pass/prepare.js';
import { type Repairs, repairStore } from '../store/index.js';
import type { Reconciled } from '../store/store.js';
import { keepHealthFeed } from './health.js';
import { withStore } from './site.js';

/** What was wrong with a database. */
export interface Diagnosis extends Pick<Repairs, 'files' | 'done'>, Reconciled {}

/**
 * Mends the database in a folder: its files first, then, since what could not be read is gone, its streams by
 * what is stored. The next pass renders everything if anything was mended. What one that is killed has mended
 * is told by the next.
 * @param now milliseconds since 1970
 */
export async function mendDatabase(
  folder: string,
  { config, classifier }: { config: Config; classifier: Classifier },
  now: () => number,
): Promise<Diagnosis> {
  const repairs = await repairStore(folder, { now, limit: config.publish.limit });
  return withStore({ data: folder }, config, { now }, async (store) => {
    if (repairs.done.length > 0) {
      const { made } = await store.facts();
      await store.setFacts({ made: { ...made, posts: '' } }); // every post is made and told to its streams again
      await store.touch({ all: true });
    }
    await prepareStore({ config, classifier, store }, now());
    const dates = await mendDates(store, now());
    const reconciled = await store.reconcile();
    await store.flush();
    const done = [...repairs.done, ...dates];
    const posts = reconciled.added + reconciled.changed + reconciled.removed;
    if (done.length + posts > 0) {
      await store.setFacts({}, [{ kind: 'mended', at: repairs.since, repairs: done.length, posts }]);
      await keepHealthFeed(store, config.site.url);
      await repairs.told();
    }
    return { ...repairs, done, ...reconciled };
  });
}
