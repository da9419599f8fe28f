import type { Rhythm } from '../model/feed.js';
import { DAY_MS, WEEK_MS } from '../model/spans.js';
import { type Instant, instant, toMs } from '../model/values.js';
import { isPutOff, outOfSkipped } from './interval.js';
import type { PollState } from './state.js';

export interface DueContext {
  /**
   * The operator asks for it now, with all others or by name: overrides our rhythm, back-off and freshness
   * hints, never a Retry-After or a 410.
   */
  readonly byHand: boolean;
  /** Until when the source's host wants to be left alone; null where it doesn't. */
  readonly hostUntil: Instant | null;
  /** Of the last feed that was read: a pass that comes late may come in an hour that it skips. */
  readonly rhythm: Rhythm | null;
}

/**
 * The order in which sources are asked: the one first that has not been read for the longest, then that has
 * not been asked for the longest, so that a host which refuses after so many requests gives each its turn.
 */
export function byWaiting(a: PollState, b: PollState): number {
  const since = (at: Instant | null): number => (at === null ? 0 : toMs(at));
  return since(a.lastSuccess) - since(b.lastSuccess) || since(a.lastPoll) - since(b.lastPoll);
}

/**
 * Whether a source is polled now, and why or why not in words. To be asked when its turn comes: a pass takes
 * its time.
 */
export function isDue(
  state: PollState,
  now: number,
  { byHand, hostUntil, rhythm }: DueContext,
): { due: boolean; why: string } {
  if (state.gone?.confirmed === true) return { due: false, why: 'gone for good (410)' };
  const held = [state.heldUntil, hostUntil].some((until) => until !== null && isPutOff(until, now));
  if (held) return { due: false, why: 'the server asked to wait (Retry-After)' };
  if (state.gone !== null && isPutOff(instant(toMs(state.gone.since) + DAY_MS), now))
    return { due: false, why: state.dueWhy };
  if (byHand) return { due: true, why: 'asked for by hand' };
  if (state.due === null) return { due: true, why: state.dueWhy };
  if (isPutOff(state.due, now)) return { due: false, why: state.dueWhy };
  // Whose passes all come in skipped hours, as of a cron job at night, would never ask.
  const isSkipped = outOfSkipped(now, rhythm) > now && toMs(state.due) - now > -WEEK_MS;
  return isSkipped ? { due: false, why: 'not in the hours it skips' } : { due: true, why: state.dueWhy };
}
