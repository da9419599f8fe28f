import type { Entry } from '../model/entry.js';
import type { FeedEntry } from '../model/feed.js';
import { MINUTE_MS } from '../model/spans.js';
import type { Instant } from '../model/values.js';
import { instant, toMs } from '../model/values.js';

/** Before the web, and what a clock that was never set says. */
const EARLIEST = '1990-01-01T00:00:00Z';
/** A publisher's clock may be a little ahead; feed validators allow as much. */
export const AHEAD_MS = 10 * MINUTE_MS;

/** The date if an entry can really have it, else null: a date in 1969 or next year is a mistake, not news. */
export function believable(date: Instant | null, now: Instant): Instant | null {
  return date !== null && date >= EARLIEST && toMs(date) <= toMs(now) + AHEAD_MS ? date : null;
}

/** It bears a date that lies ahead: it may be true one day, or by a clock that is right. */
export const isAwaited = ({ published, updated }: FeedEntry, now: Instant): boolean =>
  [published, updated].some((date) => date !== null && date > now && believable(date, now) === null);

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

/**
 * When an entry is first stored; a second later where its feed gives this very moment as its date, as one
 * does that is dated anew at each request: a date that is equal to this comes from our clock.
 */
export const firstSeen = (entry: FeedEntry, now: Instant): Instant =>
  ownDate(entry, now) === now ? instant(toMs(now) + 1000) : now;

type Dates = Pick<Entry, 'published' | 'updated' | 'seen' | 'news'>;

/**
 * The dates of a stored entry as its document has them by now. One that its feed has given stays for ever;
 * one that came from our clock, as there was none or it lay ahead, gives way to the feed's own. So does one
 * that lies ahead itself: that clock was wrong.
 */
export function settledDates(
  stored: Entry,
  entry: FeedEntry,
  now: Instant,
): Pick<Entry, 'published' | 'updated'> {
  const { published, updated, seen } = stored;
  const last = believable(entry.updated, now);
  // An update after we first saw it is no publication.
  const own = believable(entry.published, now) ?? (last !== null && last < published ? last : null);
  if (own === null || (published !== seen && believable(published, now) !== null))
    return { published, updated };
  const before = updated === published ? own : (believable(updated, now) ?? own);
  return { published: own, updated: before > own ? before : own };
}

/** An entry without dates that lie ahead; the very same where none does. */
export function pulledBack<E extends Dates>(entry: E, now: Instant): E {
  const isAhead = (date: Instant): boolean => toMs(date) > toMs(now) + AHEAD_MS;
  const news = entry.news !== undefined && isAhead(entry.news) ? { news: now } : {};
  if (![entry.published, entry.updated, entry.seen, entry.news ?? now].some(isAhead)) return entry;
  const seen = isAhead(entry.seen) ? now : entry.seen;
  const published = isAhead(entry.published) ? seen : entry.published; // as if there had been none
  const updated = isAhead(entry.updated) || entry.updated < published ? published : entry.updated;
  return { ...entry, seen, published, updated, ...news };
}

/** When an entry was edited, as far as its feed says so: later than it was updated before, in any case. */
export function editDate(before: Instant, entry: FeedEntry, now: Instant): Instant {
  const said = believable(entry.updated, now);
  return said !== null && said > before ? said : now > before ? now : before;
}
