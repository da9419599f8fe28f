import { DAY_MS, MINUTE_MS } from '../model/spans.js';
import { type HttpUrl, type Instant, instant, type SourceKey, toMs } from '../model/values.js';

/** A subscription to a topic at a hub (WebSub 5): plain JSON, replaced as a whole. */
export interface Subscription {
  /** The unguessable end of its callback's address: who knows it may speak for the hub. */
  readonly id: string;
  /** What the hub signs with. Neither this nor `id` and `callback` is ever shown. */
  readonly secret: string;
  readonly source: SourceKey;
  readonly hub: HttpUrl;
  readonly topic: HttpUrl;
  /** Where the hub reaches us. */
  readonly callback: HttpUrl;
  readonly wants: 'subscribe' | 'unsubscribe';
  /** Until when the hub has promised to push; null before it has verified, and after it has denied. */
  readonly leaseUntil: Instant | null;
  /** When the hub is asked again. */
  readonly next: Instant;
  /** Requests in a row that it has not verified. */
  readonly tries: number;
  /** Why it doesn't run, in words; null where nothing is known to be wrong. */
  readonly problem: string | null;
  /** Documents that it has brought. */
  readonly pushes: number;
  readonly lastPush: Instant | null;
}

/** What is asked of a hub, unless it grants another. */
export const LEASE_SECONDS = 10 * 24 * 3600;
/** Longer ones are renewed once a year all the same. */
const LONGEST_LEASE_MS = 365 * DAY_MS;
/** The rest of a lease in which it is renewed: time for hubs that are down, a fifth of it. */
const RENEWED_AT = 0.8;
const FIRST_WAIT_MS = 10 * MINUTE_MS;
/** So often a hub is asked to end what nobody wants. */
const FAREWELLS = 5;

type Named = Pick<Subscription, 'id' | 'secret' | 'source' | 'hub' | 'topic' | 'callback'>;

/** A subscription that has yet to be asked for. */
export const newSubscription = (named: Named, now: number): Subscription => ({
  ...named,
  wants: 'subscribe',
  leaseUntil: null,
  next: instant(now),
  tries: 0,
  problem: null,
  pushes: 0,
  lastPush: null,
});

/** The hub is about to be asked. Asked again where it does not verify, after 10 minutes, 20, …, a day. */
export function afterAsking(one: Subscription, now: number): Subscription {
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(one.tries, 16), DAY_MS);
  return { ...one, tries: one.tries + 1, next: instant(now + wait) };
}

/**
 * The hub is to be asked now. What seems to be put off for longer than it was written for was written when a
 * clock was wrong: a fifth of a lease lies between its renewal and its end, and nothing else is put off for
 * more than a day.
 */
export function isAskedNow({ next, leaseUntil, tries }: Subscription, now: number): boolean {
  const rest = leaseUntil === null || tries > 0 ? 0 : toMs(leaseUntil) - toMs(next);
  const longest = Math.max((rest * RENEWED_AT) / (1 - RENEWED_AT), DAY_MS) + MINUTE_MS; // instants are rounded
  return toMs(next) <= now || toMs(next) > now + longest;
}

/** The hub has not taken the request; a Retry-After of up to a day is kept. */
export const afterRefusal = (
  one: Subscription,
  { message, retryAfterMs }: { readonly message: string; readonly retryAfterMs: number | null },
  now: number,
): Subscription => {
  const wait = Math.min(Math.max(retryAfterMs ?? 0, toMs(one.next) - now), DAY_MS);
  return { ...one, problem: message, next: instant(now + wait) };
};

/**
 * The hub has verified: it pushes for so long, and is asked again before that is over.
 * @param leaseSeconds what it grants; null where it doesn't say, as hubs before WebSub
 */
export function afterVerification(one: Subscription, leaseSeconds: number | null, now: number): Subscription {
  const lease = Math.min((leaseSeconds ?? LEASE_SECONDS) * 1000, LONGEST_LEASE_MS);
  const leaseUntil = instant(now + lease);
  return { ...one, leaseUntil, next: instant(now + lease * RENEWED_AT), tries: 0, problem: null };
}

/** The hub won't have it, or no more (WebSub 5.2): asked again a day later. */
export const afterDenial = (one: Subscription, reason: string, now: number): Subscription => ({
  ...one,
  leaseUntil: null,
  next: instant(now + DAY_MS),
  problem: reason === '' ? 'denied by the hub' : `denied by the hub: ${reason}`,
});

export const afterPushOf = (one: Subscription, now: number): Subscription => ({
  ...one,
  pushes: one.pushes + 1,
  lastPush: instant(now),
});

/** Nobody wants it any more: the hub is asked to end it. */
export const unwanted = (one: Subscription, now: number): Subscription =>
  one.wants === 'unsubscribe' ? one : { ...one, wants: 'unsubscribe', tries: 0, next: instant(now) };

/** The hub pushes, as far as it has promised. */
export const isRunning = ({ wants, leaseUntil }: Subscription, now: number): boolean =>
  wants === 'subscribe' && leaseUntil !== null && toMs(leaseUntil) > now;

/** Nothing is left to do about it: it was to end and has, or its hub doesn't hear of that. */
export const isOver = ({ wants, leaseUntil, tries, next }: Subscription, now: number): boolean =>
  wants === 'unsubscribe' &&
  (leaseUntil === null || toMs(leaseUntil) <= now || (tries >= FAREWELLS && toMs(next) <= now));
