import { type Entry, type EntryRef, nameOf } from '../model/entry.js';
import { NO_VALIDATORS, type PollState } from '../schedule/index.js';
import type { SourceRecord } from '../sources/record.js';
import type { Doomed } from './store.js';
import type { Listing, OwnedEntry, Taken } from './words.js';

/**
 * The published copy of a post, from where another copy says that it is: since then that one may have given
 * way to a better one itself. Null where it is gone.
 */
export async function leadAt(
  ref: EntryRef,
  read: (ref: EntryRef) => Promise<Entry | null>,
): Promise<OwnedEntry | null> {
  const seen = new Set<string>();
  for (let at = ref; !seen.has(nameOf(at)); ) {
    seen.add(nameOf(at));
    const entry = await read(at);
    if (entry === null) return null;
    if (entry.copyOf === null) return { source: at.source, entry };
    at = entry.copyOf;
  }
  return null;
}

/** A published post without the credit of copies that go; the very same object where it has none of them. */
export function withoutCredits(lead: Entry, gone: ReadonlySet<string>): Entry {
  const copies = lead.copies.filter((copy) => !gone.has(nameOf(copy)));
  return copies.length === lead.copies.length ? lead : { ...lead, copies };
}

/**
 * A published post with the credit of copies that are back, each at its old place; what it was credited with
 * since comes last. The very same object where it has all of them.
 * @param before its copies before they went
 */
export function withCredits(lead: Entry, before: Entry['copies'], back: ReadonlySet<string>): Entry {
  const present = new Map(lead.copies.map((copy) => [nameOf(copy), copy]));
  if (!before.some((copy) => back.has(nameOf(copy)) && !present.has(nameOf(copy)))) return lead;
  const old = before.flatMap((copy) => present.get(nameOf(copy)) ?? (back.has(nameOf(copy)) ? [copy] : []));
  const known = new Set(before.map(nameOf));
  return { ...lead, copies: [...old, ...lead.copies.filter((copy) => !known.has(nameOf(copy)))] };
}

/**
 * What a document lists, with entries that are back. Their words are those that they are stored with, so that
 * an edit since then is seen; what it lists no more stays out of it.
 */
export function listedAgain(listing: Listing, before: Taken['listing']): Listing {
  const back = before.filter(([identity]) => listing.get(identity)?.key === null);
  return new Map([...listing, ...back]);
}

/** What it lists, with entries that are taken out listed as such: its document must not bring them again. */
export const unlisted = (listing: Listing, keys: ReadonlySet<string>): Listing =>
  new Map(
    [...listing].map(([identity, listed]) => [
      identity,
      keys.has(listed.key ?? '') ? { ...listed, key: null } : listed,
    ]),
  );

/** What an engine knows of a source that entries are taken from. */
export interface Takeable {
  readonly record: SourceRecord;
  readonly listing: Listing;
  read(ref: EntryRef): Promise<Entry | null>;
  /** Of entries' ids and links, what isn't known as removed yet. */
  newOf(entries: readonly Pick<Entry, 'id' | 'ids' | 'url'>[]): Promise<Pick<Taken, 'ids' | 'links'>>;
}

/** All that is known of entries before they go. */
export async function takenOf({ entries, links }: Doomed, known: Takeable): Promise<Taken> {
  const keys = new Set(entries.map(({ key }) => key));
  const listing = [...known.listing].filter(([, { key }]) => keys.has(key ?? ''));
  const leads: Taken['leads'][number][] = [];
  for (const { copyOf } of entries) {
    if (links === 'too' || copyOf === null) continue;
    const lead = await leadAt(copyOf, known.read);
    if (lead !== null) leads.push({ source: lead.source, key: lead.entry.key, copies: lead.entry.copies });
  }
  const named = entries.map((entry) => (links === 'too' ? entry : { ...entry, url: null }));
  const { ids, links: urls } = await known.newOf(named);
  return { record: known.record, entries, listing, ids, links: urls, leads };
}

/**
 * How a source is polled whose entries are back; null where as before. What it has said of them since was not
 * read: it is asked for the whole document.
 */
export const askedWhole = (before: PollState, now: PollState): PollState | null =>
  now.lastPoll === before.lastPoll ? null : { ...now, validators: NO_VALIDATORS };
