import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HttpUrl, instant } from '../../src/model/values.js';
import { afterFetch, isDue, newPollState, type PollOutcome } from '../../src/schedule/index.js';
import {
  context,
  days,
  feedUrl,
  fresh,
  gone,
  later,
  now,
  page,
  status,
  timeout,
  unchanged,
} from './polling.js';

const anyMs = fc.oneof(fc.constantFrom(null, 0, Number.MAX_SAFE_INTEGER), fc.nat(days(60)));
const outcome: fc.Arbitrary<PollOutcome> = fc.oneof(
  fc
    .tuple(anyMs, fc.constantFrom(null, 'https://new.example/' as HttpUrl, 'https://old.example/' as HttpUrl))
    .map(([freshForMs, movedTo]) => fresh({ freshness: { freshForMs, sentAt: null }, movedTo })),
  anyMs.map((freshForMs) => unchanged({ freshness: { freshForMs, sentAt: null } })),
  anyMs.map((retryAfterMs) => later(retryAfterMs)),
  anyMs.map((retryAfterMs) => later(retryAfterMs, { asked: false, traffic: { requests: 0, bytes: 0 } })),
  fc.constantFrom(gone, timeout, page, status(404), status(500)),
);
const rhythm = fc.record({
  ttlMinutes: fc.constantFrom(null, -5, 0, 60, 1e12, Number.POSITIVE_INFINITY, Number.NaN),
  updateEveryMs: fc.constantFrom(null, -5, 0, days(1), Number.POSITIVE_INFINITY, Number.NaN),
  skipHours: fc.array(fc.integer({ min: -1, max: 25 }), { maxLength: 30 }),
  skipDays: fc.array(fc.integer({ min: -1, max: 8 }), { maxLength: 9 }),
});
const published = fc.array(
  fc.integer({ min: -days(20_000), max: days(20_000) }).map((ms) => instant(now + ms)),
  { maxLength: 30 },
);

test('whatever happens to a source, it is asked again within 30 days, unless it is gone', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          outcome,
          rhythm,
          published,
          familiar: fc.boolean(),
          asksListed: fc.boolean(),
          byName: fc.boolean(),
          random: fc.double({ min: 0, max: 1, noNaN: true }),
          after: fc.nat(days(3)),
        }),
        { maxLength: 15 },
      ),
      (polls) => {
        let state = newPollState(feedUrl);
        let moment = now;
        for (const { outcome: came, after, ...changes } of polls) {
          moment += after;
          state = afterFetch(state, came, context({ ...changes, now: moment }));
          const due = Date.parse(state.due ?? '');
          expect(due).toBeGreaterThanOrEqual(moment);
          expect(due).toBeLessThanOrEqual(moment + days(30) + 1000);
          expect(JSON.parse(JSON.stringify(state))).toEqual(state);
          const later31 = isDue(state, moment + days(31) + days(7), {
            byHand: false,
            hostUntil: null,
            rhythm: changes.rhythm,
          });
          expect(later31.due).toBe(state.gone?.confirmed !== true);
        }
      },
    ),
  );
});
