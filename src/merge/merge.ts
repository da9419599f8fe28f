import type { Entry } from '../model/entry.js';
import type { Feed } from '../model/feed.js';
import { identityKey, type Lookup } from '../model/identity.js';
import type { Instant, SourceKey } from '../model/values.js';
import { sourceTitle } from '../sources/listed.js';
import type { FeedFacts, SourceRecord } from '../sources/record.js';
import type { Decision, DocumentMerge, Known, Listing, Put, Store } from '../store/store.js';
import { newsRule } from './backfill.js';
import { type Candidate, candidatesOf } from './candidate.js';
import { believable, ownDate } from './dates.js';
import { decide, lookupsOfFormers, type MergeContext, NO_NEWS, unanswered } from './decide.js';
import type { Imported } from './make-entry.js';
import { NOTHING_KNOWN } from './recognise.js';
import type { Rulings } from './rulings.js';

/** A pass as the merge needs it. */
export interface Pass {
  readonly store: Store;
  readonly rulings: Rulings;
  /** Its number; ties within one pass go by the order of feeds.json. */
  readonly number: number;
}

/** What a feed brought. */
export interface Merged {
  readonly added: readonly Entry[];
  readonly edited: readonly Entry[];
  /** All that was written of entries, those of other sources too. */
  readonly puts: readonly Put[];
  /**
   * It has an entry that was known, or none was: else it is a stranger's, at an address that has been given
   * away.
   */
  readonly familiar: boolean;
}

export interface MergeOptions {
  /** How many unknown entries may become news at once; null before the site has published. */
  readonly first: number | null;
  /** A document without any known entry is left alone. */
  readonly refusesStrangers: boolean;
  /**
   * The document may have news alone, as what hubs push: nothing follows from what it doesn't list, and what
   * it says of the feed doesn't count.
   */
  readonly isPart?: boolean;
  /** The document breaks off. */
  readonly isCut?: boolean;
}

/** Merges a feed into the store. */
export async function mergeFeed(
  pass: Pass,
  source: SourceKey,
  feed: Feed,
  { first, refusesStrangers, isPart = false, isCut = false }: MergeOptions,
): Promise<Merged> {
  const { rulings } = pass;
  const before = rulings.recordOf(source);
  const isCutAgain = isCut && (before.entries === 0 || before.feed?.cut === true);
  const facts: FeedFacts = { ...factsOf(feed, rulings.now), ...(isCutAgain && { cut: true }) };
  if (!isPart) rulings.learn({ ...before, feed: facts }); // whose post it is may rest on the home it claims now
  const candidates = candidatesOf(source, feed, rulings.now);
  const merged = await mergeAmongKnown(pass, {
    source,
    ask: (listing) => [
      ...unanswered(candidates, listing).map(({ lookup }) => lookup),
      ...(isPart ? [] : lookupsOfFormers(candidates, listing)),
    ],
    async decide(known, listing) {
      const asked = unanswered(candidates, listing);
      const familiar = before.entries === 0 || isFamiliar(candidates, listing, known.slice(0, asked.length));
      if (refusesStrangers && !familiar) return { ...NO_NEWS, familiar };
      if (asked.length === 0) return { ...NO_NEWS, feed: isPart ? null : facts, familiar };
      const news = first === null ? null : newsRule(before, first);
      const documentDate = documentDateOf(feed, before, rulings.now);
      const context = { ...contextOf(pass, source, feed), news, documentDate, imported: null };
      const decided = await decide(candidates, listing, asked, known, context);
      if (!isPart) return { ...decided, feed: facts, familiar };
      return { ...decided, listing: new Map([...listing, ...(decided.listing ?? [])]), feed: null, familiar };
    },
  });
  if (merged.feed === null) rulings.learn(before);
  return merged;
}

/**
 * Has the store decide a merge, but by rulings that know whose posts it is about: another worker may have
 * brought some of a source that is new since the pass began.
 */
async function mergeAmongKnown<D extends Decision>(
  { store, rulings }: Pick<Pass, 'store' | 'rulings'>,
  merge: DocumentMerge<D>,
): Promise<D> {
  const sought = new Set<SourceKey>();
  for (;;) {
    const merged = await store.merge<D | Unheard>({
      ...merge,
      decide(known, listing) {
        const unheard = ownersOf(known).filter((owner) => !rulings.knows(owner) && !sought.has(owner));
        return unheard.length === 0 ? merge.decide(known, listing) : { ...NO_NEWS, unheard };
      },
    });
    if (!('unheard' in merged)) return merged;
    for (const owner of merged.unheard) sought.add(owner); // it may be forgotten, and its credit have stayed
    rulings.meet((await store.sources()).values());
  }
}

/** Nothing is written yet: some posts are of sources that nobody here has heard of. */
interface Unheard extends Decision {
  readonly unheard: readonly SourceKey[];
}

/** The sources of all entries that are found, and of those whose copies they credit. */
const ownersOf = (known: readonly Known[]): readonly SourceKey[] =>
  known.flatMap(({ own, moved, twin, linked, holder, idHolder }) => {
    const others = [holder, idHolder].filter((one) => one !== null);
    const entries = [own, moved, twin, linked, ...others.map(({ entry }) => entry)];
    const credits = entries.flatMap((entry) => entry?.copies ?? []);
    return [...others, ...credits].map(({ source }) => source);
  });

/** The document lists an entry that it listed the last time, or that is stored. */
const isFamiliar = (candidates: readonly Candidate[], listing: Listing, known: readonly Known[]): boolean =>
  known.some(({ own, twin }) => own !== null || twin !== null) ||
  candidates.some(({ lookup }) => listing.has(lookup.identity));

/**
 * Adds the entries of a feed that the store doesn't have. Those it has stay as they are, and what the
 * source's own document lists is left alone. Returns the new ones.
 */
export async function importFeed(
  pass: Pass,
  source: SourceKey,
  feed: Feed,
  imported: Imported,
): Promise<readonly Entry[]> {
  const candidates = candidatesOf(source, feed, pass.rulings.now);
  const { added } = await mergeAmongKnown(pass, {
    source,
    ask: () => [
      ...candidates.map(({ lookup }) => lookup),
      ...candidates.map((candidate) => publishedIdLookup(candidate, imported)),
    ],
    async decide(known) {
      const answers = candidates.map((_candidate, index) =>
        alsoKnown(known[index] ?? NOTHING_KNOWN, known[candidates.length + index] ?? NOTHING_KNOWN),
      );
      const context = { ...contextOf(pass, source, feed), news: null, documentDate: null, imported };
      return { ...(await decide(candidates, new Map(), candidates, answers, context)), listing: null };
    },
  });
  return added;
}

/** What is remembered of a feed beside its entries. */
export function factsOf(feed: Feed, now: Instant): FeedFacts {
  const { format, id, title, home, language, authors, updated, rhythm, entries } = feed;
  const dates = entries.flatMap((entry) => ownDate(entry, now) ?? []).toSorted();
  const [from] = dates;
  const to = dates.at(-1);
  const span = from === undefined || to === undefined ? null : { from, to };
  const [hub] = feed.hubs;
  const push = hub !== undefined && feed.self !== null && { push: { hub, topic: feed.self } };
  return { format, id, title, home, language, authors, updated, rhythm, span, ...push };
}

/**
 * A feed's own date says when its entries are from in its first document, or where it is from since the last.
 */
function documentDateOf({ updated }: Feed, { entries, poll }: SourceRecord, now: Instant): Instant | null {
  const date = believable(updated, now);
  const isTelling = entries === 0 || (poll.lastSuccess !== null && date !== null && date > poll.lastSuccess);
  return isTelling ? date : null;
}

function contextOf(
  { rulings, number }: Pass,
  source: SourceKey,
  feed: Feed,
): Omit<MergeContext, 'news' | 'documentDate' | 'imported'> {
  const record = rulings.recordOf(source);
  return {
    ...rulings,
    pass: number,
    feed,
    record,
    title: sourceTitle(rulings.listed(source), record),
    file: (entry, shown) => rulings.file(source, entry, shown),
    shown: (entry) => rulings.shown(source, entry),
    shownOf: rulings.shown,
  };
}

/** An exported entry may be published under another id than its source's. */
function publishedIdLookup({ identity }: Candidate, imported: Imported): Lookup {
  const id = imported.stored.get(identity)?.id ?? identity;
  return { identity: identityKey(id), place: null, twin: null, link: null };
}

function alsoKnown(known: Known, published: Known): Known {
  const { own, idTaken, idHolder, removed } = published;
  return { ...known, own: known.own ?? own, idTaken, idHolder, removed: known.removed || removed };
}
