import { rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../model/errors.js';
import { readDb } from '../db-file.js';
import { EntryIndex } from '../index/entry-index.js';
import { fillIndex } from '../index/fill-index.js';
import { SourceFiles } from '../source-files.js';
import { WriteQueue } from '../write-queue.js';

/** Every entry is found in the index; one that has holes is made anew. */
export async function mendIndex(folder: string): Promise<readonly string[]> {
  try {
    const missing = await fill(folder);
    return missing === 0 ? [] : [`index: ${missing} references were missing`];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await rm(path.join(folder, 'index'), { recursive: true, force: true });
    await fill(folder);
    return ['index: made anew from the entries'];
  }
}

/** Returns how many references were added. */
async function fill(folder: string): Promise<number> {
  const { data } = await readDb(folder);
  const index = new EntryIndex(folder, 'write');
  const queue = new WriteQueue(folder);
  const keys = Object.keys(data.sources);
  for (const key of keys) index.addSource(key);
  return fillIndex(index, keys, (key) => SourceFiles.open(path.join(folder, 'sources'), key, queue));
}
