import type { Entry } from '../../model/entry.js';
import type { SourceKey } from '../../model/values.js';
import type { Unfinished } from '../store.js';
import type { EntryIndex } from './entry-index.js';
import type { SourceFiles } from './source-files.js';

/**
 * What a source's files hold that the streams were not told of, made findable again: the index is written later than the
 * entries, so that a crash may have kept it from knowing them.
 * @param since the first round that the streams may not know
 */
export async function untoldOf(
  source: SourceKey,
  files: SourceFiles,
  since: number,
  index: EntryIndex,
): Promise<readonly Unfinished[]> {
  const untold = Object.entries(files.untold(since));
  if (untold.length === 0) return [];
  const keys = new Set(untold.map(([key]) => key));
  const entries = new Map<string, Entry>();
  for await (const shard of files.shards()) {
    for (const entry of shard.entries) {
      if (!keys.has(entry.key)) continue;
      entries.set(entry.key, entry);
      await index.add({ source, key: entry.key, shard: shard.n }, entry);
    }
  }
  return untold.map(([key, before]) => ({ source, entry: entries.get(key) ?? null, before }));
}
