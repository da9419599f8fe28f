import { DAY_MS } from '../model/spans.js';
import type { Instant } from '../model/values.js';
import { instant, toMs } from '../model/values.js';
import { notBefore, type Policy, shortened, type Wait } from './interval.js';
import type { PollState } from './state.js';

/** What a hub pushes is asked for once a day all the same: hubs have been seen that stop without a word. */
const PUSHED: Wait = { ms: DAY_MS, why: 'daily, as its hub pushes news' };

/** Our own interval where a hub pushes; what the operator has set for the source stays. */
export const pushedInterval = (own: Wait, pushed: Instant | null, { freshnessMs }: Policy): Wait =>
  pushed === null || freshnessMs === null || own.ms >= PUSHED.ms ? own : PUSHED;

/**
 * The state after its hub has pushed a document: pushes work, and the next poll is a day after the last one.
 * @param random from 0 to 1
 */
export function afterPush(
  state: PollState,
  { policy, now, random }: { readonly policy: Policy; readonly now: number; readonly random: number },
): PollState {
  const pushed = instant(now);
  const daily = toMs(state.lastPoll ?? pushed) + PUSHED.ms * shortened(random);
  const isSooner = state.due !== null && toMs(state.due) < daily;
  const isWell = state.failing === null && state.gone === null && state.heldUntil === null;
  if (policy.freshnessMs === null || !isSooner || !isWell) return { ...state, pushed };
  return { ...state, pushed, due: notBefore(daily), dueWhy: PUSHED.why };
}

/** The state when its subscription has ended: it is asked at once, as nobody knows what was missed. */
export const afterPushes = (state: PollState, now: number): PollState => ({
  ...askedSoon(state, now, 'its hub pushes no more'),
  pushed: null,
});

/** The state when a push may have been missed: nobody listened, or what came could not be read. */
export const pushMissed = (state: PollState, now: number): PollState =>
  askedSoon(state, now, 'a push may have been missed');

function askedSoon(state: PollState, now: number, dueWhy: string): PollState {
  const isSlowed = state.due !== null && state.failing === null && state.gone === null;
  return isSlowed && toMs(state.due) > now ? { ...state, due: instant(now), dueWhy } : state;
}
