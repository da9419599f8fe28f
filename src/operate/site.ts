import path from 'node:path';
import { type Classifier, compileRules } from '../classify/index.js';
import type { Config } from '../config/config.js';
import { fromEnvironment, type KnownWebhook } from '../config/environment.js';
import { configStamps } from '../config/files/config-stamps.js';
import { readBeside } from '../config/files/read-files.js';
import { readConfig } from '../config/read.js';
import { deadline } from '../fetch/deadline.js';
import { createFetcher } from '../fetch/index.js';
import { stampOfFolder } from '../files/stamp.js';
import { makeRulings, postMaker } from '../merge/rulings.js';
import { type Environment, instant } from '../model/values.js';
import { type Deliveries, deliver, NO_DELIVERIES } from '../pass/deliver.js';
import { pingCourier } from '../pass/hub-pings.js';
import { type PassParts, publishOnly, runPass } from '../pass/pass.js';
import { askLists } from '../pass/poll/ask-lists.js';
import type { PollRequest } from '../pass/poll/poll-due.js';
import { keepSubscribed } from '../pass/push/keep-subscribed.js';
import type { PushPort } from '../pass/push/port.js';
import type { PassSummary } from '../pass/summary.js';
import { type PassWatcher, watchedBy } from '../pass/watcher.js';
import { webhookCourier } from '../pass/webhooks/courier.js';
import { readTheme } from '../publish/site/read-theme.js';
import type { Theme } from '../publish/site/theme.js';
import { readStatics, type Statics } from '../publish/write/statics.js';
import type { WriteCounts } from '../publish/write/write.js';
import { listSources } from '../sources/listed.js';
import { namedLists, namedSources } from '../sources/named.js';
import { listTrouble } from '../sources/reading-lists.js';
import { openStore, openStoreReader } from '../store/index.js';
import type { Store, StoreReader } from '../store/store.js';
import { diskTrouble, keepHealthFeed, noteTroubles } from './health.js';
import { refuseLostData } from './lost-data.js';
import { type Preview, preview } from './preview.js';
import { readStored, type Stored } from './status/stored.js';

/** Where things are, as the command line says. */
export interface Places {
  /** feeds.json. */
  readonly config: string;
  /** The database. */
  readonly data: string;
  /** The published site. */
  readonly out: string;
}

/** What is handed in of the world: the clock, the program's own version, the environment. */
export interface World {
  /** Milliseconds since 1970. */
  now(): number;
  readonly version: string;
  /** Names proxies, and holds the secrets of sources' headers. */
  readonly env: Environment;
}

/** What the operator has configured, read and compiled. */
export interface Site {
  readonly config: Config;
  readonly classifier: Classifier;
  readonly theme: Theme;
  readonly statics: Statics;
}

/** Reads feeds.json and, beside it, the theme and the operator's own files. */
export async function readSite(options: Pick<Places, 'config'>): Promise<Site> {
  const config = await readConfig(options.config);
  const theme = await readTheme(themeOf(options.config), config.site);
  const statics = await readStatics(staticsOf(options.config));
  return { config, classifier: compiledWhenUsed(config), theme, statics };
}

/** Returns another text each time that anything has changed of what `readSite` reads. */
export function siteStamps({ config: file }: Pick<Places, 'config'>): () => Promise<string> {
  const config = configStamps(file);
  const folders = [themeOf(file), staticsOf(file)];
  return async () => [await config(), ...(await Promise.all(folders.map(stampOfFolder)))].join('\n');
}

/** The folder of the theme beside a feeds.json. */
export const themeOf = (config: string): string => path.join(path.dirname(config), 'theme');
const staticsOf = (config: string): string => path.join(path.dirname(config), 'static');

/** A pass with nothing new files nothing, and compiling the rules is an eighth of such a pass. */
function compiledWhenUsed(config: Config): Classifier {
  let compiled: Classifier | null = null;
  const classifier = (): Classifier => {
    compiled ??= compileRules(config);
    return compiled;
  };
  return {
    classify: (subject, source, hand) => classifier().classify(subject, source, hand),
    explain: (subject, source, hand) => classifier().explain(subject, source, hand),
  };
}

/** Opens the database for `use` and closes it after, whatever comes of it. */
export async function withStore<T>(
  { data }: Pick<Places, 'data'>,
  { publish }: Pick<Config, 'publish'>,
  { now }: Pick<World, 'now'>,
  use: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore(data, { now, limit: publish.limit });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** Opens the database for reading: no lock is taken, so that it works while a pass runs. */
export async function withReader<T>(
  { data }: Pick<Places, 'data'>,
  use: (store: StoreReader) => Promise<T>,
): Promise<T> {
  const store = await openStoreReader(data);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** What is stored of a site, as it is now; works while a pass runs. */
export function readStoredSite(
  { config }: Pick<Site, 'config'>,
  places: Pick<Places, 'data'>,
  { now }: Pick<World, 'now'>,
): Promise<Stored> {
  return withReader(places, (store) => readStored(store, config, now()));
}

/** Where a site is published from and to, and whether an empty database may empty it. */
export interface SitePlaces extends Pick<Places, 'data' | 'out'> {
  readonly newSite: boolean;
}

/** Brings what is stored under the rules and public/ up to date, with no request to any source. */
export async function publishStored(
  site: Site,
  places: SitePlaces,
  { now, version }: Pick<World, 'now' | 'version'>,
): Promise<WriteCounts> {
  if (!places.newSite) await refuseLostData(places);
  return withStore(places, site.config, { now }, (store) =>
    publishOnly({ ...site, store, out: places.out, version, now }),
  );
}

/** What `publishStored` would change in the tags. Writes nothing, and works while a pass runs. */
export function previewStored(
  { config, classifier }: Site,
  places: Pick<Places, 'data'>,
  { now }: Pick<World, 'now'>,
): Promise<Preview> {
  return withReader(places, async (store) => {
    const records = await store.sources();
    const listed = listSources(config, records, (await store.facts()).lists);
    const rulings = makeRulings(config, classifier, listed, records.values(), instant(now()));
    return preview(store, rulings, config.tags);
  });
}

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

/** Requests at once to a hub or a webhook, which is a single host. */
const TO_ONE_HOST = 8;
/** What is not said by then waits for the next pass. */
const SPEAKING_MS = 60_000;

/** One pass over a site, with the database locked for as long as it takes. */
export async function passOver(
  site: Site,
  options: PassOptions,
  { now, version, env }: World,
  signal: AbortSignal,
  watcher: Partial<PassWatcher>,
): Promise<PassOutcome> {
  const { config } = site;
  const { headers, webhooks } = fromEnvironment(config, env);
  if (!options.newSite) await refuseLostData(options);
  return withStore(options, config, { now }, async (store) => {
    const { all, fresh, names, out, push, parts = BOTH } = options;
    const disk = await diskTrouble(options, (await store.facts()).troubles);
    await noteTroubles(store, { config: options.configTrouble, disk }, now(), config.site.url);
    const fetcher = createFetcher({ ...config.fetch, version, env, allowPrivate: options.allowPrivate });
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
      const listed = listSources(config, await store.sources(), lists);
      const isAnyDue = names === null || (meant.lists.size > 0 && meant.others.length === 0);
      const only = isAnyDue ? null : namedSources(meant.others, listed);
      const request = { all, fresh, only, headers, fetcher: fetcher.fetch };
      const rest = { parts, out, push, random: Math.random, version, now, signal, watch };
      const summary = await runPass({ ...site, ...request, ...rest, store });
      const deliveries =
        summary.offline || !parts.publish
          ? NO_DELIVERIES
          : await speakToOthers(site, store, { ...options, webhooks }, { now, version, env }, signal, watch);
      await keepHealthFeed(store, config.site.url);
      return { summary, deliveries, ...(await readStored(store, config, now())) };
    } finally {
      await fetcher.close();
    }
  });
}

/** Sends what waits to be sent, and asks hubs. The rhythm at which blogs are asked is none of theirs. */
async function speakToOthers(
  { config }: Site,
  store: Store,
  {
    allowPrivate,
    push,
    webhooks,
  }: Pick<PassOptions, 'allowPrivate' | 'push'> & { readonly webhooks: readonly KnownWebhook[] },
  { now, version, env }: World,
  signal: AbortSignal,
  watch: PassWatcher,
): Promise<Deliveries> {
  const sender = createFetcher({
    ...config.fetch,
    ...{ perHost: TO_ONE_HOST, gapMs: 0, version, env, allowPrivate },
  });
  const time = deadline(SPEAKING_MS, new Error('the next pass goes on'), [signal]);
  const work = { config, store, send: sender.send, now, watch, signal: time.signal };
  try {
    if (push !== null) await keepSubscribed({ ...work, port: push });
    const couriers = [pingCourier(config)];
    if (webhooks.length > 0) {
      const makePost = postMaker(
        config,
        listSources(config, await store.sources(), (await store.facts()).lists),
      );
      couriers.push(webhookCourier({ ...work, webhooks, makePost }));
    }
    return await deliver({ ...work, couriers });
  } finally {
    time.clear();
    await sender.close();
  }
}
