import type { SourceKey } from '../../model/values.js';
import type { Queries } from './connect.js';
import { lockEntries } from './entry-locks.js';

/** `Unshown` of a source `s`. */
const UNSHOWN = `
  select coalesce(json_object_agg(unshown, json_build_object('count', count, 'newest', newest)), '{}')
  from (
    select unshown, count(*)::int as count, max(published) as newest from tagwire.entries e
    where e.source = s.key and unshown is not null group by unshown order by unshown) u`;

/** What is counted of each source's entries, counted anew. */
const RECOUNT = `
  update tagwire.sources s set unshown = (${UNSHOWN}), (entries, withheld, oldest, newest) = (
    select count(*), count(*) filter (where not admitted), min(published), max(published) filter (where shown)
    from tagwire.entries e where e.source = s.key)`;

/** What is not shown of the entries of these sources. */
export async function countUnshown(queries: Queries, sources: readonly SourceKey[]): Promise<void> {
  await queries.rows(`update tagwire.sources s set unshown = (${UNSHOWN}) where key = any($1)`, [sources]);
}

/** All of all sources, while nobody changes entries. */
export async function recount(queries: Queries): Promise<void> {
  await lockEntries(queries, 'whole');
  await queries.rows(RECOUNT);
}

/** A source came from a backup of before it was counted what isn't shown. */
export async function hasUncounted(queries: Queries): Promise<boolean> {
  const [row] = await queries.rows<{ some: boolean }>(
    'select exists (select from tagwire.sources where unshown is null) as some',
  );
  return row?.some === true;
}
