import type { Validators } from '../fetch/result.js';
import { compareText } from '../model/compare-text.js';
import { HOUR_MS } from '../model/spans.js';
import { type Instant, instant, toMs } from '../model/values.js';
import { afterFailure, afterGone, afterLater, notAllowed, notAsked } from './back-off.js';
import {
  LONGEST_MS,
  noLater,
  notBefore,
  outOfSkipped,
  ownInterval,
  publishersWait,
  REMEMBERED,
  shortened,
  type Wait,
} from './interval.js';
import { isFamiliar, placeAfter } from './move.js';
import { causeOf, type Outcome, type PollContext, type PollOutcome } from './outcome.js';
import { pushedInterval } from './pushed.js';
import type { PastPoll, PollState } from './state.js';

/** The state after a poll. Pure: the same arguments, the same state. */
export function afterFetch(state: PollState, outcome: PollOutcome, context: PollContext): PollState {
  if (outcome.kind === 'later' && !outcome.asked && !context.asksListed)
    return notAsked(state, outcome, context);
  const polled = counted(state, outcome, context);
  if (outcome.kind === 'fresh' || outcome.kind === 'unchanged') {
    const isTaken = !context.asksListed || isFamiliar(outcome, context);
    return isTaken ? afterSuccess(polled, outcome, context) : afterVain(polled, context);
  }
  if (context.asksListed) return afterVain(polled, context);
  const cause = causeOf(outcome);
  if (cause === null) return state;
  if (cause.reason === 'not-allowed') return notAllowed(state, cause, context);
  if (outcome.kind === 'gone') return afterGone(polled, cause, context);
  if (outcome.kind === 'later') return afterLater(polled, cause, outcome, context);
  return afterFailure(polled, cause, context);
}

/** Polls that are remembered one by one. */
const MOST_RECENT = 10;

function counted(state: PollState, outcome: PollOutcome, { now, conditional }: PollContext): PollState {
  const { kind, traffic } = outcome;
  const poll: PastPoll = {
    at: instant(now),
    came: cameOf(outcome),
    ...(traffic.bytes > 0 && { bytes: traffic.bytes }),
    ...(!conditional && { whole: true }),
  };
  return {
    ...state,
    lastPoll: instant(now),
    heldUntil: null,
    polls: state.polls + 1,
    notModified: state.notModified + (kind === 'unchanged' ? 1 : 0),
    requests: state.requests + traffic.requests,
    bytes: state.bytes + traffic.bytes,
    recent: [poll, ...state.recent].slice(0, MOST_RECENT),
  };
}

function cameOf(outcome: PollOutcome): string {
  if (outcome.kind === 'unchanged') return '304';
  if (outcome.kind === 'fresh') return 'a document';
  return causeOf(outcome)?.message ?? 'nothing: its host is left alone';
}

/**
 * The listed address of a source that moved has nothing of it: the source goes on where it is, and is asked
 * there next.
 */
const afterVain = (state: PollState, { now }: PollContext): PollState => ({
  ...state,
  listedAsked: instant(now),
  due: notBefore(now),
  dueWhy: 'its listed address was tried, without success',
});

function afterSuccess(
  state: PollState,
  outcome: Outcome<'fresh' | 'unchanged'>,
  context: PollContext,
): PollState {
  const place = placeAfter(state, outcome, context);
  // What stands behind a redirect that is not believed yet is not stored.
  const isRead = outcome.kind === 'fresh' && place.doubted === null;
  const published = isRead ? newest(context.published, context.now) : state.published;
  const pushed = isRead && context.missed ? null : state.pushed;
  const usual = ownInterval(context.policy, published, context.passStart);
  const own = pushedInterval(usual, pushed, context.policy);
  return {
    ...state,
    ...schedule(own, publishersWait(outcome.freshness, context.rhythm, context.policy), context),
    ...place,
    ...(place.doubted === null && {
      validators: validatorsAfter(state, outcome, context),
      unchangedSince: isRead ? null : noLater(state.unchangedSince, context.now),
    }),
    lastSuccess: instant(context.now),
    failures: 0,
    failing: null,
    gone: null,
    published,
    pushed,
  };
}

/**
 * Our own interval is jittered, the publisher's never shortened; both give way to skipped hours and the
 * longest wait.
 */
function schedule(
  own: Wait,
  asked: Wait | null,
  { now, passStart, random, rhythm }: PollContext,
): Pick<PollState, 'due' | 'dueWhy'> {
  const ours = passStart + own.ms * shortened(random);
  const theirs = asked === null ? 0 : now + asked.ms;
  const wanted = Math.max(ours, theirs);
  const why = asked !== null && theirs > ours ? asked.why : own.why;
  const moved = outOfSkipped(wanted, rhythm);
  const latest = now + LONGEST_MS;
  if (moved > latest) return { due: notBefore(latest), dueWhy: 'at least every 30 days' };
  return { due: notBefore(moved), dueWhy: moved > wanted ? `${why}, and not in the hours it skips` : why };
}

/**
 * The rest of a document that broke off on its way has not been read: its validators would be answered with
 * 304.
 */
function validatorsAfter(
  { validators }: PollState,
  outcome: Outcome<'fresh' | 'unchanged'>,
  { cut }: PollContext,
): PollState['validators'] {
  if (outcome.kind === 'unchanged') return { ...validators, ...given(outcome.validators) };
  const { etag, lastModified } = outcome.validators;
  return cut && !outcome.complete ? validators : { etag, lastModified, from: outcome.url };
}

/**
 * RFC 9110 15.4.5: a 304 repeats the validators that it wants to be known by; those it leaves out still hold.
 */
function given({ etag, lastModified }: Validators): Partial<Validators> {
  return { ...(etag !== null && { etag }), ...(lastModified !== null && { lastModified }) };
}

/**
 * The dates that the interval adapts to: entries of one hour are one (an import, a rebuild), announced ones
 * none.
 */
function newest(published: readonly Instant[], now: number): Instant[] {
  const hours = new Map<number, Instant>();
  for (const at of published) {
    if (toMs(at) <= now) hours.set(Math.floor(toMs(at) / HOUR_MS), at);
  }
  return [...hours.values()].sort((a, b) => compareText(b, a)).slice(0, REMEMBERED);
}
