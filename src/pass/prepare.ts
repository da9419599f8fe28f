import type { Classifier } from '../classify/index.js';
import type { Config } from '../config/config.js';
import { type Desk, openDesk } from '../merge/desk.js';
import { instant } from '../model/values.js';
import { type ListedSource, listSources } from '../sources/listed.js';
import type { Store } from '../store/store.js';
import { recover } from './recover.js';
import { refileIfChanged } from './refile.js';

/** A database that is ready for work, and what the configuration says of its entries. */
export interface Prepared {
  readonly listed: readonly ListedSource[];
  readonly desk: Desk;
}

/**
 * The database as the configuration wants it: its sources known, a crash made good, entries filed by the rules.
 * @param now milliseconds since 1970
 */
export async function prepareStore(
  { config, classifier, store }: { config: Config; classifier: Classifier; store: Store },
  now: number,
): Promise<Prepared> {
  const listed = listSources(config, store.sources());
  for (const { record } of listed) store.putSource(record);
  const desk = openDesk(config, classifier, listed, store.sources(), store.passNumber, instant(now));
  await store.checkpoint(); // what the index will refer to is on disk before it does
  await recover(store, desk);
  await refileIfChanged(store, desk, config);
  return { listed: listSources(config, store.sources()), desk }; // their counts may have changed
}
