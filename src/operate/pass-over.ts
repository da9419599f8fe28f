import { fromEnvironment } from '../config/environment.js';
import { readBeside } from '../config/files/read-files.js';
import { createFetcher } from '../fetch/index.js';
import { type Deliveries, NO_DELIVERIES } from '../pass/deliver.js';
import { type PassParts, runPass } from '../pass/pass.js';
import { askLists } from '../pass/poll/ask-lists.js';
import type { PollRequest } from '../pass/poll/poll-due.js';
import type { PushPort } from '../pass/push/port.js';
import type { PassSummary } from '../pass/summary.js';
import { type PassWatcher, watchedBy } from '../pass/watcher.js';
import { listSources } from '../sources/listed.js';
import { namedLists, namedSources } from '../sources/named.js';
import { listTrouble } from '../sources/reading-lists.js';
import { diskTrouble, keepHealthFeed, noteTroubles } from './health.js';
import { refuseLostData } from './lost-data.js';
import { type Site, type SitePlaces, type World, withStore } from './site.js';
import { speakToOthers } from './speak-to-others.js';
import { readStored, type Stored } from './status/stored.js';

export interface PassOptions extends SitePlaces, Pick<PollRequest, 'all' | 'fresh'> {
  readonly allowPrivate: boolean;
  /**
   * Sources to be polled due or not, by address or title, and lists to be taken as they are now; null for all
   * that are due.
   */
  readonly names: readonly string[] | null;
  /** What is wrong with feeds.json, where an earlier one goes on; null where nothing is. */
  readonly configTrouble: string | null;
  /** Where hubs reach us; null where they don't: then none is asked, and subscriptions end by themselves. */
  readonly push: PushPort | null;
  /** Both unless given. */
  readonly parts?: PassParts;
}

const BOTH: PassParts = { poll: true, publish: true };

/** What a pass leaves. */
export interface PassOutcome extends Stored {
  readonly summary: PassSummary;
  /** What became of the notices to others. */
  readonly deliveries: Deliveries;
}

/** One pass over a site, with the database locked for as long as it takes. */
export async function passOver(
  site: Site,
  options: PassOptions,
  world: World,
  signal: AbortSignal,
  watcher: Partial<PassWatcher>,
): Promise<PassOutcome> {
  const { config } = site;
  const { now, version, env } = world;
  const { headers, webhooks } = fromEnvironment(config, env);
  if (!options.newSite) await refuseLostData(options);
  return withStore(options, config, { now }, async (store) => {
    const { all, fresh, names, out, allowPrivate, push, parts = BOTH } = options;
    const disk = await diskTrouble(options, (await store.facts()).troubles);
    await noteTroubles(store, { config: options.configTrouble, disk }, now(), config.site.url);
    const fetcher = createFetcher({ ...config.fetch, version, env, allowPrivate });
    const watch = watchedBy(watcher);
    try {
      const meant = namedLists(names ?? [], config.lists);
      if (parts.poll && (names === null || meant.lists.size > 0))
        await askLists({
          ...{ config, store, fetcher: fetcher.fetch, named: meant.lists, all, fresh },
          readFile: (name) => readBeside(config.file, name),
          ...{ now, random: Math.random, signal, watch },
        });
      const { lists } = await store.facts();
      await noteTroubles(store, { lists: listTrouble(config, lists) }, now(), config.site.url);
      const isAnyDue = names === null || (meant.lists.size > 0 && meant.others.length === 0);
      const only = isAnyDue
        ? null
        : namedSources(meant.others, listSources(config, await store.sources(), lists));
      const request = { all, fresh, only, headers, fetcher: fetcher.fetch };
      const rest = { parts, out, push, random: Math.random, version, now, signal, watch };
      const summary = await runPass({ ...site, ...request, ...rest, store });
      const deliveries =
        summary.offline || !parts.publish
          ? NO_DELIVERIES
          : await speakToOthers({ config, store, allowPrivate, push, webhooks, watch }, world, signal);
      await keepHealthFeed(store, config.site.url);
      return { summary, deliveries, ...(await readStored(store, config, now())) };
    } finally {
      await fetcher.close();
    }
  });
}
