/** When a source is due, and why: pure functions of its state, an outcome and the clock. */
export { afterFetch } from './after.js';
export { byWaiting, isDue } from './due.js';
export { type Health, healthOf, shortHealth, type ToldCause } from './health.js';
export { type HostState, holdHost, holdOf, hostUntil, runningHolds } from './hosts.js';
export { LONGEST_MS, noLater, policyOf } from './interval.js';
export { refusesStrangers } from './move.js';
export { networkWatch, SILENCE_MS } from './network.js';
export { type Cause, causeOf, type PollContext, type PollOutcome } from './outcome.js';
export { afterPush, afterPushes, pushMissed } from './pushed.js';
export { plannedRequest } from './request.js';
export { polledElsewhere } from './shared.js';
export {
  type DoubtedMove,
  type Failing,
  movedTo,
  NO_VALIDATORS,
  newPollState,
  type PastPoll,
  type PollState,
  relisted,
} from './state.js';
export {
  afterAsking,
  afterDenial,
  afterPushOf,
  afterRefusal,
  afterVerification,
  isAskedNow,
  isOver,
  isRunning,
  LEASE_SECONDS,
  newSubscription,
  type Subscription,
  unwanted,
} from './subscription.js';
