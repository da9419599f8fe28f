/** When a source is due, and why: pure functions of its state, an outcome and the clock. */
export { afterFetch } from './schedule/after.js';
export { isDue } from './schedule/due.js';
export { healthOf, shortHealth } from './schedule/health.js';
export { type HostState, holdHost, holdOf, hostUntil, runningHolds } from './schedule/hosts.js';
export { policyOf } from './schedule/interval.js';
export type { PollContext, PollOutcome } from './schedule/outcome.js';
export { polledElsewhere } from './schedule/shared.js';
export { type Failing, movedTo, newPollState, type PollState, relisted } from './schedule/state.js';
