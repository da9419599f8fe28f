import type { Feed, Instant } from '../model.js';
import { titleOf } from '../sources.js';
import type { Entry, SourceRecord, Store } from '../store/store.js';
import { candidatesOf } from './candidate.js';
import { decide, unanswered } from './decide.js';
import type { Desk } from './desk.js';

/** What a feed brought. */
export interface Merged {
  readonly record: SourceRecord;
  readonly fresh: readonly Entry[];
  readonly edited: readonly Entry[];
}

const NO_NEWS = { fresh: [], edited: [] };

/**
 * Merges a feed into the store. The caller serialises merges: each decision rests on what the store holds.
 * @param first how many unknown entries may become news at once; null before the site has published
 */
export async function mergeFeed(
  store: Store,
  desk: Desk,
  record: SourceRecord,
  feed: Feed,
  first: number | null,
): Promise<Merged> {
  const candidates = candidatesOf(record.key, feed);
  const listing = await store.listing(record.key);
  const asked = unanswered(candidates, listing);
  const { format, id, title, home, language, authors, updated, rhythm } = feed;
  const known = { ...record, feed: { format, id, title, home, language, authors, updated, rhythm } };
  if (asked.length === 0) return { record: known, ...NO_NEWS };
  store.putSource(known); // whose post it is may rest on the home that the feed claims now
  const lookups = asked.map(({ lookup }) => lookup);
  const decision = decide(candidates, listing, asked, await store.find(record.key, lookups), {
    feed,
    record,
    title: titleOf(desk.listed(record.key), known),
    now: desk.now,
    pass: desk.pass,
    file: (entry) => desk.file(record.key, entry),
    bundlesOf: desk.bundlesOf,
    rank: desk.rank,
    orderOf: desk.orderOf,
    originOf: desk.originOf,
    post: desk.post,
    first,
  });
  if (decision.commit === null) return { record: known, ...NO_NEWS };
  await store.commit(decision.commit);
  return { record: counted(known, decision.fresh), fresh: decision.fresh, edited: decision.edited };
}

/** The record with newly stored entries counted in. */
export function counted(record: SourceRecord, fresh: readonly Entry[]): SourceRecord {
  const withheld = fresh.filter(({ passes }) => !passes).length;
  const oldest = fresh.reduce<Instant | null>(
    (min, { published }) => (min === null || published < min ? published : min),
    record.oldest,
  );
  return { ...record, entries: record.entries + fresh.length, withheld: record.withheld + withheld, oldest };
}
