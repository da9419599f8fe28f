import { type Instant, toMs } from '../model/values.js';
import { longestMs } from './interval.js';
import type { PollState } from './state.js';

export interface DueContext {
  /** Everything now: overrides our rhythm, back-off and freshness hints, never a Retry-After or a 410. */
  readonly all: boolean;
  /** Until when the source's host wants to be left alone; null where it doesn't. */
  readonly hostUntil: Instant | null;
}

/** Whether a source is polled now, and why or why not in words. */
export function isDue(
  state: PollState,
  now: number,
  { all, hostUntil }: DueContext,
): { due: boolean; why: string } {
  if (state.gone?.confirmed === true) return { due: false, why: 'gone for good (410)' };
  const held = [state.heldUntil, hostUntil].some((until) => until !== null && toMs(until) > now);
  if (held) return { due: false, why: 'the server asked to wait (Retry-After)' };
  if (all) return { due: true, why: 'all are asked for' };
  if (state.due === null) return { due: true, why: state.dueWhy };
  const wait = toMs(state.due) - now;
  // Nothing is ever put off longer: what seems to be was written when the clock was wrong.
  return { due: wait <= 0 || wait > longestMs + 1000, why: state.dueWhy };
}
