import { rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../model/errors.js';
import { readDb } from '../db-file.js';
import { EntryIndex } from '../entry-index.js';
import { SourceFiles } from '../source-files.js';
import { WriteQueue } from '../write-queue.js';

/** Every entry is found in the index; one that has holes is made anew. */
export async function mendIndex(folder: string): Promise<readonly string[]> {
  try {
    const missing = await fillIndex(folder);
    return missing === 0 ? [] : [`index: ${missing} references were missing`];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await rm(path.join(folder, 'index'), { recursive: true, force: true });
    await fillIndex(folder);
    return ['index: made anew from the entries'];
  }
}

/** Returns how many references were added. */
async function fillIndex(folder: string): Promise<number> {
  const db = await readDb(folder);
  const index = new EntryIndex(folder, 'write');
  const queue = new WriteQueue(folder);
  let missing = 0;
  for (const source of Object.keys(db.data.sources)) {
    index.addSource(source);
    const files = await SourceFiles.open(path.join(folder, 'sources'), source, queue);
    for await (const { n, entries } of files.shards()) {
      for (const entry of entries) missing += await index.add({ source, key: entry.key, shard: n }, entry);
      if (index.isFull) await index.flush();
    }
  }
  await index.flush();
  return missing;
}
