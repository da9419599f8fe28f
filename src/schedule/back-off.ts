import type { FailureReason } from '../fetch/result.js';
import { type Instant, instant, toMs } from '../model/values.js';
import { duration } from '../model/words.js';
import { hourMs, longestMs, notBefore, shortened } from './interval.js';
import type { Outcome, PollContext } from './outcome.js';
import type { Failing, PollState } from './state.js';

type Cause = Omit<Failing, 'since'>;

const dayMs = 24 * hourMs;
/** A followed move is given up for the listed address after so many failures in a row: it may have been a mistake. */
const patience = 4;
const askedToWait = 'the server asked to wait (Retry-After)';

/** An answer that is no feed, as a cause. */
export function noFeed({ message, page }: Outcome<'not-a-feed'>): Cause {
  const reason: FailureReason = page === true ? 'web-page' : 'not-a-feed';
  return { reason, message, status: null };
}

/**
 * One hour, then twice as long with each failure in a row, at most 30 days; never more often than when it works.
 * @param held milliseconds since 1970 until when the server wants to be left alone
 */
export function afterFailure(
  state: PollState,
  { reason, message, status }: Cause,
  { now, passStart, policy, random }: PollContext,
  held: number | null = null,
): PollState {
  const failures = state.failures + 1;
  const doubled = hourMs * 2 ** Math.min(failures - 1, 20);
  const backOff = Math.min(Math.max(policy.minMs, doubled), longestMs);
  const ours = passStart + backOff * shortened(random);
  const isHeld = held !== null && held > ours;
  const tried = failures === 1 ? 'a failure' : `${failures} failures`;
  const since = sameCause(state.failing, reason, status) ?? instant(now);
  return {
    ...state,
    url: failures >= patience ? state.listed : state.url,
    due: notBefore(isHeld ? held : ours),
    dueWhy: isHeld ? askedToWait : `backing off for ${duration(backOff)} after ${tried}`,
    heldUntil: held === null ? null : notBefore(held),
    failures,
    failing: { reason, message, status, since },
  };
}

/** 429 or 503: Retry-After counts where it is longer than our own back-off. */
export function afterLater(state: PollState, outcome: Outcome<'later'>, context: PollContext): PollState {
  const { status, retryAfterMs } = outcome;
  const cause: Cause = { reason: 'status', message: `${status} from the server`, status };
  return afterFailure(state, cause, context, holdsUntil(retryAfterMs, context.now));
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
  return { ...state, requests, due: until, dueWhy: askedToWait, heldUntil: until };
}

/**
 * 410 once may be a mistake; a day or more later again it is meant, and the source is not asked any more. Only a
 * success between the two takes the first back: an error says nothing of it. The second time it is asked at its
 * listed address, which may lead elsewhere by then.
 */
export function afterGone(state: PollState, { now }: PollContext): PollState {
  const since = state.gone?.since ?? instant(now);
  const confirmed = state.gone?.confirmed === true || now - toMs(since) >= dayMs;
  return {
    ...state,
    url: state.listed,
    due: notBefore(Math.max(toMs(since) + dayMs, now)),
    dueWhy: confirmed ? 'gone for good (410)' : 'asked once more a day after its first 410',
    failures: state.failures + 1,
    failing: { reason: 'status', message: '410 (gone) from the server', status: 410, since },
    gone: { since, confirmed },
  };
}

/** When a Retry-After ends, at most 30 days from now; null where there is none. */
const holdsUntil = (retryAfterMs: number | null, now: number): number | null =>
  retryAfterMs === null ? null : now + Math.min(retryAfterMs, longestMs);

/** Since when, if this cause is the one that it failed with before. All server errors are one: 502 and 503 take turns. */
function sameCause(failing: Failing | null, reason: FailureReason, status: number | null): Instant | null {
  if (failing === null || failing.reason !== reason) return null;
  const kind = (code: number | null): number => Math.min(code ?? 0, 500);
  return kind(failing.status) === kind(status) ? failing.since : null;
}
