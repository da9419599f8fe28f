import type { FailureReason } from '../fetch/result.js';
import { DAY_MS } from '../model/spans.js';
import { type Instant, instant, toMs } from '../model/values.js';
import type { PollState } from '../schedule/index.js';
import type { AboutSource, SourceEvent } from './event.js';

/** Often over by the next poll: told when that has failed as well. */
const PASSING: ReadonlySet<FailureReason> = new Set([
  ...(['dns', 'refused', 'timeout', 'network', 'proxy', 'truncated', 'empty'] as const),
]);
/** A gone source is asked once more, and told then; the others ask for patience. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 410, 425, 429]);

const YEAR_MS = 365 * DAY_MS;

/**
 * What a poll has changed of a source that the operator should know. Pure: what is told follows from the two
 * states alone, so that whoever stores both at once tells each event once.
 * @param now milliseconds since 1970
 */
export function sourceEvents(
  about: AboutSource,
  before: PollState,
  after: PollState,
  now: number,
): readonly SourceEvent[] {
  const what = { ...about, at: instant(now) };
  const isGone = after.gone?.confirmed === true;
  const events: SourceEvent[] = [];
  if (isGone && before.gone?.confirmed !== true) events.push({ ...what, kind: 'gone' });
  if (!isGone && after.failing !== null && isFailing(after) && !isFailing(before)) {
    const { since, ...cause } = after.failing;
    events.push({ ...what, kind: 'failing', cause, since, lastSuccess: after.lastSuccess });
  }
  if (before.failing !== null && isFailing(before) && after.failing === null)
    events.push({ ...what, kind: 'recovered', since: before.failing.since });
  if (after.url !== before.url && after.url !== after.listed)
    events.push({ ...what, kind: 'moved', from: before.url, to: after.url });
  const silence = silenceAt(after, now);
  const wasSilent = before.lastPoll !== null && silenceAt(before, toMs(before.lastPoll)) !== null;
  // A source that is silent when it is met has not fallen silent.
  if (silence !== null && !wasSilent && before.lastSuccess !== null)
    events.push({ ...what, kind: 'silent', ...silence });
  return events;
}

/** It fails for a cause that lasts, or again: one failure of a server is no news. */
function isFailing({ failing, failures }: PollState): boolean {
  if (failing === null) return false;
  const { reason, status } = failing;
  const mayPass =
    reason === 'status' ? (status ?? 0) >= 500 || PASSING_STATUSES.has(status ?? 0) : PASSING.has(reason);
  return !mayPass || failures > 1;
}

/** How long nothing has come, where that is over a year and over twice as long as it used to take. */
function silenceAt(
  { published }: PollState,
  now: number,
): { readonly since: Instant; readonly everyMs: number | null } | null {
  const [since] = published;
  const oldest = published.at(-1);
  if (since === undefined || oldest === undefined) return null;
  const gaps = published.length - 1;
  const everyMs = gaps === 0 ? null : (toMs(since) - toMs(oldest)) / gaps;
  return now - toMs(since) > Math.max(YEAR_MS, 2 * (everyMs ?? 0)) ? { since, everyMs } : null;
}
