import type { SourceKey } from '../../model/values.js';
import type { EntryIndex } from './entry-index.js';
import type { SourceFiles } from './source-files.js';

/** Makes every entry of the sources findable under all its keys; returns how many references were added. */
export async function fillIndex(
  index: EntryIndex,
  sources: Iterable<SourceKey>,
  open: (source: SourceKey) => Promise<SourceFiles>,
): Promise<number> {
  let added = 0;
  for (const source of sources) {
    for await (const { n, entries } of (await open(source)).shards()) {
      for (const entry of entries) added += await index.add({ source, key: entry.key, shard: n }, entry);
      if (index.isFull) await index.flush();
    }
  }
  await index.flush();
  return added;
}
