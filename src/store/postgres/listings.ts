import type { SourceKey } from '../../model/values.js';
import { unlisted } from '../removal.js';
import type { Listed, Listing } from '../store.js';
import type { Queries } from './connect.js';

/** As it is stored: identity → key of the stored entry and hash of its raw fields. */
export type ListingRow = readonly (readonly [identity: string, listed: Listed])[];

/** What a source's last document listed. */
export async function readListing(queries: Queries, source: SourceKey): Promise<Listing> {
  const [row] = await queries.rows<{ listing: ListingRow }>(
    'select listing from tagwire.sources where key = $1',
    [source],
  );
  return new Map(row?.listing);
}

export async function writeListing(queries: Queries, source: SourceKey, listing: ListingRow): Promise<void> {
  await queries.rows('update tagwire.sources set listing = $2 where key = $1', [
    source,
    JSON.stringify(listing),
  ]);
}

/** What is taken out stays listed as such. */
export async function unlist(queries: Queries, source: SourceKey, keys: ReadonlySet<string>): Promise<void> {
  const listing = await readListing(queries, source);
  if (![...listing.values()].some(({ key }) => keys.has(key ?? ''))) return;
  await writeListing(queries, source, [...unlisted(listing, keys)]);
}
