import type { FeedEntry } from '../model/feed.js';
import type { Instant } from '../model/values.js';
import { toMs } from '../model/values.js';

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

/**
 * The dates that a new entry keeps: published, else updated, else now; never updated before it was published.
 */
export function firstDates(entry: FeedEntry, now: Instant): { published: Instant; updated: Instant } {
  const updated = believable(entry.updated, now);
  const published = believable(entry.published, now) ?? updated ?? now;
  return { published, updated: updated !== null && updated > published ? updated : published };
}

/** When an entry was edited, as far as its feed says so: later than it was updated before, in any case. */
export function editDate(before: Instant, entry: FeedEntry, now: Instant): Instant {
  const said = believable(entry.updated, now);
  return said !== null && said > before ? said : now > before ? now : before;
}
