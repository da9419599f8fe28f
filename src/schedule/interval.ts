import type { Freshness } from '../fetch/result.js';
import type { Rhythm } from '../model/feed.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, WEEK_MS } from '../model/spans.js';
import { type Instant, instant, toMs } from '../model/values.js';
import { duration, every } from '../model/words.js';

/** How often the operator lets a source be polled; milliseconds, `minMs` ≤ `maxMs`. */
export interface Policy {
  readonly minMs: number;
  readonly maxMs: number;
  /**
   * The most that a caching header counts. Null where none of the publisher's hints does, as the operator has
   * set an interval for the source.
   */
  readonly freshnessMs: number | null;
}

/** What the site's configuration says of all sources. */
export interface SitePolicy {
  readonly interval: { readonly minMs: number; readonly maxMs: number };
  readonly freshnessMs: number;
}

/** A waiting time and why it is so long. */
export interface Wait {
  readonly ms: number;
  readonly why: string;
}

/** Nothing is put off longer, whatever a publisher says. */
export const LONGEST_MS = 30 * DAY_MS;
/**
 * Whether what was put off until an instant is put off still. What seems to be for longer than anything ever
 * is was written when a clock was wrong.
 */
export const isPutOff = (until: Instant, now: number): boolean =>
  toMs(until) > now && toMs(until) <= now + LONGEST_MS + 1000; // instants are rounded up
/** How many entries' dates tell how often a source publishes. */
export const REMEMBERED = 10;
/**
 * A source that publishes every eight days is polled daily: news is on average an eighth of its usual gap
 * old.
 */
const POLLS_PER_POST = 8;

/** The policy of a source: an interval of its own is kept to, only the site's is a range to adapt within. */
export function policyOf(intervalMs: number | null, { interval, freshnessMs }: SitePolicy): Policy {
  if (intervalMs !== null) return { minMs: intervalMs, maxMs: intervalMs, freshnessMs: null };
  return { minMs: interval.minMs, maxMs: Math.max(interval.minMs, interval.maxMs), freshnessMs };
}

/**
 * Our own interval, between the policy's bounds, by how often the source really publishes; the silence since
 * its newest entry counts as a gap, so that a blog that fell asleep is asked less and less. Without dates:
 * the minimum.
 * @param published instants in any order
 */
export function ownInterval({ minMs, maxMs }: Policy, published: readonly Instant[], now: number): Wait {
  const oldest = Math.min(...published.map(toMs));
  const gap = published.length === 0 ? 0 : (now - oldest) / published.length;
  const adapted = gap / POLLS_PER_POST;
  if (adapted <= minMs) return { ms: minMs, why: every(minMs) };
  const ms = Math.min(adapted, maxMs);
  return { ms, why: `${every(ms)}, as it publishes about ${every(gap)}` };
}

/**
 * The longest wait that the publisher asks for; null where it asks for none, or is not heard. A header counts
 * for less than what an author wrote into the feed: static hosts send "a year" with every file, and mean
 * pictures.
 */
export function publishersWait(
  freshness: Freshness,
  rhythm: Rhythm | null,
  { freshnessMs }: Policy,
): Wait | null {
  if (freshnessMs === null) return null;
  const waits: Wait[] = [];
  const ask = (ms: number | null | undefined, most: number, what: string): void => {
    if (ms === null || ms === undefined || !(ms > 0)) return;
    const counted = ms > most ? `, ${duration(most)} of it count` : '';
    waits.push({ ms: Math.min(ms, most), why: `its ${what} asks for ${duration(ms)}${counted}` });
  };
  ask(freshness.freshForMs, freshnessMs, 'caching header');
  ask(
    rhythm === null || rhythm.ttlMinutes === null ? null : rhythm.ttlMinutes * MINUTE_MS,
    LONGEST_MS,
    'ttl',
  );
  ask(rhythm?.updateEveryMs, LONGEST_MS, 'update period');
  return waits.reduce<Wait | null>(
    (longest, wait) => (longest !== null && longest.ms >= wait.ms ? longest : wait),
    null,
  );
}

/**
 * The first moment from `at` on whose hour and day (UTC) the feed does not skip: `at` itself, or the start of
 * an hour. A feed that skips everything skips nothing.
 */
export function outOfSkipped(at: number, rhythm: Rhythm | null): number {
  if (rhythm === null) return at;
  const skipped = (ms: number): boolean => {
    const date = new Date(ms);
    return rhythm.skipHours.includes(date.getUTCHours()) || rhythm.skipDays.includes(date.getUTCDay());
  };
  let moved = at;
  for (let hours = 0; skipped(moved); hours += 1) {
    if (hours > WEEK_MS / HOUR_MS) return at;
    moved = (Math.floor(moved / HOUR_MS) + 1) * HOUR_MS;
  }
  return moved;
}

/**
 * Spreads sources out within a twentieth, and leaves another twentieth for passes that start a little early:
 * from 0.9 to 0.95, so that an hourly cron polls an hourly source every time.
 */
export const shortened = (random: number): number => 0.9 + 0.05 * random;

/** Instants are cut to the second; what was asked for is not. */
export const notBefore = (ms: number): Instant => instant(Math.ceil(ms / 1000) * 1000);

/** Since when something is so that may begin now; an instant that lies ahead is of a clock that was wrong. */
export const noLater = (since: Instant | null | undefined, now: number): Instant =>
  since == null || toMs(since) > now ? instant(now) : since;
