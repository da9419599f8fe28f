import type { FailureReason, FetchResult } from '../../src/fetch/result.js';
import type { Rhythm } from '../../src/model/feed.js';
import { type HttpUrl, type Instant, instant } from '../../src/model/values.js';
import {
  afterFetch,
  newPollState,
  type PollContext,
  type PollOutcome,
  type PollState,
} from '../../src/schedule/index.js';

export const feedUrl = 'https://blog.example/feed.xml' as HttpUrl;
export const now = Date.parse('2026-11-18T10:00:00Z');
export const hours = (n: number) => n * 3_600_000;
export const days = (n: number) => hours(24 * n);
export const at = (ms: number): Instant => instant(now + ms);

const traffic = { requests: 1, bytes: 100 };
const validators = { etag: '"1"', lastModified: null };
const freshness = { freshForMs: null, sentAt: null };

type Of<K extends FetchResult['kind']> = Partial<Extract<FetchResult, { kind: K }>>;

/** Outcomes with dull values. */
export const fresh = (changes: Of<'fresh'> = {}): PollOutcome => ({
  kind: 'fresh',
  body: new Uint8Array(1),
  complete: true,
  contentType: null,
  url: feedUrl,
  movedTo: null,
  validators,
  freshness,
  traffic,
  ...changes,
});
export const unchanged = (changes: Of<'unchanged'> = {}): PollOutcome => ({
  kind: 'unchanged',
  movedTo: null,
  validators: { etag: null, lastModified: null },
  freshness,
  traffic: { requests: 1, bytes: 0 },
  ...changes,
});
export const later = (
  retryAfterMs: number | null,
  changes: Of<'later'> = {},
): Extract<FetchResult, { kind: 'later' }> => ({
  kind: 'later',
  status: 503,
  retryAfterMs,
  asked: true,
  host: 'blog.example',
  traffic,
  ...changes,
});
export const status = (code: number): PollOutcome => ({
  kind: 'failed',
  reason: 'status',
  message: `${code} from the server`,
  status: code,
  reached: true,
  traffic,
});
export const timeout: PollOutcome = {
  kind: 'failed',
  reason: 'timeout',
  message: 'no answer within 20 s',
  status: null,
  reached: true,
  traffic,
};
/** A failure in which no host was reached, as of a machine without a network. */
export const unreached = (
  reason: FailureReason,
  message: string,
): Extract<PollOutcome, { kind: 'failed' }> => ({
  kind: 'failed',
  reason,
  message,
  status: null,
  reached: false,
  traffic,
});
export const notAllowed = unreached('private-address', 'private address: 10.0.0.8');
export const gone: PollOutcome = { kind: 'gone', traffic };
export const page: PollOutcome = {
  kind: 'not-a-feed',
  message: 'a web page, not a feed',
  page: true,
  traffic,
};

/** A feed that gives no hints. */
export const noRhythm: Rhythm = { ttlMinutes: null, updateEveryMs: null, skipHours: [], skipDays: [] };

/** An hour to a day, no hints, the jitter at its longest. */
export function context(changes: Partial<PollContext> = {}): PollContext {
  const moment = changes.now ?? now;
  return {
    policy: { minMs: hours(1), maxMs: hours(24), freshnessMs: days(7) },
    rhythm: noRhythm,
    published: [instant(moment)],
    familiar: true,
    missed: false,
    cut: false,
    asksListed: false,
    conditional: true,
    now: moment,
    passStart: moment,
    random: 1,
    byName: false,
    ...changes,
  };
}

/** The state after polls with these outcomes, each with the changes to its context. */
export function polled(...polls: readonly (readonly [PollOutcome, Partial<PollContext>?])[]): PollState {
  return polls.reduce<PollState>(
    (state, [outcome, changes]) => afterFetch(state, outcome, context(changes)),
    newPollState(feedUrl),
  );
}

/** How long after `now` a state is due, in minutes. */
export const minutesUntilDue = ({ due }: PollState): number | null =>
  due === null ? null : (Date.parse(due) - now) / 60_000;
