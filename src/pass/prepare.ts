import type { Classifier } from '../classify/index.js';
import type { Config } from '../config/config.js';
import type { Pass } from '../merge/merge.js';
import { makeRulings } from '../merge/rulings.js';
import { instant } from '../model/values.js';
import { type ListedSource, listSources } from '../sources/listed.js';
import type { Store } from '../store/store.js';
import { refileWhatChanged } from './refile.js';
import { undoRemoval } from './undo-removal.js';

/** A database that is ready for work, and what the configuration says of its entries. */
export interface Prepared extends Pass {
  readonly listed: readonly ListedSource[];
}

interface PrepareInput {
  readonly config: Config;
  readonly classifier: Classifier;
  readonly store: Store;
  /** Ends the filing between two sources; the next time goes on. */
  readonly signal?: AbortSignal;
}

/**
 * The database as the configuration wants it: its sources known, an interrupted pass finished, entries filed
 * by the rules, an interrupted undoing of a removal ended.
 * @param now milliseconds since 1970
 */
export async function prepareStore(
  { config, classifier, store, signal }: PrepareInput,
  now: number,
): Promise<Prepared> {
  const { lists } = await store.facts();
  const listed = listSources(config, await store.sources(), lists);
  await store.register(listed.map(({ record }) => record));
  const records = await store.sources();
  const rulings = makeRulings(config, classifier, listed, records.values(), instant(now));
  const number = await store.begin(rulings.makePost);
  for (const record of (await store.sources()).values()) rulings.learn(record); // what was interrupted counts
  await refileWhatChanged(store, rulings, config, listed, signal);
  if ((await store.removal())?.undoing) await undoRemoval(store, rulings);
  return { store, listed: listSources(config, await store.sources(), lists), rulings, number }; // counts may have changed
}
