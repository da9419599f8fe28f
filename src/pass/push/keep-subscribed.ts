import { randomBytes } from 'node:crypto';
import type { Config } from '../../config/config.js';
import { hostOf } from '../../fetch/location.js';
import type { Sender, Sending } from '../../fetch/result.js';
import { atOnce } from '../../model/at-once.js';
import {
  afterAsking,
  afterRefusal,
  isAskedNow,
  LEASE_SECONDS,
  type Subscription,
} from '../../schedule/index.js';
import { listSources } from '../../sources/listed.js';
import { planSubscriptions } from '../../sources/subscriptions.js';
import type { Store } from '../../store/store.js';
import { callbackAt, type PushPort } from './port.js';

interface Keeping {
  readonly config: Config;
  readonly store: Store;
  readonly port: PushPort;
  readonly send: Sender;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Requests under way at once, and in one pass: of thousands of new sources some in each. */
const AT_ONCE = 8;
const MOST = 200;

/**
 * Subscribes sources that name a hub, renews what is about to end, and ends what nobody wants. What is asked
 * is stored, and known to whoever listens, before any hub hears of it: some verify before they answer.
 */
export async function keepSubscribed({ config, store, port, send, now, signal }: Keeping): Promise<void> {
  const listed = listSources(config, await store.sources(), (await store.facts()).lists);
  const maker = {
    newSecret: () => randomBytes(32).toString('base64url'),
    callbackOf: (id: string) => callbackAt(port.publicUrl, id),
  };
  await store.changeSubscriptions(planSubscriptions(await store.subscriptions(), listed, maker, now()));
  const due = (await store.subscriptions()).filter((one) => isAskedNow(one, now())).slice(0, MOST);
  const asking = due.map((one) => afterAsking(one, now()));
  await store.changeSubscriptions(new Map(asking.map((one) => [one.id, one])));
  port.know(await store.subscriptions());
  const limit = atOnce(AT_ONCE);
  const trusted = listed.filter(({ source }) => !source.isLedTo);
  const hosts = new Map(trusted.map(({ record }) => [record.key, hostOf(record.poll.url)]));
  const refused = await Promise.all(
    asking.map((one) =>
      limit(async () => {
        const result = await send(requestFor(one, hosts.get(one.source) ?? null), signal);
        return result.kind === 'refused' ? [afterRefusal(one, result, now())] : [];
      }),
    ),
  );
  await store.changeSubscriptions(new Map(refused.flat().map((one) => [one.id, one])));
  port.know(await store.subscriptions());
}

/**
 * WebSub 5.1.
 * @param host of the source, which may name a private hub only where it is there itself; null for one that
 *   never may
 */
function requestFor({ wants, hub, topic, callback, secret }: Subscription, host: string | null): Sending {
  const form = new URLSearchParams({ 'hub.mode': wants, 'hub.topic': topic, 'hub.callback': callback });
  if (wants === 'subscribe') {
    form.set('hub.lease_seconds', String(LEASE_SECONDS));
    form.set('hub.secret', secret);
  }
  const isLedTo = hostOf(hub) !== host;
  return { url: hub, type: 'application/x-www-form-urlencoded', body: form.toString(), isLedTo };
}
