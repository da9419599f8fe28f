import type { Rhythm } from '../model/feed.js';
import { DAY_MS, HOUR_MS, WEEK_MS } from '../model/spans.js';
import { children, childText, text, type XmlNode } from './xml/node.js';

/** RDF Site Summary 1.0 Modules: Syndication. */
const PERIODS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    hourly: HOUR_MS,
    daily: DAY_MS,
    weekly: WEEK_MS,
    monthly: 30 * DAY_MS,
    yearly: 365 * DAY_MS,
  }),
);
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

export const NO_RHYTHM: Rhythm = { ttlMinutes: null, updateEveryMs: null, skipHours: [], skipDays: [] };

/** The hints of a channel or feed on how often it changes. */
export function rhythmOf(node: XmlNode): Rhythm {
  const period = childText(node, 'sy:updateperiod')?.toLowerCase();
  const frequency = positive(childText(node, 'sy:updatefrequency')) ?? 1;
  const every = period === undefined ? undefined : PERIODS.get(period);
  return {
    ttlMinutes: positive(childText(node, 'rss:ttl')),
    updateEveryMs: every === undefined ? null : Math.round(every / frequency),
    // RSS 0.92 counts hours from 1 to 24.
    skipHours: distinct(
      listed(node, 'rss:skiphours', 'rss:hour').map((hour) => (/^\d+$/.test(hour) ? Number(hour) % 24 : -1)),
    ),
    skipDays: distinct(listed(node, 'rss:skipdays', 'rss:day').map((day) => DAYS.indexOf(day.toLowerCase()))),
  };
}

const listed = (node: XmlNode, list: string, member: string): readonly string[] =>
  children(node, list).flatMap((inner) => children(inner, member).map((found) => text(found).trim()));

const distinct = (found: readonly number[]): readonly number[] =>
  [...new Set(found.filter((number) => number >= 0))].sort((a, b) => a - b);

/** Whole and above zero; what is absurdly large still means "seldom". */
function positive(digits: string | null): number | null {
  return digits !== null && /^\d+$/.test(digits) && Number(digits) > 0 ? Math.min(Number(digits), 1e9) : null;
}
