import type { Entry } from '../model/entry.js';
import type { Feed } from '../model/feed.js';
import type { Lookup } from '../model/identity.js';
import { identityKey } from '../model/identity.js';
import type { Instant } from '../model/values.js';
import { titleOf } from '../sources/listed.js';
import type { FeedFacts, SourceRecord } from '../sources/record.js';
import type { Known, Store } from '../store/store.js';
import { type Candidate, candidatesOf } from './candidate.js';
import { decide, type MergeContext, unanswered } from './decide.js';
import type { Desk } from './desk.js';
import type { Imported } from './make-entry.js';

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
  const known = { ...record, feed: factsOf(feed) };
  if (asked.length === 0) return { record: known, ...NO_NEWS };
  store.putSource(known); // whose post it is may rest on the home that the feed claims now
  const lookups = asked.map(({ lookup }) => lookup);
  const context = { ...contextOf(desk, known, feed), first, imported: null };
  const decision = decide(candidates, listing, asked, await store.find(record.key, lookups), context);
  if (decision.commit === null) return { record: known, ...NO_NEWS };
  await store.commit(decision.commit);
  return { record: counted(known, decision.fresh), fresh: decision.fresh, edited: decision.edited };
}

/**
 * Adds the entries of a feed that the store doesn't have. Those it has stay as they are, and what the source's own document
 * lists is left alone. Answers the new ones; the record counts them.
 */
export async function importFeed(
  store: Store,
  desk: Desk,
  record: SourceRecord,
  feed: Feed,
  imported: Imported,
): Promise<readonly Entry[]> {
  const candidates = candidatesOf(record.key, feed);
  const known = await store.find(
    record.key,
    candidates.map(({ lookup }) => lookup),
  );
  const byPublishedId = await store.find(
    record.key,
    candidates.map((candidate) => publishedIdLookup(candidate, imported)),
  );
  const answers = known.map((one, index) => alsoKnown(one, byPublishedId[index]));
  const context = { ...contextOf(desk, record, feed), first: null, imported };
  const { commit, fresh } = decide(candidates, new Map(), candidates, answers, context);
  if (commit === null) return [];
  await store.commit({ ...commit, listing: null });
  store.putSource(counted(record, fresh));
  return fresh;
}

/** What is remembered of a feed beside its entries. */
export function factsOf(feed: Feed): FeedFacts {
  const { format, id, title, home, language, authors, updated, rhythm } = feed;
  return { format, id, title, home, language, authors, updated, rhythm };
}

function contextOf(desk: Desk, record: SourceRecord, feed: Feed): Omit<MergeContext, 'first' | 'imported'> {
  return {
    ...desk,
    feed,
    record,
    title: titleOf(desk.listed(record.key), record),
    file: (entry) => desk.file(record.key, entry),
  };
}

/** An exported entry may be published under another id than its source's. */
function publishedIdLookup({ identity }: Candidate, imported: Imported): Lookup {
  const id = imported.stored.get(identity)?.id ?? identity;
  return { identity: identityKey(id), place: null, link: null };
}

function alsoKnown(known: Known, published: Known | undefined): Known {
  if (published === undefined) return known;
  const { own, idTaken, idHolder, removed } = published;
  return { ...known, own: known.own ?? own, idTaken, idHolder, removed: known.removed || removed };
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
