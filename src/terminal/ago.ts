import { DAY_MS, MINUTE_MS } from '../model/spans.js';
import { type Instant, toMs } from '../model/values.js';
import { dayIn, span } from '../model/words.js';

/** Longer ago, the day says more than the number of days. */
const MANY_DAYS_MS = 100 * DAY_MS;

/** How long ago something was, from whole minutes on: `just now`, `8 min ago`, `3 Mar 2026`. */
export function ago(at: Instant, now: number): string {
  const ms = now - toMs(at);
  if (ms < MINUTE_MS) return 'just now';
  return ms < MANY_DAYS_MS ? `${span(ms)} ago` : dayIn(at);
}

/** When something comes: `now`, `in 52 min`. */
export const until = (at: Instant, now: number): string =>
  toMs(at) <= now ? 'now' : `in ${span(toMs(at) - now)}`;
