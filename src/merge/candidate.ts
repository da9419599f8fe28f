import type { Feed, FeedEntry } from '../model/feed.js';
import { shortHash } from '../model/hash.js';
import type { Lookup } from '../model/identity.js';
import {
  contentIdentity,
  editionKey,
  identityKey,
  identityOf,
  linkKey,
  lookupOf,
} from '../model/identity.js';
import type { Instant, SourceKey } from '../model/values.js';
import type { Listed } from '../store/store.js';
import { isAwaited, ownDate } from './dates.js';

/** An entry of a document on its way into the store. */
export interface Candidate {
  readonly entry: FeedEntry;
  readonly identity: string;
  readonly lookup: Lookup;
  /** When it was published as far as its feed says so. */
  readonly date: Instant | null;
  /** Hash of all that the document says of it, and whether its date can be true by now. */
  readonly raw: string;
  /** Another entry of the document has the same canonical link, which therefore identifies nothing. */
  readonly linkShared: boolean;
}

/** The entries of a document that have something to show, each once. */
export function candidatesOf(source: SourceKey, feed: Feed, now: Instant): readonly Candidate[] {
  const byIdentity = new Map<string, Omit<Candidate, 'linkShared'>>();
  const links = new Map<string, number>();
  for (const { entry, identity } of withIdentities(withoutEditions(feed.entries.filter(saysSomething)))) {
    const date = ownDate(entry, now);
    const lookup = lookupOf(source, entry, identity, date);
    if (byIdentity.has(lookup.identity)) continue; // an exact repeat: documents list the newest first
    byIdentity.set(lookup.identity, { entry, identity, lookup, date, raw: rawHash(entry, now) });
    if (lookup.link !== null) links.set(lookup.link, (links.get(lookup.link) ?? 0) + 1);
  }
  return [...byIdentity.values()].map((candidate) => ({
    ...candidate,
    linkShared: (links.get(candidate.lookup.link ?? '') ?? 0) > 1,
  }));
}

/** A date and an id alone are no post: there is nothing to read and nowhere to go. */
function saysSomething({ title, url, content, summary, enclosures }: FeedEntry): boolean {
  return title !== null || url !== null || content !== null || summary !== null || enclosures.length > 0;
}

/** Nothing in the document's words for this entry has changed since it was last read. */
export function isUnchanged(candidate: Candidate, listed: Listed | undefined): boolean {
  return listed !== undefined && (listed.key === null || listed.raw === candidate.raw);
}

/**
 * Editions of one post as one entry: the first of them, as documents list the newest first, under the least
 * of their ids, whatever their order.
 */
function withoutEditions(entries: readonly FeedEntry[]): readonly FeedEntry[] {
  const editions = new Map<string | FeedEntry, FeedEntry>();
  for (const entry of entries) {
    const key = editionKey(entry.id, entry) ?? entry;
    const first = editions.get(key);
    editions.set(key, first === undefined ? entry : { ...first, id: lesser(first.id, entry.id) });
  }
  return [...editions.values()];
}

/** Of two counters the one that is less: shorter, or else first by its digits. */
function lesser(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  const isLess = a.length === b.length ? a < b : a.length < b.length;
  return isLess ? a : b;
}

/**
 * Entries with what identifies them within the document: an id that several posts share is none, told apart
 * by link or else title; nor is a link, for those without id, that posts of several titles share.
 */
function withIdentities(
  entries: readonly FeedEntry[],
): readonly { readonly entry: FeedEntry; readonly identity: string }[] {
  const postsOfId = namesUnder(
    entries,
    ({ id }) => (id === null ? null : identityKey(id)),
    ({ url, title }) => (url === null ? (title ?? '') : linkKey(url)),
  );
  const ownIds = entries.map((entry) =>
    entry.id !== null && (postsOfId.get(identityKey(entry.id))?.size ?? 0) > 1
      ? { ...entry, id: null }
      : entry,
  );
  const postsOfLink = namesUnder(
    ownIds,
    ({ id, url }) => (id === null && url !== null ? identityKey(url) : null),
    (entry) => entry.title ?? contentIdentity(entry),
  );
  return ownIds.map((entry) => {
    const isShared =
      entry.id === null && entry.url !== null && (postsOfLink.get(identityKey(entry.url))?.size ?? 0) > 1;
    return { entry, identity: isShared ? contentIdentity(entry) : identityOf(entry) };
  });
}

/** The different names of the entries under each key; entries without key are left out. */
function namesUnder(
  entries: readonly FeedEntry[],
  keyOf: (entry: FeedEntry) => string | null,
  nameOf: (entry: FeedEntry) => string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key !== null) names.set(key, (names.get(key) ?? new Set()).add(nameOf(entry)));
  }
  return names;
}

function rawHash(entry: FeedEntry, now: Instant): string {
  return shortHash(JSON.stringify(entry) + (isAwaited(entry, now) ? ' of later' : ''));
}
