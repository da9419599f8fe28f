import { addressKey } from '../fetch/location.js';
import { DAY_MS } from '../model/spans.js';
import { type HttpUrl, instant, toMs } from '../model/values.js';
import { isPutOff, LONGEST_MS, noLater } from './interval.js';
import type { Outcome, PollContext, PollOutcome } from './outcome.js';
import type { DoubtedMove, PollState } from './state.js';

/** So often, over a day or more, a permanent redirect to strangers has to be met before it is believed. */
const TIMES_UNTIL_BELIEVED = 3;

/** Where a source stands after it brought its feed. */
type Place = Pick<PollState, 'url' | 'doubted' | 'listedAsked'>;

/** What tells where a poll was led, and when. */
type Asked = Pick<PollContext, 'now' | 'asksListed'>;

/**
 * Where a source is asked from now on. A permanent redirect is believed at once where its document has an
 * entry that is known. Else it may be a mistake, or a hotel's network that leads all requests to its own
 * page, so it is followed each time, and for good only when it has lasted a day.
 */
export function placeAfter(
  state: PollState,
  outcome: Outcome<'fresh' | 'unchanged'>,
  context: PollContext,
): Place {
  const { now, asksListed } = context;
  const target = targetOf(state, outcome, context);
  const listedAsked = asksListed ? instant(now) : state.listedAsked;
  if (isSame(target, state.url)) return { url: state.url, doubted: null, listedAsked };
  const doubted = isFamiliar(outcome, context) ? null : doubtOf(state, target, now);
  if (doubted !== null) return { url: state.url, doubted, listedAsked };
  const url = isSame(target, state.listed) ? state.listed : target;
  return { url, doubted: null, listedAsked: instant(now) };
}

/**
 * Whether a document without any known entry is left alone: it stands at the listed address of a source that
 * moved, or behind a permanent redirect that is not believed yet.
 */
export function refusesStrangers(state: PollState, outcome: PollOutcome, asked: Asked): boolean {
  if (asked.asksListed) return true;
  if (outcome.kind !== 'fresh') return false;
  const target = targetOf(state, outcome, asked);
  return !isSame(target, state.url) && doubtOf(state, target, asked.now) !== null;
}

/** Where a poll was led for good, or else the address that it asked. */
const targetOf = (
  { listed, url }: PollState,
  { movedTo }: Outcome<'fresh' | 'unchanged'>,
  { asksListed }: Asked,
): HttpUrl => movedTo ?? (asksListed ? listed : url);

/** What is remembered of a redirect to strangers that is met now; null where it has lasted. */
function doubtOf({ doubted }: PollState, to: HttpUrl, now: number): DoubtedMove | null {
  const known = doubted !== null && isSame(doubted.to, to) ? doubted : null;
  const times = (known?.times ?? 0) + 1;
  const since = noLater(known?.since, now);
  return times >= TIMES_UNTIL_BELIEVED && now - toMs(since) >= DAY_MS ? null : { to, times, since };
}

/** A 304 is about a document that was read before. */
export const isFamiliar = (outcome: Outcome<'fresh' | 'unchanged'>, { familiar }: PollContext): boolean =>
  outcome.kind === 'unchanged' || familiar;

/**
 * Whether to ask the listed address in place of the one that a source moved to: about monthly, while it
 * works, as the move may have been a mistake that was put right.
 */
export function isListedDue({ listed, url, listedAsked, failures }: PollState, now: number): boolean {
  if (isSame(listed, url) || failures > 0) return false;
  return listedAsked === null || !isPutOff(instant(toMs(listedAsked) + LONGEST_MS), now);
}

const isSame = (one: HttpUrl, other: HttpUrl): boolean => addressKey(one) === addressKey(other);
