import type { Instant } from '../../model/values.js';

/** How pages say numbers and dates: in English and in UTC, the same on every machine and at any time. */

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** `1,214`. */
export const figure = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1,214 posts`, `1 post`. */
export const count = (n: number, one: string): string => `${figure(n)} ${n === 1 ? one : `${one}s`}`;

const NUMERALS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** A number within a sentence: `three`, from eleven on `11`. */
export const inWords = (n: number): string => NUMERALS[n] ?? figure(n);

/** `2026-11-18`, for `datetime`. */
export const day = (at: Instant): string => at.slice(0, 10);

/** `18 Nov 2026`. */
export const shortDate = (at: Instant): string => `${dayOfMonth(at)} ${month(at).slice(0, 3)} ${year(at)}`;

/** `18 November 2026`. */
export const longDate = (at: Instant): string => `${dayOfMonth(at)} ${monthAndYear(at)}`;

/** `May 2015`. */
export const monthAndYear = (at: Instant): string => `${month(at)} ${year(at)}`;

/** `July – October 2026`, `November 2025 – March 2026`, `May 2015`. */
export function span(from: Instant, to: Instant): string {
  if (from.slice(0, 7) === to.slice(0, 7)) return monthAndYear(to);
  return `${year(from) === year(to) ? month(from) : monthAndYear(from)} – ${monthAndYear(to)}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], last: 'and' | 'or'): string {
  const tail = words.at(-1) ?? '';
  return words.length < 2 ? tail : `${words.slice(0, -1).join(', ')} ${last} ${tail}`;
}

/** First letter in upper case, the rest as it was. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const year = (at: Instant): string => at.slice(0, 4);
const month = (at: Instant): string => MONTHS[Number(at.slice(5, 7)) - 1] ?? at.slice(0, 7);
const dayOfMonth = (at: Instant): number => Number(at.slice(8, 10));
