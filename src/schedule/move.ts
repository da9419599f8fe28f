import { addressKey } from '../fetch/location.js';
import { type HttpUrl, instant, toMs } from '../model/values.js';
import { dayMs, longestMs } from './interval.js';
import type { Outcome, PollContext } from './outcome.js';
import type { PollState } from './state.js';

/** So often, over a day or more, a permanent redirect to strangers has to be met before it is believed. */
const timesUntilBelieved = 3;

/** Where a source stands after it brought its feed. */
type Place = Pick<PollState, 'url' | 'doubted' | 'listedAsked'>;

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
  const target = outcome.movedTo ?? (asksListed ? state.listed : state.url);
  const listedAsked = asksListed ? instant(now) : state.listedAsked;
  if (isSame(target, state.url)) return { url: state.url, doubted: null, listedAsked };
  const moved: Place = {
    url: isSame(target, state.listed) ? state.listed : target,
    doubted: null,
    listedAsked: instant(now),
  };
  const known = state.doubted !== null && isSame(state.doubted.to, target) ? state.doubted : null;
  if (known === null && isFamiliar(outcome, context)) return moved;
  const doubted = { to: target, times: (known?.times ?? 0) + 1, since: known?.since ?? instant(now) };
  const hasLasted = doubted.times >= timesUntilBelieved && now - toMs(doubted.since) >= dayMs;
  return hasLasted ? moved : { url: state.url, doubted, listedAsked };
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
  return listedAsked === null || now - toMs(listedAsked) >= longestMs;
}

const isSame = (one: HttpUrl, other: HttpUrl): boolean => addressKey(one) === addressKey(other);
