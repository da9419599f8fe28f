import type { Lookup } from '../../model/identity.js';
import type { SourceKey } from '../../model/values.js';
import type { Queries } from './connect.js';

/**
 * The advisory lock of all entries, until a transaction ends: shared by who merges documents and locks their
 * posts one by one, whole for who does anything else to entries.
 */
export type EntriesLock = 'shared' | 'whole';

const ALL = 7_428_911_007;
/** A document with more is merged alone: a server has room for some 6,400 locks, all in all. */
const MOST_POSTS = 100;

/** Waits for the lock, which goes with the transaction. */
export async function lockEntries(queries: Queries, lock: EntriesLock): Promise<void> {
  await queries.rows(`select pg_advisory_xact_lock${lock === 'shared' ? '_shared' : ''}($1)`, [ALL]);
}

/** Nobody else changes what is listed of this source or counted of its entries. Comes before `lockPosts`. */
export async function lockSource(queries: Queries, lock: EntriesLock, source: SourceKey): Promise<void> {
  await lockEntries(queries, lock);
  await queries.rows('select from tagwire.sources where key = $1 for update', [source]);
}

/**
 * Nobody else changes a post with one of these ids or links, nor brings one; false where they are too many
 * for a shared lock. All take them in one order: no two wait for each other.
 */
export async function lockPosts(
  queries: Queries,
  lock: EntriesLock,
  lookups: readonly Lookup[],
): Promise<boolean> {
  if (lock === 'whole') return true;
  if (lookups.length > MOST_POSTS) return false;
  const hashes = lookups.flatMap(({ identity, link }) => [
    `i${identity}`,
    ...(link === null ? [] : [`l${link}`]),
  ]);
  if (hashes.length === 0) return true;
  await queries.rows(
    `select pg_advisory_xact_lock(lock) from (
       select distinct hashtextextended(hash, 0) as lock from unnest($1::text[]) hash order by lock) locks`,
    [hashes],
  );
  return true;
}
