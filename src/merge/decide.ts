import type { HttpUrl, Post, SourceKey } from '../model.js';
import type { Before, Commit, Entry, Known, Listed, Listing, Put } from '../store/store.js';
import { type Candidate, isUnchanged } from './candidate.js';
import type { Rank } from './first-party.js';
import { type DocumentContext, editedEntry, newEntry, streamsOf } from './make-entry.js';
import { ownId } from './published-id.js';
import { type Recognised, recognise } from './recognise.js';

/** What a decision rests on beside the document and the store. */
export interface MergeContext extends DocumentContext {
  readonly rank: Rank;
  /** The source's place in feeds.json; later ones, and those that left it, count as larger. */
  readonly orderOf: (source: SourceKey) => number;
  readonly originOf: (source: SourceKey) => HttpUrl;
  /** The published record of an entry of any source. */
  readonly post: (source: SourceKey, entry: Entry) => Post | null;
  /** How many unknown entries may become news at once; null before the site has published for the first time. */
  readonly first: number | null;
}

/** What a document brought. */
export interface Decision {
  /** Null where there is nothing to write. */
  readonly commit: Commit | null;
  readonly fresh: readonly Entry[];
  readonly edited: readonly Entry[];
}

/** Candidates that the listing of the last document doesn't answer for: the store has to be asked about them. */
export function unanswered(candidates: readonly Candidate[], listing: Listing): readonly Candidate[] {
  return candidates.filter((candidate) => !isUnchanged(candidate, listing.get(candidate.lookup.identity)));
}

/**
 * Decides what a document changes in the store. Pure: `known` answers for each of `asked`, in their order.
 */
export function decide(
  candidates: readonly Candidate[],
  listing: Listing,
  asked: readonly Candidate[],
  known: readonly Known[],
  context: MergeContext,
): Decision {
  const identities = new Set(candidates.map(({ lookup }) => lookup.identity));
  const recognised = recognise(asked, known, identities);
  const work = new Work(context);
  const keys = new Map<Candidate, string | null>();
  for (const one of recognised) keys.set(one.candidate, work.take(one));
  work.holdBack();
  const puts = work.puts();
  if (puts.length === 0) return { commit: null, fresh: [], edited: [] };
  const listed = candidates.map((candidate): [string, Listed] => {
    const before = listing.get(candidate.lookup.identity);
    const key = keys.get(candidate);
    return [
      candidate.lookup.identity,
      { key: key === undefined ? (before?.key ?? null) : key, raw: candidate.raw },
    ];
  });
  return {
    commit: { source: context.record.key, puts, listing: new Map(listed) },
    fresh: [...work.fresh.values()],
    edited: [...work.edited.values()].map(({ entry }) => entry),
  };
}

/** The changes of one document, as they add up. */
class Work {
  readonly fresh = new Map<string, Entry>();
  readonly edited = new Map<string, { entry: Entry; before: Before }>();
  /** Entries of other sources, whose copy or credit changes. */
  private readonly others = new Map<string, { source: SourceKey; entry: Entry; before: Before }>();
  /** New entries that continue a post which is published already, and where. */
  private readonly continued = new Map<string, Before>();

  constructor(private readonly context: MergeContext) {}

  /** Takes a candidate in; answers the key it is stored under, null where it must stay out. */
  take({ candidate, known, stored }: Recognised): string | null {
    if (known.removed) return null;
    if (stored !== null) {
      const entry = editedEntry(stored, candidate, this.context);
      if (entry !== stored) this.edited.set(entry.key, { entry, before: standing(stored) });
      return stored.key;
    }
    const entry = newEntry(candidate, known.idTaken, this.context);
    const holder = known.linkShared || candidate.linkShared ? null : known.holder;
    if (holder === null || candidate.entry.url === null) this.fresh.set(entry.key, entry);
    else if (this.isBetter(candidate.entry.url, holder))
      this.takeOver(entry, holder.source, this.latest(holder));
    else this.beCopy(entry, holder.source, this.latest(holder));
    return entry.key;
  }

  /** A flood of unknown entries is not news: only the newest become so, the rest goes straight to the archives. */
  holdBack(): void {
    const { first } = this.context;
    if (first === null) return;
    const news = [...this.fresh.values()].filter(
      (entry) => entry.streams.length > 0 && !this.continued.has(entry.key),
    );
    const newest = news.sort((a, b) =>
      a.published < b.published ? 1 : a.published > b.published ? -1 : a.id < b.id ? -1 : 1,
    );
    for (const entry of newest.slice(first)) this.fresh.set(entry.key, { ...entry, held: true });
  }

  /** New entries first: should a crash part them from the copies they replace, theirs is the side that is believed. */
  puts(): readonly Put[] {
    const { key } = this.context.record;
    return [
      ...[...this.fresh.values()].map((entry) => this.put(key, entry, this.continued.get(entry.key) ?? null)),
      ...[...this.edited.values()].map(({ entry, before }) => this.put(key, entry, before)),
      ...[...this.others.values()].map(({ source, entry, before }) => this.put(source, entry, before)),
    ];
  }

  private put(source: SourceKey, entry: Entry, before: Before | null): Put {
    return {
      source,
      entry,
      before,
      post: entry.streams.length > 0 ? this.context.post(source, entry) : null,
    };
  }

  /** First party beats the rest; else the copy stored first stays, and within one pass the earlier in feeds.json. */
  private isBetter(url: HttpUrl, holder: { source: SourceKey; entry: Entry }): boolean {
    const { rank, record, orderOf, pass } = this.context;
    const mine = rank(record.key, url);
    const theirs = rank(holder.source, holder.entry.url ?? url);
    if (mine !== theirs) return mine > theirs;
    return holder.entry.pass === pass && orderOf(record.key) < orderOf(holder.source);
  }

  /** The better copy's text and credit, under the id and date that subscribers know, if they can know it yet. */
  private takeOver(entry: Entry, source: SourceKey, old: Entry): void {
    const isPublished = old.pass !== this.context.pass;
    const own = old.id === entry.ids[0] ? old.id : entry.id; // the verbatim id, which the copy gives up
    const { id, published, held } = isPublished ? old : { ...entry, id: own };
    const updated = entry.updated > published ? entry.updated : published;
    const copies = [...old.copies, creditOf(source, old)];
    this.fresh.set(entry.key, { ...entry, id, published, updated, held, copies });
    if (isPublished) this.continued.set(entry.key, standing(old));
    const givenUp: Entry = {
      ...old,
      id: ownId(old.ids[0] ?? old.id, this.context.originOf(source)),
      copyOf: { source: this.context.record.key, key: entry.key },
      copies: [],
      streams: [],
    };
    const before = isPublished ? { ...standing(old), streams: [] } : standing(old);
    this.others.set(`${source} ${old.key}`, { source, entry: givenUp, before });
  }

  private beCopy(entry: Entry, source: SourceKey, lead: Entry): void {
    const { record, bundlesOf } = this.context;
    const copy = { ...entry, copyOf: { source, key: lead.key } };
    this.fresh.set(copy.key, { ...copy, streams: streamsOf(copy, bundlesOf) });
    const others = lead.copies.filter((other) => other.source !== record.key || other.key !== copy.key);
    const credited = { ...lead, copies: [...others, creditOf(record.key, copy)] };
    this.others.set(`${source} ${lead.key}`, { source, entry: credited, before: standing(lead) });
  }

  private latest({ source, entry }: { source: SourceKey; entry: Entry }): Entry {
    return this.others.get(`${source} ${entry.key}`)?.entry ?? entry;
  }
}

function standing({ id, published, streams }: Entry): Before {
  return { id, published, streams };
}

function creditOf(source: SourceKey, entry: Entry) {
  return { source, key: entry.key, title: entry.from.title, url: entry.from.home };
}
