import path from 'node:path';
import type { Config } from '../config/config.js';
import type { ConfigError } from '../config/errors.js';
import { littleRoom } from '../events/room.js';
import { type Found, type Troubles, troublesAfter } from '../events/troubles.js';
import { roomOf } from '../files/room.js';
import { LockedError } from '../model/errors.js';
import { type HttpUrl, type Instant, instant } from '../model/values.js';
import { counted } from '../model/words.js';
import { healthMark, renderHealth, type SiteHealth } from '../publish/feeds/health.js';
import { folderOf, openStore } from '../store/index.js';
import type { Facts, Store, StoreReader } from '../store/store.js';
import { withReader } from './site.js';
import { lastPassEnd } from './status/stored.js';

/** The operator's feed as it is now, also while a pass runs: for `/health.atom`. */
export function readHealthFeed(
  places: { readonly data: string },
  { site }: Pick<Config, 'site'>,
): Promise<string> {
  return withReader(places, async (store) => renderHealth(await healthOf(store, site.url)));
}

/** The same, for whoever looks into data/. */
export async function keepHealthFeed(store: Store, url: HttpUrl): Promise<void> {
  const health = await healthOf(store, url);
  await store.keepHealthFeed(healthMark(health), () => renderHealth(health));
}

async function healthOf(store: StoreReader, url: HttpUrl): Promise<SiteHealth> {
  const { id, firstUrl } = await store.facts();
  const [events, records] = [await store.events(), await store.sources()];
  return { id, url: firstUrl ?? url, events, records };
}

/** Remembers what is wrong with the site, and what is so no more; tells it where that is news. */
export async function noteTroubles(store: Store, found: Found, now: number, url: HttpUrl): Promise<void> {
  const { troubles: known } = await store.facts();
  const { troubles, events } = troublesAfter(known, found, instant(now));
  if (events.length === 0) return;
  await store.setFacts({ troubles }, events);
  await keepHealthFeed(store, url); // at once: on a full disk the pass may come to nothing
}

/**
 * What `tagwire run` leaves for its operator where feeds.json has mistakes; a site that was never published
 * has no feed.
 */
export async function noteBrokenConfig(data: string, error: ConfigError, now: () => number): Promise<void> {
  const { firstUrl, troubles } = await withReader({ data }, (reader) => reader.facts());
  if (firstUrl === null || troubles.config !== undefined) return;
  try {
    const store = await openStore(data, { now, limit: 0 }); // nothing of streams is touched
    await noteTroubles(store, { config: configTrouble(error) }, now(), firstUrl).finally(() => store.close());
  } catch (locked) {
    if (!(locked instanceof LockedError)) throw locked; // else whoever has it makes a pass by the last good file
  }
}

/** Where the first mistake is; not what stands there, which may be an address. */
export function configTrouble({ problems: [first, ...more] }: ConfigError): string {
  const { file, line, column, path: where } = first;
  const place = where === '' ? '' : ` (${where})`;
  const rest = more.length === 0 ? '' : `, and ${counted(more.length, 'more mistake')}`;
  return `${path.basename(file)}, line ${line}, column ${column}${place}${rest}: tagwire check tells them`;
}

/**
 * When the last pass ended that a service has made by the last good configuration, though feeds.json had
 * mistakes; null where the last pass knew of none, or nobody has made one since. Pure.
 */
export function passByLastGood(facts: Pick<Facts, 'lastPass' | 'troubles'>): Instant | null {
  const { lastPass, troubles } = facts;
  if (lastPass === null || troubles.config === undefined || lastPass.at < troubles.config.since) return null;
  return lastPassEnd(facts);
}

/** What is wrong with the disks of a site; null where nothing is. */
export async function diskTrouble(
  { data, out }: { readonly data: string; readonly out: string },
  known: Troubles,
): Promise<string | null> {
  for (const [what, folder] of [
    ['the database', folderOf(data)],
    ['the published site', out],
  ] as const) {
    const room = folder === null ? null : await roomOf(folder);
    const little = room === null ? null : littleRoom(what, room, known.disk !== undefined);
    if (little !== null) return little;
  }
  return null;
}
