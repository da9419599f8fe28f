import type { Entry } from '../../model/entry.js';
import type { HandFiling } from '../../model/filing.js';
import { identitiesOf, identityKey, linkKey, linkOf } from '../../model/identity.js';

/** What tells which post an entry is. */
export type Identified = Pick<Entry, 'id' | 'ids' | 'url'>;

/** Finds the filing of an entry; null where it is not filed by hand. */
export type HandFilings = (entry: Identified) => HandFiling | null;

/**
 * Looks posts up among those that were filed by hand: by each id that an entry has had, else by its link,
 * both however they are written. 10,000 filings cost no more than one.
 */
export function handFilings(filings: readonly HandFiling[]): HandFilings {
  if (filings.length === 0) return () => null;
  let known: Keys | null = null; // a pass with nothing new asks for none
  return (entry) => {
    known ??= keysOf(filings);
    for (const key of identitiesOf(entry)) {
      const filing = known.byIdentity.get(key);
      if (filing !== undefined) return filing;
    }
    const link = linkOf(entry);
    return link === null ? null : (known.byLink.get(link) ?? null);
  };
}

interface Keys {
  readonly byIdentity: ReadonlyMap<string, HandFiling>;
  readonly byLink: ReadonlyMap<string, HandFiling>;
}

const keysOf = (filings: readonly HandFiling[]): Keys => ({
  byIdentity: new Map(filings.map((filing) => [identityKey(filing.post), filing])),
  byLink: new Map(filings.map((filing) => [linkKey(filing.post), filing])),
});

/** Tags as the filing has them, sorted; the very same where there is none. */
export function withHand(tags: readonly string[], filing: HandFiling | null): readonly string[] {
  if (filing === null) return tags;
  return [...new Set([...tags, ...filing.add])].filter((slug) => !filing.drop.includes(slug)).sort();
}
