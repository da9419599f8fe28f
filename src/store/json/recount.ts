import type { Instant, SourceKey } from '../../model/values.js';
import { countedIn, type EntryCounts, NO_ENTRIES } from '../entry-counts.js';
import type { Parts } from './reader.js';
import type { SourceFiles } from './source-files.js';

/** Counts a source's entries one by one, and corrects its record. */
export async function recount({ records, sources }: Parts, source: SourceKey): Promise<void> {
  const counts = await countsOf(await sources.open(source));
  const { entries, withheld, oldest, unshown } = records.of(source);
  if (JSON.stringify(counts) !== JSON.stringify({ entries, withheld, oldest, unshown }))
    records.update(source, counts);
}

/** When a source's newest published post was published; null where none is. */
export async function newestPublished(files: SourceFiles): Promise<Instant | null> {
  let newest: Instant | null = null;
  for await (const { entries } of files.shards())
    for (const { streams, published } of entries)
      if (streams.length > 0 && (newest === null || published > newest)) newest = published;
  return newest;
}

async function countsOf(files: SourceFiles): Promise<EntryCounts> {
  let counts = NO_ENTRIES;
  for await (const { entries } of files.shards())
    for (const entry of entries) counts = countedIn(counts, entry);
  return counts;
}
