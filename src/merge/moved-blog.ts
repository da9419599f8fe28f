import type { Entry } from '../model/entry.js';
import { linkKey } from '../model/identity.js';
import { DAY_MS } from '../model/spans.js';
import { type Instant, toMs } from '../model/values.js';
import { fold, lower } from '../text/fold.js';
import { wordsOf } from '../text/words.js';
import type { Candidate } from './candidate.js';

/** Feeds shift dates by time zones and roundings when a blog changes its software. */
const SAME_DAY_MS = DAY_MS;

/** Fewer posts may have a title and a day in common by chance. */
const FEWEST = 3;

/**
 * What each entry of a document was in the one before, if that listed none of them, and titles or links come
 * with dates that are the same but for a day: the blog has another software, which gives other ids, writes
 * titles otherwise, rounds dates or means another time zone. They have to be the posts of more days than one
 * could be taken for the other: a forecast that is new each day has the same titles and links each day, too.
 * @param formers the entries of the document before
 */
export function movedBlog(
  candidates: readonly Candidate[],
  formers: readonly Entry[],
): ReadonlyMap<Candidate, Entry> {
  if (formers.length === 0) return new Map();
  const byLink = pairsBy(candidates, formers, ({ url }) => url && linkKey(url));
  const byTitle = pairsBy(candidates, formers, ({ title }) => title && wordsOf(lower(fold(title))).join(' '));
  return new Map([byLink, byTitle].filter(isTelling).flat());
}

type Pairs = readonly (readonly [Candidate, Entry])[];

/** Entries of both documents that alone have a name there, and whose dates agree. */
function pairsBy(
  candidates: readonly Candidate[],
  formers: readonly Entry[],
  nameOf: (entry: Pick<Entry, 'url' | 'title'>) => string | null,
): Pairs {
  const known = byOwnName(formers, nameOf);
  return [...byOwnName(candidates, ({ entry }) => nameOf(entry))].flatMap(([name, candidate]): Pairs => {
    const former = known.get(name);
    if (former === undefined) return [];
    // One that tells only when it was updated may have been edited since.
    const isSame = [former.published, former.updated].some((date) => isSameDay(candidate.date, date));
    return isSame ? [[candidate, former]] : [];
  });
}

function isTelling(pairs: Pairs): boolean {
  const dates = pairs.map(([, { published }]) => toMs(published)).toSorted((a, b) => a - b);
  return dates.length >= FEWEST && (dates.at(-1) ?? 0) - (dates[0] ?? 0) > 2 * SAME_DAY_MS;
}

/** Dates that may be one and the same; none is like no other. */
export const isSameDay = (a: Instant | null, b: Instant): boolean =>
  a !== null && Math.abs(toMs(a) - toMs(b)) <= SAME_DAY_MS;

/** What has a name that nothing else has. */
function byOwnName<T>(all: readonly T[], nameOf: (one: T) => string | null): ReadonlyMap<string, T> {
  const byName = new Map<string, T | null>();
  for (const one of all) {
    const name = nameOf(one);
    if (name !== null && name !== '') byName.set(name, byName.has(name) ? null : one);
  }
  return new Map([...byName].flatMap(([name, one]) => (one === null ? [] : [[name, one]])));
}
