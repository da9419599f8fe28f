import type { Entry } from '../../model/entry.js';
import type { SourceKey } from '../../model/values.js';
import type { Checkpoints, WrittenParts } from './checkpoints.js';
import type { EntryWriter } from './entry-writer.js';
import { type EntryIndex, INDEX_KEYS } from './index/entry-index.js';
import { fillIndex } from './index/fill-index.js';
import { recount } from './recount.js';
import type { SourceFiles, Stood } from './source-files.js';

/** An entry that a crash kept from its streams; `entry` is null where it was taken out of the store. */
interface Unfinished {
  readonly entry: Entry | null;
  readonly before: Stood;
}

/**
 * Has the streams told what a pass that died had stored, together with what this one brings, and its sources
 * counted. Doing it twice is doing it once.
 */
export async function finishInterrupted(
  parts: WrittenParts,
  writer: EntryWriter,
  checkpoints: Checkpoints,
): Promise<void> {
  const { pending, records, sources, index } = parts;
  if (pending.left === null) return;
  for (const source of pending.left.sources.filter((key) => records.all.has(key))) {
    const files = await sources.open(source);
    const unfinished = await findUnfinished(source, files, pending.since, index);
    if (unfinished.length === 0) continue;
    pending.mark({ sources: [source] });
    for (const { before, entry } of unfinished) {
      writer.tell(source, before, entry, before.isNews);
      writer.lose(source, before);
      await checkpoints.relieve();
    }
    await recount(parts, source);
  }
  pending.recovered();
}

/** An index of an earlier program lacks keys; all entries are read once for them. */
export async function completeIndex(
  { low, index, records, sources }: WrittenParts,
  checkpoints: Checkpoints,
): Promise<void> {
  if ((low.data.indexed ?? 1) >= INDEX_KEYS) return;
  await fillIndex(index, records.all.keys(), (key) => sources.open(key));
  low.data.indexed = INDEX_KEYS;
  checkpoints.noteDbChange();
  await checkpoints.checkpoint();
}

/** A record of an earlier program doesn't say what is not shown: all its entries are read once for it. */
export async function countUncounted(parts: WrittenParts): Promise<void> {
  for (const { key, unshown } of parts.records.all.values()) if (unshown === null) await recount(parts, key);
}

/**
 * What a source's files hold that the streams were not told of, made findable again: the index is written
 * later than the entries, so that a crash may have kept it from knowing them.
 * @param since the first round that the streams may not know
 */
async function findUnfinished(
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
