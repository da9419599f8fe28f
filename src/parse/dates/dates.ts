import { DAY_MS } from '../../model/spans.js';
import { type Instant, instant } from '../../model/values.js';
import { clockOf, isoClockOf, type Time } from './clock.js';
import { spelledInEnglish } from './date-words.js';
import { MONTHS } from './months.js';
import { instantIn } from './regions.js';

/**
 * An instant out of any spelling of a date that feeds are known to use: RFC 822 with its oddities, RFC 3339
 * and W3CDTF whole or cut short, asctime, Unix time, and month names of other languages. What has no zone is
 * UTC, never the machine's zone; a wrong day of the week is passed over. Null where no date between 1900 and
 * 2199 can be read (Go's zero time, year 1, means "none").
 * @param language BCP 47, of the feed: `lis` is October in Croatian and November in Polish, and `05/03/2024`
 *   is in March but for Americans
 */
export function parseDate(text: string, language: string | null = null): Instant | null {
  if (text.length > LONGEST) return null;
  const plain = spelledInEnglish(text, language);
  const ms = fromUnixTime(plain) ?? fromIso(plain) ?? fromWords(plain, isMonthFirst(text, language));
  if (ms === null || ms < EARLIEST || ms >= LATEST) return null;
  return instant(ms);
}

/** "Wednesday, 13 September 2023 at 10:00:00 (Central European Summer Time)" has 68 characters. */
const LONGEST = 120;
const EARLIEST = Date.UTC(1900, 0);
const LATEST = Date.UTC(2200, 0);

/** Seconds or milliseconds since 1970. */
function fromUnixTime(text: string): number | null {
  const seconds = /^@?(\d{9,10})(?:\.\d+)?$/.exec(text)?.[1];
  if (seconds !== undefined) return Number(seconds) * 1000;
  return /^\d{12,13}$/.test(text) ? Number(text) : null;
}

const ISO =
  /^(\d{4})(?:-?(\d{3})(?!\d)|(?:([-/])?(\d{1,2})(?:\3(\d{1,2}))?)?)(?:(?:\s*[t,]\s*|[\s_-]+)(\d.*))?\.?$/;

/** `2003`, `2003-12`, `20031231`, `2003-12-31T10:14:55Z`, `2003/9/5 8:19`, and the 335th day, `2003-335`. */
function fromIso(text: string): number | null {
  const found = ISO.exec(text.replace(ZERO_MORE, '$1$2$3$2$4').replace(DIGITS_ONLY, '$1t$2'));
  if (found === null) return null;
  const [, year, ordinal, , month, day, rest] = found;
  const time = rest === undefined ? MIDNIGHT : isoClockOf(rest);
  if (time === null || time === 'impossible' || time.before.trim() !== '') return null;
  return ordinal === undefined
    ? utc(Number(year), Number(month ?? 1), Number(day ?? 1), time)
    : utc(Number(year), 1, 1, time, Number(ordinal) - 1);
}

/** Google once wrote `2003-012-31`. */
const ZERO_MORE = /^(\d{4})(?<mark>[-/])0?(\d{2})\k<mark>0?(\d{2})(?!\d)/;

/** `20031231101455` */
const DIGITS_ONLY = /^((?:19|20)\d{6})(\d{6})(?!\d)/;

const MIDNIGHT: Time = { ms: 0, region: null, before: '', after: '' };

/**
 * Everything else, by its parts: a time of day with its zone, a month's name, a year, a day. What stands in
 * whichever order, with whatever between.
 */
function fromWords(text: string, monthFirst: boolean): number | null {
  const time = clockOf(text) ?? { ...MIDNIGHT, before: text };
  if (time === 'impossible') return null;
  const rest = `${time.before} ${time.after}`;
  // The last one: in "mar, 12 dic 2010" the first is Tuesday.
  const name = rest.match(MONTH_NAME)?.at(-1)?.slice(0, 3);
  if (name === undefined) return fromNumbers(rest, time, monthFirst);
  const [a, b = MONTH_AND_YEAR.test(rest) ? '1' : undefined] = rest.match(/\d+/g) ?? [];
  if (a === undefined || b === undefined) return null;
  const [day, year] = a.length > 2 ? [b, a] : [a, b];
  return utc(fullYear(year), MONTHS.indexOf(name) + 1, Number(day), time);
}

const MONTH_AND_YEAR = /^[\s,.]*[a-z]+[\s,.]+\d{4}[\s,.]*$/;
const MONTH_NAME = new RegExp(`(?<![a-z])(?:${MONTHS.join('|')})[a-z]*`, 'g');

/** English without a region is America's; East Asians have the month before the day, wherever the year. */
const AMERICAN = /^(?:en|en[-_](?:us|ca|ph|pr).*|(?:zh|ja|ko)(?:[-_].*)?)$/i;
/** "English" is no language of BCP 47. */
const TAG = /^[a-z]{2,3}(?:[-_]|$)/i;
/** With a time as only Americans write it, whatever the feed's language: their software has made it. */
const AMERICAN_CLOCK = /:\d\d ?[AP]M\b/;

/** Whether `05/03/2024` is in May to who wrote it: to Americans, and where nobody says. */
const isMonthFirst = (text: string, language: string | null): boolean =>
  language === null ||
  !TAG.test(language) ||
  AMERICAN.test(language) ||
  (AMERICAN_CLOCK.test(text) && !/^en\b/i.test(language));

/**
 * `15.09.2006` is a day first; `09/15/2006` a month first, unless that cannot be, or the feed's language has
 * it otherwise; `2006-09-15` a year first.
 */
function fromNumbers(text: string, time: Time, monthFirst: boolean): number | null {
  const found = /(?<!\d)(\d{1,4})([./-])\s?(\d{1,2})\2\s?(\d{1,4})(?!\d)/.exec(text);
  if (found === null) return null;
  const [first, second, third] = [Number(found[1]), Number(found[3]), Number(found[4])];
  if ((found[1] ?? '').length > 2) return utc(first, second, third, time);
  const dayFirst = found[2] !== '/' || first > 12 || (!monthFirst && second <= 12);
  return utc(fullYear(found[4] ?? ''), dayFirst ? second : first, dayFirst ? first : second, time);
}

/** RFC 5322 4.3: two digits below 50 are of this century; three count from 1900. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 3) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

/** Null where there is no such day. */
function utc(year: number, month: number, day: number, time: Time, plusDays = 0): number | null {
  const midnight = Date.UTC(2000, month - 1, day);
  const date = new Date(midnight);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const ms = date.getTime() + plusDays * DAY_MS + time.ms;
  return time.region === null ? ms : instantIn(time.region, ms);
}
