import type { Freshness } from '../fetch/result.js';
import { type Instant, type Rhythm, toMs } from '../model.js';
import { duration } from './words.js';

/** How often the operator lets a source be polled; milliseconds, `minMs` ≤ `maxMs`. */
export interface Policy {
  readonly minMs: number;
  readonly maxMs: number;
}

/** A waiting time and why it is so long. */
export interface Wait {
  readonly ms: number;
  readonly why: string;
}

/** Nothing is put off longer, whatever a publisher says. */
export const longestMs = 30 * 24 * 3_600_000;
/** How many entries' dates tell how often a source publishes. */
export const remembered = 10;
/** A source that publishes every eight days is polled daily: news is on average an eighth of its usual gap old. */
const pollsPerPost = 8;

/** The policy of a source: its own interval is its minimum, and its maximum where that would be shorter. */
export function policyOf(intervalMs: number | null, interval: Policy): Policy {
  const minMs = intervalMs ?? interval.minMs;
  return { minMs, maxMs: Math.max(minMs, interval.maxMs) };
}

/**
 * Our own interval, between the policy's bounds, by how often the source really publishes; the silence since its
 * newest entry counts as a gap, so that a blog that fell asleep is asked less and less. Without dates: the minimum.
 * @param published instants in any order
 */
export function ownInterval({ minMs, maxMs }: Policy, published: readonly Instant[], now: number): Wait {
  const oldest = Math.min(...published.map(toMs));
  const gap = published.length === 0 ? 0 : (now - oldest) / published.length;
  const adapted = gap / pollsPerPost;
  if (adapted <= minMs) return { ms: minMs, why: `every ${duration(minMs)}` };
  const ms = Math.min(adapted, maxMs);
  return { ms, why: `every ${duration(ms)}, as it publishes about every ${duration(gap)}` };
}

/** The longest wait that the publisher asks for; null where it asks for none. */
export function publishersWait(freshness: Freshness, rhythm: Rhythm | null): Wait | null {
  const waits: Wait[] = [];
  const ask = (ms: number | null | undefined, what: string): void => {
    if (ms !== null && ms !== undefined && ms > 0)
      waits.push({ ms, why: `its ${what} asks for ${duration(ms)}` });
  };
  ask(freshness.freshForMs, 'caching header');
  ask(rhythm === null || rhythm.ttlMinutes === null ? null : rhythm.ttlMinutes * 60_000, 'ttl');
  ask(rhythm?.updateEveryMs, 'update period');
  return waits.reduce<Wait | null>(
    (longest, wait) => (longest !== null && longest.ms >= wait.ms ? longest : wait),
    null,
  );
}

const hourMs = 3_600_000;

/**
 * The first moment from `at` on whose hour and day (UTC) the feed does not skip: `at` itself, or the start of an
 * hour. A feed that skips everything skips nothing.
 */
export function outOfSkipped(at: number, rhythm: Rhythm | null): number {
  if (rhythm === null) return at;
  const skipped = (ms: number): boolean => {
    const date = new Date(ms);
    return rhythm.skipHours.includes(date.getUTCHours()) || rhythm.skipDays.includes(date.getUTCDay());
  };
  let moved = at;
  for (let hours = 0; skipped(moved); hours += 1) {
    if (hours > 7 * 24) return at;
    moved = (Math.floor(moved / hourMs) + 1) * hourMs;
  }
  return moved;
}
