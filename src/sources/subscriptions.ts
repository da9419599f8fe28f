import type { HttpUrl } from '../model/values.js';
import { isOver, newSubscription, type Subscription, unwanted } from '../schedule/index.js';
import type { ListedSource } from './listed.js';

/** What new subscriptions are made with. */
export interface SubscriptionMaker {
  /** An unguessable text that may stand in an address; another at each call. */
  newSecret(): string;
  /** Where the hub reaches the subscription with this id. */
  callbackOf(id: string): HttpUrl;
}

/**
 * What has to change so that each source which names a hub is subscribed there, and nothing else is: new
 * ones, those that nobody wants any more, and (null) those that are over. A private source is not subscribed,
 * as its hub would learn its address from us. Pure but for `newSecret`.
 */
export function planSubscriptions(
  known: readonly Subscription[],
  listed: readonly Pick<ListedSource, 'source' | 'record'>[],
  { newSecret, callbackOf }: SubscriptionMaker,
  now: number,
): ReadonlyMap<string, Subscription | null> {
  const changes = new Map<string, Subscription | null>();
  const offers = new Map(listed.flatMap(offerOf));
  const there = new Set<string>();
  for (const one of known) {
    const offer = offers.get(one.source);
    const isSame = offer?.hub === one.hub && offer.topic === one.topic && one.callback === callbackOf(one.id);
    const wanted = isSame && one.wants === 'subscribe' && !there.has(one.source);
    if (wanted) there.add(one.source);
    const next = wanted ? one : unwanted(one, now);
    if (isOver(next, now)) changes.set(one.id, null);
    else if (next !== one) changes.set(one.id, next);
  }
  for (const [source, offer] of offers) {
    if (there.has(source)) continue;
    const id = newSecret();
    const named = { id, secret: newSecret(), source, ...offer, callback: callbackOf(id) };
    changes.set(id, newSubscription(named, now));
  }
  return changes;
}

/** The hub and topic of a source that may be subscribed. */
function offerOf({ source, record }: Pick<ListedSource, 'source' | 'record'>) {
  const { feed, poll, key } = record;
  const isOut = source.disabled || record.private || poll.gone?.confirmed === true;
  return isOut || feed?.push === undefined ? [] : [[key, feed.push] as const];
}
