import { DAY_MS, WEEK_MS } from '../../model/spans.js';
import { type Instant, instant, toMs } from '../../model/values.js';
import { instantIn } from '../../parse/dates/regions.js';

/** 1970 began on a Thursday. */
const FIRST_MONDAY = 4 * DAY_MS;

/** A week from Monday to Sunday (ISO 8601), known by the date of its Monday: `2026-11-23`. */
export type Week = string;

/** When a week begins in a time zone, milliseconds since 1970: it ends when the next begins. */
export const beginOf = (week: Week, zone: string): number => instantIn(zone, mondayOf(week));

/** When a week is over in a time zone. */
export const closeOf = (week: Week, zone: string): Instant => instant(beginOf(after(week), zone));

export const after = (week: Week): Week => weekAt(mondayOf(week) + WEEK_MS);
export const before = (week: Week): Week => weekAt(mondayOf(week) - WEEK_MS);

/** The week of a time zone that an instant lies in. */
export function weekOf(at: Instant, zone: string): Week {
  const ms = toMs(at);
  // Of UTC; a zone is off by a day at most.
  const week = weekAt(ms - ((((ms - FIRST_MONDAY) % WEEK_MS) + WEEK_MS) % WEEK_MS));
  if (ms < beginOf(week, zone)) return before(week);
  return ms < beginOf(after(week), zone) ? week : after(week);
}

/** `2026-W48`. The year is that of its Thursday. */
export function isoName(week: Week): string {
  const thursday = new Date(mondayOf(week) + 3 * DAY_MS);
  const year = thursday.getUTCFullYear();
  const days = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY_MS);
  return `${year}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
}

const mondayOf = (week: Week): number => Date.parse(`${week}T00:00:00Z`);
const weekAt = (monday: number): Week => new Date(monday).toISOString().slice(0, 10);
