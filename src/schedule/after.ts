import type { FailureReason, FetchResult, Traffic, Validators } from '../fetch/result.js';
import { type Instant, instant, type Rhythm, toMs, unreachable } from '../model.js';
import {
  longestMs,
  outOfSkipped,
  ownInterval,
  type Policy,
  publishersWait,
  remembered,
  type Wait,
} from './interval.js';
import type { PollState } from './state.js';
import { duration } from './words.js';

/** What came of a poll: of the fetch, or of reading what it brought. `fresh` means that a feed was parsed. */
export type PollOutcome =
  | Exclude<FetchResult, { kind: 'aborted' }>
  /** A body that is no feed, or none that can be read; changes no validators. */
  | { readonly kind: 'not-a-feed'; readonly message: string; readonly traffic: Traffic };

export interface PollContext {
  readonly policy: Policy;
  /** Of the feed that was parsed; of the last one for a 304, null where none is known. */
  readonly rhythm: Rhythm | null;
  /** Instants of publication of the feed's entries, in any order; ignored unless the outcome is fresh. */
  readonly published: readonly Instant[];
  /** When the answer was there; milliseconds. */
  readonly now: number;
  /**
   * When the pass began: what our own interval counts from, so that a pass started every hour finds an hourly
   * source due however late in the last pass its turn came.
   */
  readonly passStart: number;
  /** From 0 to 1. */
  readonly random: number;
}

type Success = Extract<PollOutcome, { kind: 'fresh' | 'unchanged' }>;
interface Cause {
  readonly reason: FailureReason;
  readonly message: string;
  readonly status: number | null;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A followed move is given up for the listed address after so many failures in a row: it may have been a mistake. */
const patience = 4;

/** The state after a poll. Pure: the same arguments, the same state. */
export function afterFetch(state: PollState, outcome: PollOutcome, context: PollContext): PollState {
  const polled = counted(state, outcome, context.now);
  switch (outcome.kind) {
    case 'fresh':
    case 'unchanged':
      return afterSuccess(polled, outcome, context);
    case 'gone':
      return afterGone(polled, context);
    case 'later':
      return afterLater(polled, outcome, context);
    case 'failed':
      return afterFailure(polled, outcome, context);
    case 'not-a-feed':
      return afterFailure(polled, { reason: 'not-a-feed', message: outcome.message, status: null }, context);
    default:
      return unreachable(outcome);
  }
}

function counted(state: PollState, { kind, traffic }: PollOutcome, now: number): PollState {
  return {
    ...state,
    lastPoll: instant(now),
    heldUntil: null,
    polls: state.polls + 1,
    notModified: state.notModified + (kind === 'unchanged' ? 1 : 0),
    requests: state.requests + traffic.requests,
    bytes: state.bytes + traffic.bytes,
  };
}

function afterSuccess(state: PollState, outcome: Success, context: PollContext): PollState {
  const { now, rhythm, policy } = context;
  const fresh = outcome.kind === 'fresh';
  const published = fresh ? newest(context.published, now) : state.published;
  const own = ownInterval(policy, published, context.passStart);
  const asked = publishersWait(outcome.freshness, rhythm);
  return {
    ...state,
    ...schedule(own, asked, context),
    url: outcome.movedTo ?? state.url,
    validators: fresh
      ? { ...outcome.validators, from: outcome.url }
      : { ...state.validators, ...given(outcome.validators) },
    lastSuccess: instant(now),
    failures: 0,
    failing: null,
    gone: null,
    published,
  };
}

/** Our own interval is jittered, the publisher's never shortened; both give way to skipped hours and the longest wait. */
function schedule(own: Wait, asked: Wait | null, { now, passStart, random, rhythm }: PollContext): Due {
  const ours = passStart + own.ms * shortened(random);
  const theirs = asked === null ? 0 : now + asked.ms;
  const wanted = Math.max(ours, theirs);
  const moved = outOfSkipped(wanted, rhythm);
  const why = theirs > ours && asked !== null ? asked.why : own.why;
  const due = Math.min(moved, now + longestMs);
  return {
    due: notBefore(due),
    dueWhy:
      due < moved
        ? 'at least every 30 days'
        : moved > wanted
          ? `${why}, moved out of its skipped hours`
          : why,
  };
}

/**
 * Spreads sources out within a twentieth, and leaves another twentieth for passes that start a little early: from 0.9
 * to 0.95, so that an hourly cron polls an hourly source every time.
 */
const shortened = (random: number): number => 0.9 + 0.05 * random;

interface Due {
  readonly due: Instant;
  readonly dueWhy: string;
}

function afterFailure(
  state: PollState,
  cause: Cause,
  context: PollContext,
  heldUntil: number | null = null,
): PollState {
  const failures = state.failures + 1;
  const backOff = Math.min(
    Math.max(context.policy.minMs, hourMs * 2 ** Math.min(failures - 1, 20)),
    longestMs,
  );
  const ours = context.passStart + backOff * shortened(context.random);
  const held = heldUntil ?? 0;
  const tried = failures === 1 ? 'after a failure' : `after ${failures} failures`;
  return {
    ...state,
    url: failures >= patience ? state.listed : state.url,
    due: notBefore(Math.max(ours, held)),
    dueWhy: held > ours ? 'the server asked to wait (Retry-After)' : `again in ${duration(backOff)} ${tried}`,
    heldUntil: heldUntil === null ? null : notBefore(heldUntil),
    failures,
    failing: { ...cause, since: sameCause(state.failing, cause) ?? instant(context.now) },
    gone: cause.status === null ? state.gone : null,
  };
}

function afterLater(
  state: PollState,
  outcome: Extract<PollOutcome, { kind: 'later' }>,
  context: PollContext,
): PollState {
  const cause: Cause = {
    reason: 'status',
    message: `${outcome.status} from the server`,
    status: outcome.status,
  };
  const wait = outcome.retryAfterMs === null ? null : Math.min(outcome.retryAfterMs, longestMs);
  return afterFailure(state, cause, context, wait === null || wait === 0 ? null : context.now + wait);
}

function afterGone(state: PollState, { now }: PollContext): PollState {
  const since = state.gone?.since ?? instant(now);
  const confirmed = state.gone?.confirmed === true || now - toMs(since) >= dayMs;
  return {
    ...state,
    due: notBefore(Math.max(toMs(since) + dayMs, now)),
    dueWhy: confirmed ? 'gone for good (410)' : 'asked once more, a day after its first 410',
    failures: state.failures + 1,
    failing: { reason: 'status', message: '410 (gone) from the server', status: 410, since },
    gone: { since, confirmed },
  };
}

/** Since when, if this cause is the one that it failed with before. All server errors are one: 502 and 503 take turns. */
function sameCause(failing: PollState['failing'], cause: Cause): Instant | null {
  if (failing === null || failing.reason !== cause.reason) return null;
  const kind = ({ status }: Cause): number => Math.min(status ?? 0, 500);
  return kind(failing) === kind(cause) ? failing.since : null;
}

function given({ etag, lastModified }: Validators): Partial<Validators> {
  return { ...(etag !== null && { etag }), ...(lastModified !== null && { lastModified }) };
}

/** The dates that the interval adapts to: entries of one hour are one (an import, a rebuild), announced ones none. */
function newest(published: readonly Instant[], now: number): Instant[] {
  const hours = new Map<number, Instant>();
  for (const at of published) {
    if (toMs(at) <= now) hours.set(Math.floor(toMs(at) / hourMs), at);
  }
  return [...hours.values()].sort((a, b) => (a < b ? 1 : -1)).slice(0, remembered);
}

/** Instants are cut to the second; what was asked for is not. */
const notBefore = (ms: number): Instant => instant(Math.ceil(ms / 1000) * 1000);
