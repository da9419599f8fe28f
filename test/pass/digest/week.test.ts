import { expect, test } from 'vitest';
import type { Instant } from '../../../src/model/values.js';
import { after, before, closeOf, isoName, weekOf } from '../../../src/pass/digest/week.js';

test.each([
  ['a Monday is the first day', '2026-11-23T00:00:00Z', 'UTC', '2026-11-23'],
  ['a Sunday the last', '2026-11-29T23:59:59Z', 'UTC', '2026-11-23'],
  ['east of UTC it begins earlier', '2026-11-29T11:00:00Z', 'Pacific/Auckland', '2026-11-30'],
  ['and one second before it has not', '2026-11-29T10:59:59Z', 'Pacific/Auckland', '2026-11-23'],
  ['west of UTC later', '2026-11-30T07:59:59Z', 'America/Los_Angeles', '2026-11-23'],
  ['before 1970, too', '1969-12-31T12:00:00Z', 'UTC', '1969-12-29'],
])('the week of an instant: %s', (_name, at, zone, week) => {
  expect(weekOf(at as Instant, zone)).toBe(week);
});

test.each([
  ['2026-11-23', '2026-W48'],
  ['2020-12-28', '2020-W53'],
  ['2024-12-30', '2025-W01'],
  ['2026-12-28', '2026-W53'],
  ['2027-01-04', '2027-W01'],
])('the week that begins on %s is %s', (week, name) => {
  expect(isoName(week)).toBe(name);
});

test('it closes at midnight of its zone, also where the clock is changed within it', () => {
  expect(closeOf('2026-10-19', 'Europe/Berlin')).toBe('2026-10-25T23:00:00Z'); // since that day UTC+1
  expect(closeOf('2026-10-12', 'Europe/Berlin')).toBe('2026-10-18T22:00:00Z');
  expect([before('2026-11-23'), after('2026-11-23')]).toEqual(['2026-11-16', '2026-11-30']);
});
