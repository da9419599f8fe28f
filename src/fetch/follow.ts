import { isPublicAddress } from './address.js';
import type { Deadline } from './deadline.js';
import { FetchFailure } from './failure.js';
import type { AddressGuard } from './guard.js';
import { freshnessOf, retryAfter, retryAfterMs, validatorsOf } from './headers.js';
import { type Answer, type Errand, type HopSettings, hop } from './hop.js';
import type { HostGates } from './host-gates.js';
import { type Journey, redirect, trafficOf } from './journey.js';
import { offerIn } from './link-header.js';
import { hostOf } from './location.js';
import type { ProxyFor } from './proxy.js';
import { isConditional, requestHeaders } from './request-headers.js';
import type { FetchResult, Hold } from './result.js';

export interface FollowSettings extends Omit<HopSettings, 'mayConnect'> {
  readonly userAgent: string;
  readonly guard: AddressGuard;
  readonly proxyFor: ProxyFor;
  readonly gates: HostGates;
  readonly now: () => number;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** What came of a request at the end of its way: an answer, or a host's wish to be left alone. */
export type Reached =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | Extract<FetchResult, { kind: 'later' }>;

/**
 * Asks, and goes where redirects lead, until an answer is none.
 * @throws FetchFailure
 */
export async function follow(trip: Journey, settings: FollowSettings, time: Deadline): Promise<FetchResult> {
  const isLedTo = trip.request.isLedTo ?? false;
  const going: Going = { errand: { method: 'GET' }, headers, redirects: REDIRECTS, isLedTo };
  const reached = await reach(trip, going, settings, time);
  return reached.kind === 'later' ? reached : resultOf(trip, reached.answer, settings.now());
}

const headers: Going['headers'] = (trip, { userAgent }) => requestHeaders(userAgent, trip);

/** How a request goes its way. */
export interface Going {
  readonly errand: Errand;
  readonly headers: (trip: Journey, settings: FollowSettings) => readonly string[];
  /** Statuses that lead on. */
  readonly redirects: ReadonlySet<number>;
  /** Its first address is of others' choosing already, as those that redirects lead to are. */
  readonly isLedTo: boolean;
}

/**
 * Goes where redirects lead, to each host when its turn comes.
 * @throws FetchFailure
 */
export async function reach(
  trip: Journey,
  going: Going,
  settings: FollowSettings,
  time: Deadline,
): Promise<Reached> {
  const { gates, now } = settings;
  for (;;) {
    const host = hostOf(trip.url);
    const alone = (trip.request.holdOf?.(host) ?? null) !== null;
    const leave = await time.paused(gates.enter(host, alone, time.signal));
    try {
      if (heldNow(trip, host, settings) === null) await time.paused(gates.pace(host, time.signal));
      const held = heldNow(trip, host, settings);
      if (held !== null) return notAsked(trip, host, held);
      if (gates.isSilent(host)) throw noAnswerFrom(host);
      const answer = await ask(trip, host, going, settings, time);
      if (isChallenge(answer)) throw challenged(answer.status);
      if (wantsQuiet(answer, now())) return turnedAway(trip, host, answer, settings);
      if (!going.redirects.has(answer.status)) return { kind: 'answered', answer };
      redirect(trip, answer, now());
    } finally {
      leave();
    }
  }
}

/** What keeps a host from being asked now, by the caller's books or by what has just been heard. */
function heldNow(trip: Journey, host: string, { gates, now }: FollowSettings): Hold | null {
  const known = trip.request.holdOf?.(host) ?? null;
  return known !== null && known.remainingMs !== 0 ? known : gates.holdOf(host, now());
}

/**
 * 429 and 503 whatever they say; GitHub's 403 to who asks too often, and errors of servers, where they say
 * how long: what else is refused says nothing of the rest of the host.
 */
const wantsQuiet = ({ status, headers }: Answer, now: number): boolean =>
  status === 429 ||
  status === 503 ||
  ((status === 403 || (status >= 500 && status < 600)) && (retryAfter(headers, now) ?? 0) > 0);

/** Cloudflare says so itself, whatever the status: 403 as a rule, 429 or 503 at times. */
const isChallenge = ({ headers }: Answer): boolean => headers.first('cf-mitigated') === 'challenge';

const challenged = (status: number): FetchFailure =>
  new FetchFailure('challenge', `a Cloudflare challenge (${status}): the site lets only browsers in`, status);

const noAnswerFrom = (host: string): FetchFailure =>
  new FetchFailure('timeout', `timed out: other requests to ${host} just did, this one was not sent`);

async function ask(
  trip: Journey,
  host: string,
  going: Going,
  settings: FollowSettings,
  time: Deadline,
): Promise<Answer> {
  const isTrusted = trip.inside || (trip.visited.length === 0 && !going.isLedTo);
  const { mayConnect, mayBeLedTo } = settings.guard;
  const guarded = { ...settings, mayConnect: isTrusted ? mayConnect : mayBeLedTo };
  trip.inside = false; // and a proxy, which tells no addresses, is outside
  trip.requests += 1;
  try {
    const answer = await hop(
      trip.url,
      going.errand,
      going.headers(trip, settings),
      settings.proxyFor(trip.url),
      guarded,
      {
        signal: time.signal,
        onAddresses: (addresses) => {
          trip.inside = isTrusted && !addresses.some(isPublicAddress);
        },
        onReached: () => {
          trip.reached = true;
          trip.request.onReached?.();
        },
        onBytes: (count) => {
          trip.bytes += count;
        },
        mayDecode: () => time.paused(trip.request.mayDecode?.() ?? Promise.resolve()),
      },
    );
    settings.gates.answered(host);
    return answer;
  } catch (error) {
    if (error instanceof FetchFailure && error.reason === 'timeout') settings.gates.timedOut(host);
    throw error;
  }
}

function turnedAway(
  trip: Journey,
  host: string,
  { status, headers }: Answer,
  { gates, now }: FollowSettings,
): Extract<FetchResult, { kind: 'later' }> {
  const wait = retryAfterMs(headers, now());
  gates.hold(host, status, now(), wait);
  return { kind: 'later', status, retryAfterMs: wait, asked: true, host, traffic: trafficOf(trip) };
}

const notAsked = (
  trip: Journey,
  host: string,
  { status, remainingMs }: Hold,
): Extract<FetchResult, { kind: 'later' }> => ({
  kind: 'later',
  status,
  retryAfterMs: remainingMs,
  asked: false,
  host,
  traffic: trafficOf(trip),
});

function resultOf(trip: Journey, { status, headers, body }: Answer, now: number): FetchResult {
  const traffic = trafficOf(trip);
  const { url, movedTo } = trip;
  const place = trip.inside ? { isInside: true } : {};
  if (body !== null) {
    const { bytes, complete } = body;
    if (bytes.length === 0) throw new FetchFailure('empty', 'an empty answer', status);
    const contentType = headers.first('content-type');
    const offer = offerIn(headers.all('link'), url);
    const told = {
      validators: validatorsOf(headers, now),
      freshness: freshnessOf(headers, now),
      ...(offer !== null && { offer }),
    };
    return { kind: 'fresh', body: bytes, complete, contentType, url, movedTo, ...told, ...place, traffic };
  }
  if (status === 304) {
    if (!isConditional(url, trip.request.validators)) {
      throw new FetchFailure('status', '304 (not modified) to a request without validators', status);
    }
    return {
      kind: 'unchanged',
      movedTo,
      validators: validatorsOf(headers, now),
      freshness: freshnessOf(headers, now),
      ...place,
      traffic,
    };
  }
  if (status === 410 && trip.permanent) return { kind: 'gone', traffic };
  if (status === 204 || status === 205)
    throw new FetchFailure('empty', `an empty answer (${status})`, status);
  const at = trip.visited.length === 0 ? 'from the server' : `from ${url}, where it redirects to`;
  throw new FetchFailure('status', `${status} ${at}`, status);
}
