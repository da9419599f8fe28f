import type { FetchResult, Hold } from '../fetch/result.js';
import { type Instant, toMs } from '../model/values.js';
import { longestMs, notBefore } from './interval.js';

/** The hosts (`a.example`, `a.example:8080`) under a running Retry-After: plain JSON. */
export type HostState = Readonly<Record<string, { readonly until: Instant; readonly status: number }>>;

/** What an answer of 429 or 503 with a Retry-After says of its whole host; the same state for any other result. */
export function holdHost(hosts: HostState, result: FetchResult, now: number): HostState {
  if (result.kind !== 'later' || result.retryAfterMs === null || result.retryAfterMs === 0) return hosts;
  const until = notBefore(now + Math.min(result.retryAfterMs, longestMs));
  const known = hostUntil(hosts, result.host, now);
  if (known !== null && known >= until) return hosts;
  return { ...hosts, [result.host]: { until, status: result.status } };
}

/** Until when a host wants to be left alone; null where it doesn't. */
export function hostUntil(hosts: HostState, host: string, now: number): Instant | null {
  const held = Object.hasOwn(hosts, host) ? hosts[host] : undefined;
  return held !== undefined && toMs(held.until) > now ? held.until : null;
}

/** The same for the fetcher, which asks before each redirect. */
export function holdOf(hosts: HostState, host: string, now: number): Hold | null {
  const until = hostUntil(hosts, host, now);
  return until === null ? null : { status: hosts[host]?.status ?? 503, remainingMs: toMs(until) - now };
}

/** Without those whose time is over. */
export function runningHolds(hosts: HostState, now: number): HostState {
  const running = Object.entries(hosts).filter(([, { until }]) => toMs(until) > now);
  return running.length === Object.keys(hosts).length ? hosts : Object.fromEntries(running);
}
