import type { Source } from '../../config/config.js';
import type { HttpUrl, Instant } from '../../model/values.js';
import { isRunning, type PastPoll, type Subscription } from '../../schedule/index.js';
import type { SourceRecord } from '../../sources/record.js';
import type { SourceStatus } from './status.js';

/** All that is known of one source. Also the answer to `status SOURCE --json`, as it stands. */
export interface SourceDetails extends SourceStatus {
  /** What feeds.json says of it beside its address. */
  readonly settings: Pick<Source, 'tags' | 'hints' | 'full' | 'intervalMs' | 'private'>;
  /** What its last document said of itself; null until one has been read. */
  readonly feed: {
    readonly format: string;
    readonly home: HttpUrl | null;
    readonly language: string | null;
  } | null;
  /** Days of its oldest and its newest entry. */
  readonly span: { readonly from: Instant; readonly to: Instant } | null;
  /** Addresses that it was polled at before. */
  readonly former: readonly HttpUrl[];
  /** What the next request asks with: nothing where the whole document is wanted. */
  readonly validators: { readonly etag: string | null; readonly lastModified: string | null };
  /** The first of the 304s in a row. */
  readonly unchangedSince: Instant | null;
  /** Its newest polls, the last one first. */
  readonly recent: readonly PastPoll[];
  /** Until when its server has asked to be left alone. */
  readonly heldUntil: Instant | null;
  /** Its subscription at its hub, without what is secret of it; null where there is none. */
  readonly subscription: SubscriptionStatus | null;
}

/** How a subscription is doing. */
export interface SubscriptionStatus {
  readonly hub: HttpUrl;
  readonly topic: HttpUrl;
  /** `asked`: the hub has not verified yet, or not again in time. */
  readonly state: 'running' | 'asked' | 'ending';
  readonly leaseUntil: Instant | null;
  readonly nextRequest: Instant;
  readonly problem: string | null;
  readonly pushes: number;
  readonly lastPush: Instant | null;
}

/**
 * The status of a source with all that stands behind it. Pure.
 * @param subscriptions of all sources
 * @param now milliseconds since 1970
 */
export function detailsOf(
  status: SourceStatus,
  source: Source,
  record: SourceRecord,
  subscriptions: readonly Subscription[],
  now: number,
): SourceDetails {
  const own = subscriptions.filter((one) => one.source === record.key);
  const subscription = own.find(({ wants }) => wants === 'subscribe') ?? own[0] ?? null;
  const { feed, poll, former } = record;
  const { etag, lastModified } = poll.validators;
  return {
    ...status,
    settings: {
      tags: source.tags,
      hints: source.hints,
      full: source.full,
      intervalMs: source.intervalMs,
      private: source.private,
    },
    feed: feed && { format: feed.format, home: feed.home, language: feed.language },
    span: feed?.span ?? null,
    former,
    validators: { etag, lastModified },
    unchangedSince: poll.unchangedSince,
    recent: poll.recent,
    heldUntil: poll.heldUntil,
    subscription: subscription && subscriptionStatus(subscription, now),
  };
}

function subscriptionStatus(one: Subscription, now: number): SubscriptionStatus {
  const { hub, topic, wants, leaseUntil, next, problem, pushes, lastPush } = one;
  const state = wants === 'unsubscribe' ? 'ending' : isRunning(one, now) ? 'running' : 'asked';
  return { hub, topic, state, leaseUntil, nextRequest: next, problem, pushes, lastPush };
}
