import type { Entry } from '../model/entry.js';
import { identityKey, type Lookup } from '../model/identity.js';
import { type Placement, placementOf } from '../model/stream.js';
import { myTurn } from '../model/turns.js';
import type { HttpUrl, Instant, SourceKey } from '../model/values.js';
import { ownId, publishedId } from '../post/published-id.js';
import type { Decision, Known, Listed, Listing, OwnedEntry, Put } from '../store/store.js';
import { isLongPast, type NewsRule, notNews, type Unknown } from './backfill.js';
import { type Candidate, isUnchanged } from './candidate.js';
import type { Rank } from './first-party.js';
import { type DocumentContext, editedEntry, newEntry, refile, streamsOf } from './make-entry.js';
import { ordersOf, type Placed } from './order.js';
import { isSamePost, type Recognised, recognise } from './recognise.js';

/** What a decision rests on beside the document and the store. */
export interface MergeContext extends DocumentContext {
  readonly rank: Rank;
  /** The source's place in feeds.json; later ones, and those that left it, count as larger. */
  readonly orderOf: (source: SourceKey) => number;
  readonly originOf: (source: SourceKey) => HttpUrl;
  /** As `shown`, of any source's entry. */
  readonly shownOf: (source: SourceKey, entry: Entry) => string;
  /** Which unknown entries become news; null before the site has published for the first time. */
  readonly news: NewsRule | null;
}

/** What a document brought, and what is to be written of it. */
export interface MergeDecision extends Decision {
  readonly added: readonly Entry[];
  readonly edited: readonly Entry[];
}

export const NO_NEWS: MergeDecision = { puts: [], listing: null, feed: null, added: [], edited: [] };

/**
 * Candidates that the store has to be asked about: those that the listing of the last document doesn't answer
 * for, and their neighbours of the same date, for the order among them.
 */
export function unanswered(candidates: readonly Candidate[], listing: Listing): readonly Candidate[] {
  const listed = (candidate: Candidate): Listed | undefined => listing.get(candidate.lookup.identity);
  const dates = new Set(candidates.filter((one) => listed(one) === undefined).map(({ date }) => date));
  const isNeighbour = (one: Candidate): boolean =>
    one.date !== null && dates.has(one.date) && listed(one)?.key !== null; // what was pruned stays out
  return candidates.filter((one) => !isUnchanged(one, listed(one)) || isNeighbour(one));
}

/**
 * What the document before listed, if this one lists none of it: a blog that has moved, or a stranger's. What
 * was pruned stays out.
 */
export function lookupsOfFormers(candidates: readonly Candidate[], listing: Listing): readonly Lookup[] {
  if (candidates.length === 0 || candidates.some(({ lookup }) => listing.has(lookup.identity))) return [];
  return [...listing].flatMap(([identity, { key }]) =>
    key === null ? [] : { identity, place: null, twin: null, link: null },
  );
}

/**
 * Decides what a document changes in the store, by these alone: `known` has what is known of each of `asked`,
 * in their order, then of what `lookupsOfFormers` names. It waits for its turn between entries, of which a
 * document may have thousands.
 */
export async function decide(
  candidates: readonly Candidate[],
  listing: Listing,
  asked: readonly Candidate[],
  known: readonly Known[],
  context: MergeContext,
): Promise<MergeDecision> {
  const identities = new Set(candidates.map(({ lookup }) => lookup.identity));
  const formers = known.slice(asked.length).flatMap(({ own }) => own ?? []);
  const recognised = recognise(asked, known, identities, formers);
  const work = new Work(context);
  const keys = new Map<Candidate, string | null>();
  for (const one of recognised) {
    await myTurn();
    keys.set(one.candidate, work.take(one));
  }
  work.arrange(candidates);
  work.tellNews(candidates);
  const puts = work.puts();
  if (puts.length === 0) return NO_NEWS;
  const listed = candidates.map((candidate): [string, Listed] => {
    const before = listing.get(candidate.lookup.identity);
    const key = keys.get(candidate);
    return [
      candidate.lookup.identity,
      { key: key === undefined ? (before?.key ?? null) : key, raw: candidate.raw },
    ];
  });
  return {
    puts,
    listing: new Map(listed),
    feed: null,
    added: [...work.added.values()],
    edited: [...work.edited.values()].map(({ entry }) => entry),
  };
}

/** The changes of one document, as they add up. */
class Work {
  readonly added = new Map<string, Entry>();
  readonly edited = new Map<string, { entry: Entry; before: Placement }>();
  /** Entries of other sources, whose id, copy or credit changes. */
  private readonly others = new Map<string, { source: SourceKey; entry: Entry; before: Placement }>();
  /** New entries under an id that streams carry already, and where. */
  private readonly continued = new Map<string, Placement>();
  /** New entries that continue a post which readers may have seen. */
  private readonly old = new Set<string>();
  /** Keys of the new entries that are news. */
  private readonly news = new Set<string>();
  /** What each candidate is stored as. */
  private readonly taken = new Map<Candidate, Entry>();

  constructor(private readonly context: MergeContext) {}

  /** Takes a candidate in; returns the key it is stored under, null where it must stay out. */
  take({ candidate, known, stored }: Recognised): string | null {
    if (known.removed) return null;
    const { imported } = this.context;
    if (stored !== null) {
      // What was polled since an export is newer.
      const entry = imported === null ? editedEntry(stored, candidate, this.context) : stored;
      if (entry !== stored) this.edited.set(entry.key, { entry, before: placementOf(stored) });
      this.taken.set(candidate, entry);
      return stored.key;
    }
    const isTaken = known.idTaken && (imported !== null || !this.winsId(known.idHolder));
    const entry = newEntry(candidate, isTaken, this.context);
    const holder = this.holderOf(candidate, known);
    if (holder === null || candidate.entry.url === null) this.added.set(entry.key, entry);
    else if (this.isBetter(entry, candidate.entry.url, holder)) this.takeOver(entry, candidate, holder);
    else this.beCopy(entry, holder);
    this.taken.set(candidate, entry);
    return entry.key;
  }

  /** Of entries with equal dates the document tells the order. */
  arrange(candidates: readonly Candidate[]): void {
    const placed = candidates.flatMap((candidate): readonly Placed[] => {
      const entry = this.taken.get(candidate);
      const added = this.added.get(entry?.key ?? '');
      return entry === undefined ? [] : [{ entry: added ?? entry, isNew: added !== undefined }];
    });
    for (const [key, order] of ordersOf(placed)) {
      const entry = this.added.get(key);
      if (entry !== undefined && entry.order === undefined && order !== 0)
        this.added.set(key, { ...entry, order });
    }
  }

  /** What is not news goes straight to the archives, and what is bears the instant of the pass. */
  tellNews(candidates: readonly Candidate[]): void {
    const { news, now } = this.context;
    if (news === null) return;
    const unknown = candidates.flatMap((candidate): readonly Unknown[] => {
      const entry = this.added.get(this.taken.get(candidate)?.key ?? '');
      const isPublished = entry !== undefined && entry.streams.length > 0 && !this.old.has(entry.key);
      return isPublished ? [{ candidate, entry }] : [];
    });
    const old = new Set(notNews(unknown, news, candidates[0], now));
    for (const { entry } of unknown) {
      if (old.has(entry)) this.added.set(entry.key, { ...entry, archivedOnly: true });
      else if (!isLongPast(entry.published, news, now)) {
        this.added.set(entry.key, { ...entry, news: now });
        this.news.add(entry.key);
      }
    }
  }

  puts(): readonly Put[] {
    const { key } = this.context.record;
    return [
      ...this.others.values(),
      ...[...this.added.values()].map((entry) => ({
        source: key,
        entry,
        before: this.continued.get(entry.key) ?? null,
        isNews: this.news.has(entry.key),
      })),
      ...[...this.edited.values()].map(({ entry, before }) => ({ source: key, entry, before })),
    ];
  }

  /** The published copy of the same post; what was exported as two posts stays two. */
  private holderOf(candidate: Candidate, { holder, linkShared, idHolder }: Known): OwnedEntry | null {
    const restored = this.context.imported?.stored.get(candidate.identity);
    if (restored?.isCopy === false && holder?.entry.pass === this.context.pass) return null;
    const ofLink = linkShared || candidate.linkShared ? null : holder;
    return ofLink ?? (idHolder !== null && isSamePost(candidate, idHolder.entry) ? idHolder : null);
  }

  /** Of two sources that use one id in one pass the earlier in feeds.json has it, not the faster. */
  private winsId(holder: OwnedEntry | null): boolean {
    if (holder === null || !this.isEarlier(holder)) return false;
    const entry = this.latest(holder);
    this.change(holder, { ...entry, id: this.ownIdOf(holder.source, entry) }, placementOf(entry));
    return true;
  }

  /**
   * A copy that passes `only` beats one that doesn't, first party beats the rest; else the copy stored first
   * stays.
   */
  private isBetter(entry: Entry, url: HttpUrl, holder: OwnedEntry): boolean {
    if (this.context.imported?.stored.get(entry.ids.at(-1) ?? '')?.isCopy === true) return false;
    if (entry.admitted !== holder.entry.admitted) return entry.admitted;
    const { rank, record } = this.context;
    const mine = rank(record.key, url);
    const theirs = rank(holder.source, holder.entry.url ?? url);
    return mine === theirs ? this.isEarlier(holder) : mine > theirs;
  }

  /** Within one pass nothing has been published yet, and the order of feeds.json counts. */
  private isEarlier(holder: OwnedEntry): boolean {
    const { pass, record, orderOf } = this.context;
    return holder.entry.pass === pass && orderOf(record.key) < orderOf(holder.source);
  }

  /**
   * The better copy's text and credit, under the id and date that subscribers know, if they can know it yet.
   */
  private takeOver(entry: Entry, candidate: Candidate, holder: OwnedEntry): void {
    const { record, pass } = this.context;
    const old = this.latest(holder);
    const isKnown = old.pass !== pass;
    const sharesId = identityKey(old.id) === candidate.lookup.identity;
    const ownId = sharesId ? publishedId(candidate.identity, false, record.origin) : entry.id;
    const { id, published, archivedOnly, news } = isKnown ? old : { ...entry, id: ownId };
    const updated = isKnown ? this.updatedSince(holder.source, old, entry) : entry.updated;
    const copies = [...old.copies, creditOf(holder.source, old)];
    const was = { id, published, updated, archivedOnly, ...(news === undefined ? {} : { news }) };
    const heir = { ...entry, ...was, copies };
    // Under the id that it takes over it may have been filed by hand.
    const { file, streamNames } = this.context;
    this.added.set(entry.key, id === entry.id ? heir : refile(heir, file(heir), streamNames));
    if (isKnown) this.old.add(entry.key);
    if (id === old.id) this.continued.set(entry.key, placementOf(old));
    const givenUp: Entry = {
      ...old,
      id: isKnown || sharesId ? this.ownIdOf(holder.source, old) : old.id,
      copyOf: { source: record.key, key: entry.key },
      copies: [],
      streams: [],
    };
    this.change(holder, givenUp, id === old.id ? { ...placementOf(old), streams: [] } : placementOf(old));
  }

  /** What readers know was updated when they know it was, unless the better copy shows something newer. */
  private updatedSince(source: SourceKey, old: Entry, heir: Entry): Instant {
    const { shown, shownOf } = this.context;
    return heir.updated <= old.updated || shown(heir) === shownOf(source, old) ? old.updated : heir.updated;
  }

  private beCopy(entry: Entry, holder: OwnedEntry): void {
    const { record, streamNames } = this.context;
    const lead = this.latest(holder);
    const copy = { ...entry, copyOf: { source: holder.source, key: lead.key } };
    this.added.set(copy.key, { ...copy, streams: streamsOf(copy, streamNames) });
    const others = lead.copies.filter((other) => other.source !== record.key || other.key !== copy.key);
    this.change(holder, { ...lead, copies: [...others, creditOf(record.key, copy)] }, placementOf(lead));
  }

  private latest({ source, entry }: OwnedEntry): Entry {
    return this.others.get(`${source} ${entry.key}`)?.entry ?? entry;
  }

  private change({ source }: OwnedEntry, entry: Entry, before: Placement): void {
    const key = `${source} ${entry.key}`;
    this.others.set(key, { source, entry, before: this.others.get(key)?.before ?? before });
  }

  private ownIdOf(source: SourceKey, { ids, id }: Entry): string {
    return ownId(ids[0] ?? id, this.context.originOf(source));
  }
}

function creditOf(source: SourceKey, entry: Entry) {
  return { source, key: entry.key, title: entry.from.title, url: entry.from.home };
}
