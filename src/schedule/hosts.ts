import type { FetchResult, Hold } from '../fetch/result.js';
import { DAY_MS } from '../model/spans.js';
import { type Instant, toMs } from '../model/values.js';
import { isPutOff, LONGEST_MS, notBefore } from './interval.js';

/**
 * The hosts (`a.example`, `a.example:8080`) that turned a request away, and until when they are left alone:
 * plain JSON. One that did not say how long is left alone for the rest of the pass, which is the fetcher's
 * business.
 */
export type HostState = Readonly<Record<string, { readonly until: Instant; readonly status: number }>>;

/** So long after it is over a host is asked by one request at a time. */
const CAUTION_MS = DAY_MS;

/** What an answer says of its whole host; the same state for one that doesn't turn us away. */
export function holdHost(hosts: HostState, result: FetchResult, now: number): HostState {
  if (result.kind !== 'later' || !result.asked) return hosts;
  const until = notBefore(now + Math.min(result.retryAfterMs ?? 0, LONGEST_MS));
  const known = heldAt(hosts, result.host);
  if (known !== null && !isOver(known, now) && known.until >= until) return hosts;
  return { ...hosts, [result.host]: { until, status: result.status } };
}

/** Until when a host wants to be left alone; null where it doesn't. */
export function hostUntil(hosts: HostState, host: string, now: number): Instant | null {
  const held = heldAt(hosts, host);
  return held !== null && isPutOff(held.until, now) ? held.until : null;
}

/** The same for the fetcher, which asks before each request; with 0 for hosts that are asked with caution. */
export function holdOf(hosts: HostState, host: string, now: number): Hold | null {
  const held = heldAt(hosts, host);
  if (held === null || isOver(held, now)) return null;
  return { status: held.status, remainingMs: Math.max(0, toMs(held.until) - now) };
}

/** Without those whose time is over, and that of caution. */
export function runningHolds(hosts: HostState, now: number): HostState {
  const running = Object.entries(hosts).filter(([, held]) => !isOver(held, now));
  return running.length === Object.keys(hosts).length ? hosts : Object.fromEntries(running);
}

const heldAt = (hosts: HostState, host: string): HostState[string] | null =>
  Object.hasOwn(hosts, host) ? (hosts[host] ?? null) : null;

const isOver = ({ until }: HostState[string], now: number): boolean =>
  toMs(until) > now ? !isPutOff(until, now) : toMs(until) + CAUTION_MS <= now;
