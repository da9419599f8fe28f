import type { Entry } from '../model/entry.js';
import { type Instant, toMs } from '../model/values.js';
import type { Candidate } from './candidate.js';

/** Feeds shift dates by time zones and roundings when a blog changes its software. */
const SAME_DAY_MS = 86_400_000;

/** Fewer posts may have a title and a day in common by chance. */
const FEWEST = 3;

/**
 * What each entry of a document was in the one before, if that listed none of them, and titles that stand
 * once in either come with dates that are the same but for a day: the blog has another software, which gives
 * other ids and links and rounds dates, or means another time zone. They have to be the posts of more days
 * than one could be taken for the other: a forecast that is new each day has the same titles each day, too.
 * @param formers the entries of the document before
 */
export function redated(
  candidates: readonly Candidate[],
  formers: readonly Entry[],
): ReadonlyMap<Candidate, Entry> {
  const known = byOwnTitle(formers, ({ title }) => title);
  const pairs = [...byOwnTitle(candidates, ({ entry }) => entry.title)].flatMap(
    ([title, candidate]): readonly (readonly [Candidate, Entry])[] => {
      const former = known.get(title);
      // One that tells only when it was updated may have been edited since.
      const dates = former === undefined ? [] : [former.published, former.updated];
      return former !== undefined && dates.some((date) => isSameDay(candidate.date, date))
        ? [[candidate, former]]
        : [];
    },
  );
  const days = pairs.map(([, { published }]) => toMs(published));
  const span = days.reduce((a, b) => Math.max(a, b), 0) - days.reduce((a, b) => Math.min(a, b), Infinity);
  return new Map(pairs.length < FEWEST || span <= 2 * SAME_DAY_MS ? [] : pairs);
}

/** Dates that may be one and the same; none is like no other. */
export const isSameDay = (a: Instant | null, b: Instant): boolean =>
  a !== null && Math.abs(toMs(a) - toMs(b)) <= SAME_DAY_MS;

/** What has a title that nothing else has. */
function byOwnTitle<T>(all: readonly T[], titleOf: (one: T) => string | null): ReadonlyMap<string, T> {
  const byTitle = new Map<string, T | null>();
  for (const one of all) {
    const title = titleOf(one);
    if (title !== null && title !== '') byTitle.set(title, byTitle.has(title) ? null : one);
  }
  return new Map([...byTitle].flatMap(([title, one]) => (one === null ? [] : [[title, one]])));
}
