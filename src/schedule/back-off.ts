import { DAY_MS, HOUR_MS } from '../model/spans.js';
import { toMs } from '../model/values.js';
import { duration } from '../model/words.js';
import { LONGEST_MS, noLater, notBefore, shortened } from './interval.js';
import type { Cause, Outcome, PollContext } from './outcome.js';
import type { Failing, PollState } from './state.js';

/**
 * A followed move is given up for the listed address after so many failures in a row: it may have been a
 * mistake.
 */
const PATIENCE = 4;
const ASKED_TO_WAIT = 'the server asked to wait (Retry-After)';

/**
 * One hour, then twice as long with each failure in a row, at most 30 days; never more often than when it
 * works. An operator who asks for it by name, to see whether it is back, doesn't put it off by that.
 * @param held milliseconds since 1970 until when the server wants to be left alone
 */
export function afterFailure(
  state: PollState,
  cause: Cause,
  { now, passStart, policy, random, byName }: PollContext,
  held: number | null = null,
): PollState {
  const heldUntil = held === null ? null : notBefore(held);
  const failing = failingSince(state, cause, now);
  if (byName && state.failures > 0 && state.due !== null && toMs(state.due) > passStart) {
    const isHeld = heldUntil !== null && heldUntil > state.due;
    return { ...state, heldUntil, failing, ...(isHeld && { due: heldUntil, dueWhy: ASKED_TO_WAIT }) };
  }
  const failures = state.failures + 1;
  const doubled = HOUR_MS * 2 ** Math.min(failures - 1, 20);
  const backOff = Math.min(Math.max(policy.minMs, doubled), LONGEST_MS);
  const ours = passStart + backOff * shortened(random);
  const isHeld = held !== null && held > ours;
  const tried = failures === 1 ? 'a failure' : `${failures} failures`;
  return {
    ...state,
    url: failures >= PATIENCE ? state.listed : state.url,
    due: notBefore(isHeld ? held : ours),
    dueWhy: isHeld ? ASKED_TO_WAIT : `backing off for ${duration(backOff)} after ${tried}`,
    heldUntil,
    failures,
    failing,
  };
}

/** Turned away: Retry-After counts where it is longer than our own back-off. */
export function afterLater(
  state: PollState,
  cause: Cause,
  { retryAfterMs }: Outcome<'later'>,
  context: PollContext,
): PollState {
  return afterFailure(state, cause, context, holdsUntil(retryAfterMs, context.now));
}

/**
 * Our own address guard has refused it: a mistake in the configuration, which says nothing of the source. It
 * is looked at again in each pass, so that it is asked as soon as the operator allows it.
 */
export function notAllowed(state: PollState, cause: Cause, { now }: PollContext): PollState {
  const dueWhy = 'at a private address, which --allow-private or fetch.allow lets be asked';
  return { ...state, due: notBefore(now), dueWhy, failing: failingSince(state, cause, now) };
}

/** Its host had turned another request away: that is no failure of this source. */
export function notAsked(state: PollState, outcome: Outcome<'later'>, { now }: PollContext): PollState {
  const { status, retryAfterMs, traffic } = outcome;
  const requests = state.requests + traffic.requests; // redirects that led to that host
  const held = holdsUntil(retryAfterMs, now);
  if (held === null) {
    const dueWhy = `its host turned another request away (${status})`;
    return { ...state, requests, due: notBefore(now), dueWhy, heldUntil: null };
  }
  const until = notBefore(held);
  return { ...state, requests, due: until, dueWhy: ASKED_TO_WAIT, heldUntil: until };
}

/**
 * 410 once may be a mistake; a day or more later again it is meant, and the source is not asked any more.
 * Only a success between the two takes the first back: an error says nothing of it. The second time it is
 * asked at its listed address, which may lead elsewhere by then.
 */
export function afterGone(state: PollState, cause: Cause, { now }: PollContext): PollState {
  const since = noLater(state.gone?.since, now);
  const confirmed = state.gone?.confirmed === true || now - toMs(since) >= DAY_MS;
  return {
    ...state,
    url: state.listed,
    due: notBefore(Math.max(toMs(since) + DAY_MS, now)),
    dueWhy: confirmed ? 'gone for good (410)' : 'asked once more a day after its first 410',
    failures: state.failures + 1,
    failing: { ...cause, since },
    gone: { since, confirmed },
  };
}

/** When a Retry-After ends, at most 30 days from now; null where there is none. */
const holdsUntil = (retryAfterMs: number | null, now: number): number | null =>
  retryAfterMs === null ? null : now + Math.min(retryAfterMs, LONGEST_MS);

/** Since when it fails for this cause. All server errors are one: 502 and 503 take turns. */
function failingSince({ failing }: PollState, cause: Cause, now: number): Failing {
  const kind = (code: number | null): number => Math.min(code ?? 0, 500);
  const isSame = failing?.reason === cause.reason && kind(failing.status) === kind(cause.status);
  return { ...cause, since: noLater(isSame ? failing.since : null, now) };
}
