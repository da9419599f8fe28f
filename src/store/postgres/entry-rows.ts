import type { Entry, EntryRef } from '../../model/entry.js';
import type { SourceKey } from '../../model/values.js';
import type { Queries } from './connect.js';

/** Entries that are in memory at once: a long history must not be. */
export const PART = 200;

/** An entry and its place among those of its source. */
interface EntryRow {
  readonly n: string;
  readonly entry: Entry;
}

/** The next entries of a source behind a place, the oldest first: `PART` of them, or the last. */
export function partOf(
  queries: Queries,
  source: SourceKey,
  last: string,
  keys?: ReadonlySet<string>,
): Promise<readonly EntryRow[]> {
  return queries.rows<EntryRow>(
    `select n, entry from tagwire.entries
     where source = $1 and n > $2 ${keys === undefined ? '' : 'and key = any($4)'} order by n limit $3`,
    keys === undefined ? [source, last, PART] : [source, last, PART, [...keys]],
  );
}

export async function readEntry(queries: Queries, { source, key }: EntryRef): Promise<Entry | null> {
  const [row] = await queries.rows<{ entry: Entry }>(
    'select entry from tagwire.entries where source = $1 and key = $2',
    [source, key],
  );
  return row?.entry ?? null;
}
