import { createHash } from 'node:crypto';
import type { Feed, FeedEntry, SourceKey } from '../model.js';
import type { Listed, Lookup } from '../store/store.js';
import { identityOf, lookupOf } from './identity.js';

/** An entry of a document on its way into the store. */
export interface Candidate {
  readonly entry: FeedEntry;
  readonly identity: string;
  readonly lookup: Lookup;
  /** Hash of all that the document says of it. */
  readonly raw: string;
  /** Another entry of the document has the same canonical link, which therefore identifies nothing. */
  readonly linkShared: boolean;
}

/** The entries of a document, each once. */
export function candidatesOf(source: SourceKey, feed: Feed): readonly Candidate[] {
  const byIdentity = new Map<string, Omit<Candidate, 'linkShared'>>();
  const links = new Map<string, number>();
  for (const entry of feed.entries) {
    const lookup = lookupOf(source, entry);
    if (byIdentity.has(lookup.identity)) continue; // an exact repeat: documents list the newest first
    byIdentity.set(lookup.identity, { entry, identity: identityOf(entry), lookup, raw: rawHash(entry) });
    if (lookup.link !== null) links.set(lookup.link, (links.get(lookup.link) ?? 0) + 1);
  }
  return [...byIdentity.values()].map((candidate) => ({
    ...candidate,
    linkShared: (links.get(candidate.lookup.link ?? '') ?? 0) > 1,
  }));
}

/** Nothing in the document's words for this entry has changed since it was last read. */
export function isUnchanged(candidate: Candidate, listed: Listed | undefined): boolean {
  return listed !== undefined && (listed.key === null || listed.raw === candidate.raw);
}

function rawHash(entry: FeedEntry): string {
  return createHash('sha256').update(JSON.stringify(entry)).digest('base64url').slice(0, 12);
}
