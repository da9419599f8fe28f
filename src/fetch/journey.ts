import type { HttpUrl } from '../model/values.js';
import { type Cookies, cookies } from './cookies.js';
import { FetchFailure } from './failure.js';
import type { Answer } from './hop.js';
import { addressKey, namesUser, resolveLocation } from './location.js';
import type { FetchRequest, Traffic } from './result.js';

/** A request on its way: how it came to where it is, and what it cost so far. */
export interface Journey {
  readonly request: FetchRequest;
  /** The address that is asked next. */
  url: HttpUrl;
  /** The target of the leading permanent redirects. */
  movedTo: HttpUrl | null;
  /** All redirects so far were permanent. */
  permanent: boolean;
  readonly visited: HttpUrl[];
  readonly cookies: Cookies;
  /** What has been asked for, each address with the cookies that went with it. */
  readonly asked: Set<string>;
  /** A redirect has led to another origin. */
  abroad: boolean;
  /** It has been at private addresses alone, which may be polled. */
  inside: boolean;
  /** Some host on the way took a connection, or refused to. */
  reached: boolean;
  requests: number;
  bytes: number;
}

const MOST_HOPS = 10;

/** Starts a journey; `trafficOf` tells what it cost also when it ends in a failure. */
export function journey(request: FetchRequest): Journey {
  return {
    request,
    url: request.url,
    movedTo: null,
    permanent: true,
    visited: [],
    cookies: cookies(),
    asked: new Set([addressKey(request.url)]),
    abroad: false,
    inside: false,
    reached: false,
    requests: 0,
    bytes: 0,
  };
}

export const trafficOf = ({ requests, bytes }: Journey): Traffic => ({ requests, bytes });

/**
 * Turns the journey to where an answer redirects.
 * @throws FetchFailure where that is nowhere, not allowed, a loop or too far
 */
export function redirect(trip: Journey, { status, headers }: Answer, now: number): void {
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
  if (namesUser(location, trip.url)) {
    // RFC 9110 4.2.4: userinfo from an untrusted source is an error.
    throw new FetchFailure('bad-redirect', `redirect (${status}) to an address with a user name`, status);
  }
  trip.cookies.take(trip.url, headers, now);
  trip.visited.push(trip.url);
  const wanted = [addressKey(target), trip.cookies.valueFor(target)]
    .filter((part) => part !== null)
    .join(' ');
  if (trip.asked.has(wanted)) {
    throw new FetchFailure(
      'too-many-redirects',
      `redirects in a loop: ${[...trip.visited, target].join(' > ')}`,
    );
  }
  if (trip.visited.length > MOST_HOPS) {
    throw new FetchFailure(
      'too-many-redirects',
      `too many redirects: more than ${MOST_HOPS}, the last to ${target}`,
    );
  }
  trip.asked.add(wanted);
  trip.abroad ||= new URL(target).origin !== new URL(trip.url).origin;
  trip.permanent &&= status === 301 || status === 308;
  if (trip.permanent) trip.movedTo = target;
  trip.url = target;
}

const quoted = (text: string): string => JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
