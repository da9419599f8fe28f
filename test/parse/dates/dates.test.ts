import { describe, expect, test } from 'vitest';
import { parseDate } from '../../../src/parse/dates/dates.js';

describe('RFC 822, as feeds write it', () => {
  test.each([
    ['as the RFC has it', 'Thu, 01 Jan 2004 19:48:21 GMT', '2004-01-01T19:48:21Z'],
    ['no day of the week', '1 Jan 2004 19:48:21 GMT', '2004-01-01T19:48:21Z'],
    ['the wrong day of the week', 'Mon, 01 Jan 2004 19:48:21 GMT', '2004-01-01T19:48:21Z'],
    ['no seconds', 'Thu, 01 Jan 2004 19:48 GMT', '2004-01-01T19:48:00Z'],
    ['no time', 'Thu, 01 Jan 2004', '2004-01-01T00:00:00Z'],
    ['a year of two digits', 'Thu, 01 Jan 04 19:48:21 GMT', '2004-01-01T19:48:21Z'],
    ['a year of two digits, last century', 'Fri, 01 Jan 99 19:48:21 GMT', '1999-01-01T19:48:21Z'],
    ['an offset', 'Thu, 01 Jan 2004 19:48:21 +0130', '2004-01-01T18:18:21Z'],
    ['an offset with a colon', 'Thu, 01 Jan 2004 19:48:21 -08:00', '2004-01-02T03:48:21Z'],
    ['an offset and its name', 'Thu, 01 Jan 2004 19:48:21 -0800 (PST)', '2004-01-02T03:48:21Z'],
    ['GMT and an offset', 'Wed, 19 Feb 2012 22:40:00 GMT-01:01', '2012-02-19T23:41:00Z'],
    ['EST', 'Thu, 01 Jan 2004 19:48:21 EST', '2004-01-02T00:48:21Z'],
    ['PDT', 'Thu, 01 Jul 2004 19:48:21 PDT', '2004-07-02T02:48:21Z'],
    ['a long zone name', 'Thu, 01 Jul 2004 07:48:21 Eastern Daylight Time', '2004-07-01T11:48:21Z'],
    ['a clock with single digits', 'Sun, 16 Dec 2012 1:2:3 GMT', '2012-12-16T01:02:03Z'],
    ['an unknown zone is UTC', 'Thu, 01 Jan 2004 19:48:21 QQT', '2004-01-01T19:48:21Z'],
    ['no zone is UTC, not the machine’s', 'Thu, 01 Jan 2004 19:48:21', '2004-01-01T19:48:21Z'],
    ['PM', '01 Jan 2004 07:48:21 PM EST', '2004-01-02T00:48:21Z'],
    ['12 AM', 'Jan 1, 2004 12:05 AM', '2004-01-01T00:05:00Z'],
    ['an hour and PM', 'January 5th, 2004 3pm', '2004-01-05T15:00:00Z'],
    ['month before day', 'Thu Aug 30 2012 17:26:16 +0200', '2012-08-30T15:26:16Z'],
    ['a comma more', 'Mon, 13 Feb, 2012 06:28:00 UTC', '2012-02-13T06:28:00Z'],
    ['a full month name', 'Thursday, 1 January 2004 19:48:21 GMT', '2004-01-01T19:48:21Z'],
    ['hyphens', 'Thu, 01-Jan-2004 19:48:21 GMT', '2004-01-01T19:48:21Z'],
    ['slashes, year first, a zone', 'Fri, 2006/09/15 08:19:53 EDT', '2006-09-15T12:19:53Z'],
    ['asctime', 'Sun Jan  4 16:29:06 2004', '2004-01-04T16:29:06Z'],
    ['asctime with a zone', 'Sun Jan  4 16:29:06 PST 2004', '2004-01-05T00:29:06Z'],
    ['24:00 is the end of the day', 'Wed, 31 Dec 2003 24:00:00 GMT', '2004-01-01T00:00:00Z'],
    ['a leap second', 'Wed, 31 Dec 2003 23:59:60 GMT', '2003-12-31T23:59:59Z'],
  ])('%s: %s', (_name, source, expected) => expect(parseDate(source)).toBe(expected));
});

describe('RFC 3339 and W3CDTF, whole and cut short', () => {
  test.each([
    ['2003-12-31T10:14:55Z', '2003-12-31T10:14:55Z'],
    ['2003-12-31T10:14:55.00001Z', '2003-12-31T10:14:55Z'],
    ['2003-12-31T10:14:55,5+02:00', '2003-12-31T08:14:55Z'],
    ['2003-12-31T10:14:55-0800', '2003-12-31T18:14:55Z'],
    ['2003-12-31t10:14:55z', '2003-12-31T10:14:55Z'],
    ['2003-12-31T10:14Z', '2003-12-31T10:14:00Z'],
    ['2003-12-31T10Z', '2003-12-31T10:00:00Z'],
    ['2003-12-31T10:14:55', '2003-12-31T10:14:55Z'],
    ['2003-12-31 10:14:55', '2003-12-31T10:14:55Z'],
    ['2003-12-31 10:14:55 +0100', '2003-12-31T09:14:55Z'],
    ['2004-07-08 23:56:58.0', '2004-07-08T23:56:58Z'],
    ['2003-12-31', '2003-12-31T00:00:00Z'],
    ['2003-12', '2003-12-01T00:00:00Z'],
    ['2003', '2003-01-01T00:00:00Z'],
    ['20031231', '2003-12-31T00:00:00Z'],
    ['20031231T101455Z', '2003-12-31T10:14:55Z'],
    ['2003-335', '2003-12-01T00:00:00Z'],
    ['2003-9-5', '2003-09-05T00:00:00Z'],
    ['2003/12/31', '2003-12-31T00:00:00Z'],
  ])('%s', (source, expected) => expect(parseDate(source)).toBe(expected));
});

describe('other ways', () => {
  test.each([
    ['seconds since 1970', '1072866895', '2003-12-31T10:34:55Z'],
    ['milliseconds since 1970', '1072866895000', '2003-12-31T10:34:55Z'],
    ['day first, with points', '31.12.2003 10:14', '2003-12-31T10:14:00Z'],
    ['month first, with slashes', '12/31/2003 10:14', '2003-12-31T10:14:00Z'],
    ['day first, where it cannot be a month', '31/12/2003', '2003-12-31T00:00:00Z'],
    ['Korean: without a zone it is Korea’s', '2004년 05월 28일 01:31:15', '2004-05-27T16:31:15Z'],
    ['Korean, afternoon', '2004-05-25 오후 11:23:17', '2004-05-25T14:23:17Z'],
    ['Chinese', '2004年5月28日 13:05', '2004-05-28T13:05:00Z'],
    ['Greek', 'Κυρ, 11 Ιούλ 2004 12:00:00 EST', '2004-07-11T17:00:00Z'],
    ['Hungarian', '2004-július-13T9:15-05:00', '2004-07-13T14:15:00Z'],
    ['Portuguese', 'Ter, 05 Fev 2013 10:00:00 -0300', '2013-02-05T13:00:00Z'],
    ['Spanish, whose Tuesday is mar', 'mar, 12 dic 2010 10:00:00 +0100', '2010-12-12T09:00:00Z'],
    ['French', 'lun. 3 août 2015 08:00:00 GMT', '2015-08-03T08:00:00Z'],
    ['German', 'Di, 5 März 2019 10:00:00 MEZ', '2019-03-05T09:00:00Z'],
    ['Russian', '5 мая 2012 10:00:00 +0400', '2012-05-05T06:00:00Z'],
    ['Macedonian', 'нед, 17 мај 2009 20:00:00 +0200', '2009-05-17T18:00:00Z'],
    ['Polish', '5 stycznia 2011 10:00', '2011-01-05T10:00:00Z'],
    ['digits of full width', '２００３-12-31', '2003-12-31T00:00:00Z'],
  ])('%s: %s', (_name, source, expected) => expect(parseDate(source)).toBe(expected));
});

test.each([
  [''],
  ['yesterday'],
  ['Thu, 31 Jun 2004 10:00:00 GMT'],
  ['2003-02-30'],
  ['2003-13-01'],
  ['Wed, 31 Dec 2003 25:14:00 GMT'],
  ['2003-12-31T10:61:00Z'],
  ['0001-01-01T00:00:00Z'],
  ['Thu, 01 Jan 0100 00:00:01 +0100'],
  ['9'.repeat(100_000)],
])('%s is no date', (source) => expect(parseDate(source)).toBeNull());
