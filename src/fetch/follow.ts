import type { HttpUrl } from '../model.js';
import type { Deadline } from './deadline.js';
import { FetchFailure } from './failure.js';
import { freshnessOf, requestHeaders, retryAfterMs, validatorsOf } from './headers.js';
import { type Answer, type HopSettings, hop } from './hop.js';
import type { HostGates } from './host-gates.js';
import { addressKey, hostOf, resolveLocation } from './location.js';
import type { FetchRequest, FetchResult, Traffic } from './result.js';

export interface FollowSettings extends HopSettings {
  readonly userAgent: string;
  readonly gates: HostGates;
  readonly now: () => number;
}

/** A request on its way: how it came to where it is, and what it cost so far. */
interface Journey {
  readonly request: FetchRequest;
  /** The address that is asked next. */
  url: HttpUrl;
  /** The target of the leading permanent redirects. */
  movedTo: HttpUrl | null;
  /** All redirects so far were permanent. */
  permanent: boolean;
  readonly visited: HttpUrl[];
  requests: number;
  bytes: number;
}

const maxHops = 10;
const redirects = new Set([301, 302, 303, 307, 308]);

/** Starts a journey; `trafficOf` tells what it cost also when it ends in a failure. */
export function journey(request: FetchRequest): Journey {
  return { request, url: request.url, movedTo: null, permanent: true, visited: [], requests: 0, bytes: 0 };
}

export const trafficOf = ({ requests, bytes }: Journey): Traffic => ({ requests, bytes });

/**
 * Asks, and goes where redirects lead, until an answer is none.
 * @throws FetchFailure
 */
export async function follow(trip: Journey, settings: FollowSettings, time: Deadline): Promise<FetchResult> {
  for (;;) {
    const host = hostOf(trip.url);
    const held = trip.request.holdOf?.(host) ?? null;
    if (held !== null) {
      return {
        kind: 'later',
        status: held.status,
        retryAfterMs: held.remainingMs,
        host,
        traffic: trafficOf(trip),
      };
    }
    const leave = await time.paused(settings.gates.enter(host, time.signal));
    try {
      const answer = await ask(trip, settings, time.signal);
      if (!redirects.has(answer.status)) return resultOf(trip, answer, settings.now());
      redirect(trip, answer);
    } finally {
      leave();
    }
  }
}

function ask(trip: Journey, settings: FollowSettings, signal: AbortSignal): Promise<Answer> {
  const headers = requestHeaders(settings.userAgent, trip.url, trip.request.validators);
  trip.requests += 1;
  return hop(trip.url, headers, settings, signal, (bytes) => {
    trip.bytes += bytes;
  });
}

function redirect(trip: Journey, { status, headers }: Answer): void {
  const location = headers.first('location');
  if (location === null)
    throw new FetchFailure('bad-redirect', `redirect (${status}) without a target`, status);
  const target = resolveLocation(location, trip.url);
  if (target === null) {
    throw new FetchFailure(
      'bad-redirect',
      `redirect (${status}) to what is no http address: ${quoted(location)}`,
      status,
    );
  }
  const { username, password } = new URL(target);
  if (username !== '' || password !== '') {
    // RFC 9110 4.2.4: userinfo from an untrusted source is an error.
    throw new FetchFailure('bad-redirect', `redirect (${status}) to an address with a user name`, status);
  }
  trip.visited.push(trip.url);
  if (trip.visited.some((url) => addressKey(url) === addressKey(target))) {
    throw new FetchFailure(
      'too-many-redirects',
      `redirects in a loop: ${[...trip.visited, target].join(' > ')}`,
    );
  }
  if (trip.visited.length > maxHops) {
    throw new FetchFailure('too-many-redirects', `more than ${maxHops} redirects, the last to ${target}`);
  }
  trip.permanent &&= status === 301 || status === 308;
  if (trip.permanent) trip.movedTo = target;
  trip.url = target;
}

function resultOf(trip: Journey, { status, headers, body }: Answer, now: number): FetchResult {
  const traffic = trafficOf(trip);
  const { url, movedTo } = trip;
  if (body !== null) {
    if (body.length === 0) throw new FetchFailure('empty', 'an empty answer', status);
    const contentType = headers.first('content-type');
    const told = { validators: validatorsOf(headers), freshness: freshnessOf(headers, now) };
    return { kind: 'fresh', body, contentType, url, movedTo, ...told, traffic };
  }
  if (status === 304) {
    if (
      trip.request.validators.from === null ||
      addressKey(trip.request.validators.from) !== addressKey(url)
    ) {
      throw new FetchFailure('status', '304 (not modified) to a request without validators', status);
    }
    return {
      kind: 'unchanged',
      movedTo,
      validators: validatorsOf(headers),
      freshness: freshnessOf(headers, now),
      traffic,
    };
  }
  if (status === 410 && trip.permanent) return { kind: 'gone', traffic };
  if (status === 429 || status === 503) {
    return { kind: 'later', status, retryAfterMs: retryAfterMs(headers, now), host: hostOf(url), traffic };
  }
  if (status === 204 || status === 205)
    throw new FetchFailure('empty', `an empty answer (${status})`, status);
  const at = trip.visited.length === 0 ? 'from the server' : `from ${url}, where it redirects to`;
  throw new FetchFailure('status', `${status} ${at}`, status);
}

const quoted = (text: string): string => JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
