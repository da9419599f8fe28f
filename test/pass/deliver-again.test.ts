import { expect, test } from 'vitest';
import { type Instant, instant } from '../../src/model/values.js';
import { afterTrying } from '../../src/pass/deliver-again.js';

const now = Date.UTC(2026, 0, 10);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const letter = (attempts: number, since: Instant = instant(now)) => ({
  ...{ id: 'x', kind: 'websub', to: 'https://hub.example/', about: 'feed.atom' },
  ...{ attempts, since, notBefore: since },
});
const refused = (retryAfterMs: number | null = null) =>
  ({ kind: 'refused', message: '503 from the server', status: 503, retryAfterMs }) as const;

test('a letter that was taken is done with', () => {
  expect(afterTrying(letter(3), { kind: 'taken' }, now)).toEqual({ kind: 'delivered' });
});

test.each([
  [0, 1],
  [1, 2],
  [2, 4],
  [5, 32],
  [6, 60],
  [900, 60],
])('after %i failures it waits %i minutes', (attempts, minutes) => {
  const again = { attempts: attempts + 1, notBefore: instant(now + minutes * MINUTE) };
  expect(afterTrying(letter(attempts), refused(), now)).toEqual({ kind: 'waits', again });
});

test.each<[string, number, number]>([
  ['longer where the server asks for that', 3 * HOUR, 3 * HOUR],
  ['no shorter than it would', 5000, MINUTE],
  ['a day at most', 900 * HOUR, 24 * HOUR],
])('it waits %s', (_what, asked, wait) => {
  expect(afterTrying(letter(0), refused(asked), now)).toMatchObject({
    again: { notBefore: instant(now + wait) },
  });
});

test('a day after it was written it is given up', () => {
  const old = letter(20, instant(now - 24 * HOUR));
  expect(afterTrying(old, refused(), now - 1000).kind).toBe('waits');
  expect(afterTrying(old, refused(), now)).toEqual({ kind: 'given-up' });
});
