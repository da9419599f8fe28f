import type { Config } from '../config/config.js';
import type { KnownWebhook } from '../config/environment.js';
import { deadline } from '../fetch/deadline.js';
import { createFetcher, type FetcherSettings } from '../fetch/index.js';
import { postMaker } from '../merge/rulings.js';
import { MINUTE_MS } from '../model/spans.js';
import { type Deliveries, deliver } from '../pass/deliver.js';
import { pingCourier } from '../pass/hub-pings.js';
import { keepSubscribed } from '../pass/push/keep-subscribed.js';
import type { PushPort } from '../pass/push/port.js';
import type { PassWatcher } from '../pass/watcher.js';
import { webhookCourier } from '../pass/webhooks/courier.js';
import { listSources } from '../sources/listed.js';
import type { Store } from '../store/store.js';
import type { World } from './site.js';

/** Requests at once to a hub or a webhook, which is a single host. */
const TO_ONE_HOST = 8;
/** What is not said by then waits for the next pass. */
const SPEAKING_MS = MINUTE_MS;

interface Speaking extends Pick<FetcherSettings, 'allowPrivate'> {
  readonly config: Config;
  readonly store: Store;
  /** Where hubs reach us; null where they don't: then none is asked, and subscriptions end by themselves. */
  readonly push: PushPort | null;
  readonly webhooks: readonly KnownWebhook[];
  readonly watch: Pick<PassWatcher, 'warn'>;
}

/** Sends what waits to be sent, and asks hubs. The rhythm at which blogs are asked is none of theirs. */
export async function speakToOthers(
  { config, store, allowPrivate, push, webhooks, watch }: Speaking,
  { now, version, env }: World,
  signal: AbortSignal,
): Promise<Deliveries> {
  const sender = createFetcher({
    ...config.fetch,
    ...{ perHost: TO_ONE_HOST, gapMs: 0, version, env, allowPrivate },
  });
  const time = deadline(SPEAKING_MS, () => new Error('the next pass goes on'), [signal]);
  const work = { config, store, send: sender.send, now, watch, signal: time.signal };
  try {
    if (push !== null) await keepSubscribed({ ...work, port: push });
    const couriers = [pingCourier(config)];
    if (webhooks.length > 0) {
      const records = await store.sources();
      const listed = listSources(config, records, (await store.facts()).lists);
      const makePost = postMaker(config, listed, records);
      couriers.push(webhookCourier({ ...work, webhooks, makePost }));
    }
    return await deliver({ ...work, couriers });
  } finally {
    time.clear();
    await sender.close();
  }
}
