import { type Entry, type EntryRef, nameOf } from '../model/entry.js';
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
