import { expect, test } from 'vitest';
import {
  capitalised,
  count,
  figure,
  listed,
  longDate,
  monthAndYear,
  shortDate,
  span,
} from '../../../src/publish/pages/words.js';
import { at } from './site.js';

test.each([
  [figure(0), '0'],
  [figure(999), '999'],
  [figure(1214), '1,214'],
  [figure(1234567), '1,234,567'],
  [count(0, 'post'), '0 posts'],
  [count(1, 'post'), '1 post'],
  [count(1214, 'post'), '1,214 posts'],
  [shortDate(at('2026-11-08')), '8 Nov 2026'],
  [longDate(at('2026-09-18')), '18 September 2026'],
  [monthAndYear(at('2015-05-01')), 'May 2015'],
  [shortDate(at('2026-12-31T23:59:59Z')), '31 Dec 2026'],
  [span(at('2015-05-01'), at('2015-05-30')), 'May 2015'],
  [span(at('2026-07-01'), at('2026-10-30')), 'July – October 2026'],
  [span(at('2025-11-01'), at('2026-03-30')), 'November 2025 – March 2026'],
  [listed([], 'and'), ''],
  [listed(['a'], 'and'), 'a'],
  [listed(['a', 'b'], 'or'), 'a or b'],
  [listed(['a', 'b', 'c'], 'and'), 'a, b and c'],
  [capitalised('server error'), 'Server error'],
])('%s', (said, expected) => expect(said).toBe(expected));
