import { setMaxListeners } from 'node:events';
import type { Environment } from '../model/values.js';
import { type Deadline, deadline } from './deadline.js';
import { failureOf } from './errors.js';
import { FetchFailure, seconds } from './failure.js';
import type { FollowSettings } from './follow.js';
import { type AddressGuard, addressGuard } from './guard.js';
import { hostGates } from './host-gates.js';
import { type Journey, journey, trafficOf } from './journey.js';
import { proxiesOf } from './proxy.js';
import { userAgent } from './request-headers.js';
import { type Lookup, systemLookup } from './resolve.js';
import type { Fetcher, FetchRequest, FetchResult, Sender, Sending, SendResult } from './result.js';
import { semaphore } from './semaphore.js';

export interface FetcherSettings {
  /** Of tagwire, for User-Agent. */
  readonly version: string;
  /** Where a publisher learns who polls and why; null for a person's single look at a feed. */
  readonly contact: string | null;
  /** For a source as a whole, redirects included. */
  readonly timeoutMs: number;
  /** Of a decoded body. */
  readonly maxBytes: number;
  /** Lets loopback, private and special addresses be polled. */
  readonly allowPrivate: boolean;
  /** Private hosts by name, addresses and ranges that may be polled also without. */
  readonly allow?: readonly string[];
  /** Requests a host at once. */
  readonly perHost: number;
  /** Between the beginnings of two requests to a host; none where it is not given. */
  readonly gapMs?: number;
  readonly connectTimeoutMs?: number;
  readonly headersTimeoutMs?: number;
  readonly lookup?: Lookup;
  /** Which addresses may be connected to, instead of what `allowPrivate` and `allow` say. */
  readonly mayConnect?: (address: string) => boolean;
  /** Certificates to trust beside those of Node; PEM. */
  readonly ca?: string;
  readonly now?: () => number;
  /** Names proxies. */
  readonly env: Environment;
}

/** Bodies over half a megabyte that are read at once: with 12 MB each and their copies about 150 MB. */
const LARGE_BODIES = 6;

/**
 * The one way out to the network. It may be called any number of times at once; `close()` ends what is still
 * under way, whose results are then `aborted`, and resolves when no socket is left.
 * @throws UserError where the environment names a proxy that is none
 */
export function createFetcher(settings: FetcherSettings): {
  readonly fetch: Fetcher;
  readonly send: Sender;
  close(): Promise<void>;
} {
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();
  const follower = followSettings(settings);
  const tracked = <T>(signal: AbortSignal, work: (callers: readonly AbortSignal[]) => Promise<T>) => {
    const callers = [signal, closing.signal];
    setMaxListeners(0, ...callers); // hundreds of requests listen to the one signal of a pass
    const result = work(callers).finally(() => running.delete(result));
    running.add(result);
    return result;
  };
  return {
    fetch: (request, signal) =>
      tracked(signal, (callers) => fetchOnce(request, follower, settings.timeoutMs, callers)),
    send: (sending, signal) =>
      tracked(signal, (callers) => sendOnce(sending, follower, settings.timeoutMs, callers)),
    async close() {
      closing.abort(new Error('the fetcher is closed'));
      await Promise.allSettled(running);
    },
  };
}

function followSettings(settings: FetcherSettings): FollowSettings {
  return {
    guard: guardOf(settings),
    proxyFor: proxiesOf(settings.env),
    connectTimeoutMs: settings.connectTimeoutMs ?? 10_000,
    headersTimeoutMs: settings.headersTimeoutMs ?? 20_000,
    lookup: settings.lookup ?? systemLookup(),
    ca: settings.ca ?? null,
    limits: { maxBytes: settings.maxBytes, large: semaphore(LARGE_BODIES) },
    userAgent: userAgent(settings.version, settings.contact),
    gates: hostGates(settings.perHost, settings.gapMs ?? 0),
    now: settings.now ?? Date.now,
  };
}

function guardOf({ mayConnect, allowPrivate, allow }: FetcherSettings): AddressGuard {
  if (mayConnect !== undefined) return { mayConnect, mayBeLedTo: mayConnect };
  return addressGuard(allowPrivate, allow ?? []);
}

async function fetchOnce(
  request: FetchRequest,
  settings: FollowSettings,
  timeoutMs: number,
  callers: readonly AbortSignal[],
): Promise<FetchResult> {
  const trip = journey(request);
  // And undici with it: a third of a pass in which nothing is due, and none of the source's time.
  const { follow } = await import('./follow.js');
  const ended = await within(timeoutMs, callers, trip, (time) => follow(trip, settings, time));
  if (ended === 'aborted') return { kind: 'aborted', traffic: trafficOf(trip) };
  if (!(ended instanceof FetchFailure)) return ended;
  const { reason, message, status } = ended;
  return { kind: 'failed', reason, message, status, reached: trip.reached, traffic: trafficOf(trip) };
}

async function sendOnce(
  sending: Sending,
  settings: FollowSettings,
  timeoutMs: number,
  callers: readonly AbortSignal[],
): Promise<SendResult> {
  const trip = journey({ url: sending.url, validators: { etag: null, lastModified: null, from: null } });
  const { send } = await import('./send.js');
  const ended = await within(timeoutMs, callers, trip, (time) => send(trip, sending, settings, time));
  if (ended === 'aborted') return { kind: 'aborted' };
  return ended instanceof FetchFailure
    ? { kind: 'refused', message: ended.message, status: ended.status, retryAfterMs: null }
    : ended;
}

/** Work that has so much time; what ended it instead where it came to no result. */
async function within<T>(
  timeoutMs: number,
  callers: readonly AbortSignal[],
  trip: Journey,
  work: (time: Deadline) => Promise<T>,
): Promise<T | FetchFailure | 'aborted'> {
  // A twentieth is left for what comes after, so that a dripping source costs less than `timeoutMs` all in
  // all.
  const late = (): FetchFailure =>
    new FetchFailure('timeout', `timed out: not complete within ${seconds(timeoutMs)}`);
  const time = deadline(timeoutMs * 0.95, late, callers);
  try {
    return await work(time);
  } catch (error) {
    if (callers.some((caller) => caller.aborted)) return 'aborted';
    const failure = failureOf(error, trip.url, 'connecting');
    if (failure === null) throw error;
    return failure;
  } finally {
    time.clear();
  }
}
