import type { Entry } from '../../model/entry.js';
import type { Placement } from '../../model/stream.js';
import type { Instant, SourceKey } from '../../model/values.js';
import { countedIn, type EntryCounts, NO_ENTRIES } from '../entry-counts.js';
import type { EntryIndex } from './entry-index.js';
import type { SourceFiles } from './source-files.js';

/** An entry that a crash kept from its streams; `entry` is null where it was taken out of the store. */
export interface Unfinished {
  readonly entry: Entry | null;
  readonly before: Placement;
}

/**
 * What a source's files hold that the streams were not told of, made findable again: the index is written
 * later than the entries, so that a crash may have kept it from knowing them.
 * @param since the first round that the streams may not know
 */
export async function findUnfinished(
  source: SourceKey,
  files: SourceFiles,
  since: number,
  index: EntryIndex,
): Promise<readonly Unfinished[]> {
  const changes = Object.entries(files.changesSince(since));
  if (changes.length === 0) return [];
  const keys = new Set(changes.map(([key]) => key));
  const entries = new Map<string, Entry>();
  for await (const shard of files.shards()) {
    for (const entry of shard.entries) {
      if (!keys.has(entry.key)) continue;
      entries.set(entry.key, entry);
      await index.add({ source, key: entry.key, shard: shard.n }, entry);
    }
  }
  return changes.map(([key, before]) => ({ entry: entries.get(key) ?? null, before }));
}

/** A source's entries, counted one by one. */
export async function recount(files: SourceFiles): Promise<EntryCounts> {
  let counts = NO_ENTRIES;
  for await (const { entries } of files.shards())
    for (const entry of entries) counts = countedIn(counts, entry);
  return counts;
}

/** When a source's newest published post was published; null where none is. */
export async function newestPublished(files: SourceFiles): Promise<Instant | null> {
  let newest: Instant | null = null;
  for await (const { entries } of files.shards())
    for (const { streams, published } of entries)
      if (streams.length > 0 && (newest === null || published > newest)) newest = published;
  return newest;
}
