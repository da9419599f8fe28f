import { DAY_MS, HOUR_MS, MINUTE_MS } from './spans.js';
import { type Instant, instant } from './values.js';

/**
 * Numbers, dates and durations in English and in UTC, as reports say them. Nothing of `Intl`, which moves
 * with the version of Node: some of it is published.
 */

/** `1,214`. */
export function figure(n: number): string {
  const digits = String(n);
  const first = digits.length % 3 || 3;
  return [digits.slice(0, first), ...(digits.slice(first).match(/\d{3}/g) ?? [])].join(',');
}

/** `1,214 posts`, `1 post`. */
export const counted = (n: number, singular: string, plural = `${singular}s`): string =>
  `${figure(n)} ${n === 1 ? singular : plural}`;

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], last: 'and' | 'or'): string {
  const tail = words.at(-1) ?? '';
  return words.length < 2 ? tail : `${words.slice(0, -1).join(', ')} ${last} ${tail}`;
}

/** `48%`, of a part of a whole, or of a ratio. */
export const percent = (part: number, whole = 1): string => `${Math.round((100 * part) / whole)}%`;

/** Points of a term or a tag, to two decimals: `2.5`. */
export const shownPoints = (points: number): string => String(Math.round(points * 100) / 100);

/** First letter in upper case, the rest as it was. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** `2026-11-18`, for `datetime`. */
export const day = (at: Instant): string => at.slice(0, 10);

/** `18 Nov 2026`. */
export const shortDate = (at: Instant): string => `${dayOfMonth(at)} ${month(at)} ${year(at)}`;

/** A moment as its day, however it is written as long as `Date.parse` reads it: `7 Nov 2026`. */
export const dayIn = (text: string): string => shortDate(instant(Date.parse(text)));

/** `9 Nov`, with its year where that is not `now`'s. */
export function shorterDate(at: Instant, now: number): string {
  const short = shortDate(at);
  return year(at) === year(instant(now)) ? short.slice(0, -5) : short;
}

/** How long something took: `9.8 s`, `31 s`, `12 min`. */
export function took(ms: number): string {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 119_500) return `${Math.round(ms / 1000)} s`;
  return `${figure(Math.round(ms / MINUTE_MS))} min`;
}

/** A span ahead or behind in its largest unit: `52 min`, `4 h`, `24 h`, `3 d`. Never less than a minute. */
export function span(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(ms / HOUR_MS);
  return hours < 48 ? `${hours} h` : `${figure(Math.round(ms / DAY_MS))} d`;
}

const UNITS: readonly (readonly [name: string, ms: number])[] = [
  ['day', DAY_MS],
  ['hour', HOUR_MS],
  ['minute', MINUTE_MS],
  ['second', 1000],
];

/** "1 hour", "90 minutes", "9 days": a duration in its roundest unit. */
export function duration(ms: number): string {
  const [name, size] = UNITS.find(([, unit]) => ms >= unit * 2 || ms === unit) ?? ['second', 1000];
  return counted(Math.round(ms / size), name);
}

/** "every hour", "every 6 hours". */
export const every = (ms: number): string => `every ${duration(ms).replace(/^1 /, '')}`;

/** Bytes on a wire or a disk: `12 kB`, `4.1 MB`, `2.3 GB`; `1 kB` is the least that is not nothing. */
export function dataSize(bytes: number): string {
  const kilobytes = Math.ceil(bytes / 1000);
  if (kilobytes < 1000) return `${kilobytes} kB`;
  const megabytes = bytes / 1e6;
  return megabytes < 1000 ? `${megabytes.toFixed(1)} MB` : `${(megabytes / 1000).toFixed(1)} GB`;
}

const year = (at: Instant): string => at.slice(0, 4);
const month = (at: Instant): string => MONTHS[Number(at.slice(5, 7)) - 1] ?? at.slice(0, 7);
const dayOfMonth = (at: Instant): number => Number(at.slice(8, 10));
