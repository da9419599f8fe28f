import type { FeedEntry } from '../model/feed.js';
import type { Instant } from '../model/values.js';
import { instant, toMs } from '../model/values.js';

/** Before the web, and what a clock that was never set says. */
const EARLIEST = '1990-01-01T00:00:00Z';
/** A publisher's clock may be a little ahead; feed validators allow as much. */
const AHEAD_MS = 10 * 60_000;

/** The date if an entry can really have it, else null: a date in 1969 or next year is a mistake, not news. */
export function believable(date: Instant | null, now: Instant): Instant | null {
  return date !== null && date >= EARLIEST && toMs(date) <= toMs(now) + AHEAD_MS ? date : null;
}

/** When an entry was published as far as its feed says so. */
export function ownDate({ published, updated }: FeedEntry, now: Instant): Instant | null {
  return believable(published, now) ?? believable(updated, now);
}

/** `/2024/05/06/` in the path of a link, as most blogs' software writes it. */
const DATED_PATH = /\/((?:19|20)\d\d)\/(\d\d?)\/(\d\d?)(?:\/|$)/;

/** The day that an entry's link tells. */
function linkDate({ url }: FeedEntry, now: Instant): Instant | null {
  const [, year, month, date] = DATED_PATH.exec(url === null ? '' : new URL(url).pathname) ?? [];
  if (year === undefined) return null;
  const day = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date)));
  const isReal = day.getUTCMonth() === Number(month) - 1 && day.getUTCDate() === Number(date);
  return isReal ? believable(instant(day.getTime()), now) : null;
}

/** The entry itself says when it is from. */
export const hasDate = (entry: FeedEntry, now: Instant): boolean =>
  (ownDate(entry, now) ?? linkDate(entry, now)) !== null;

/**
 * The dates that a new entry keeps: published, else updated, else the day in its link, else its document's
 * date, else now; never updated before it was published.
 * @param documentDate null where that tells nothing of the entry
 */
export function firstDates(
  entry: FeedEntry,
  now: Instant,
  documentDate: Instant | null = null,
): { published: Instant; updated: Instant } {
  const updated = believable(entry.updated, now);
  const published = ownDate(entry, now) ?? linkDate(entry, now) ?? documentDate ?? now;
  return { published, updated: updated !== null && updated > published ? updated : published };
}

/** When an entry was edited, as far as its feed says so: later than it was updated before, in any case. */
export function editDate(before: Instant, entry: FeedEntry, now: Instant): Instant {
  const said = believable(entry.updated, now);
  return said !== null && said > before ? said : now > before ? now : before;
}
