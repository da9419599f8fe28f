import { expect, test } from 'vitest';
import { httpDate } from '../../src/fetch/http-date.js';

const now = Date.parse('2026-11-18T10:00:00Z');

test.each([
  ['IMF-fixdate', 'Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['white space around', '  Sun, 06 Nov 1994 08:49:37 GMT ', '1994-11-06T08:49:37Z'],
  ['UTC for GMT', 'Sun, 06 Nov 1994 08:49:37 UTC', '1994-11-06T08:49:37Z'],
  ['a day of one digit', 'Sun, 6 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['RFC 850', 'Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['RFC 850, less than 50 years ahead', 'Sunday, 06-Nov-61 08:49:37 GMT', '2061-11-06T08:49:37Z'],
  ['RFC 850, more than 50 years ahead', 'Sunday, 06-Nov-77 08:49:37 GMT', '1977-11-06T08:49:37Z'],
  ['asctime', 'Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37Z'],
  ['a leap second', 'Sat, 31 Dec 2016 23:59:60 GMT', '2016-12-31T23:59:59Z'],
])('%s', (_name, text, expected) => expect(httpDate(text, now)).toBe(Date.parse(expected)));

test.each([
  ['0'],
  ['-1'],
  ['1994-11-06T08:49:37Z'],
  ['Sun, 06 Nov 1994 08:49:37 +0100'],
  ['Sun, 06 Nov 1994 25:49:37 GMT'],
  ['Sun, 00 Nov 1994 08:49:37 GMT'],
  ['Sun, 06 Foo 1994 08:49:37 GMT'],
  ['Sun, 06 Nov 1994 aa:bb:cc GMT'],
  [''],
])('no HTTP-date: %j', (text) => expect(httpDate(text, now)).toBeNull());
