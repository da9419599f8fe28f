import path from 'node:path';
import type { Store, StoreOptions, StoreReader } from '../store.js';
import { finishBatches } from './batch.js';
import { bringUpToDate } from './bring-up-to-date.js';
import { type DbFile, readDb } from './db-file.js';
import { removeStaleTemps } from './disk.js';
import { Finder } from './finder.js';
import { EntryIndex } from './index/entry-index.js';
import { takeLock } from './lock/lock.js';
import { OpenSources } from './open-sources.js';
import { Outbox } from './outbox.js';
import { Pending } from './pending.js';
import { JsonReader, type Parts } from './reader.js';
import { Records } from './records.js';
import { KeptRemoval } from './removal/kept-removal.js';
import { Removed } from './removal/removed.js';
import { JsonStore } from './store.js';
import { StreamFiles } from './streams/stream-files.js';
import { Subscriptions } from './subscriptions.js';
import { WriteQueue } from './write-queue.js';

/**
 * Opens the JSON database in `folder`, made where it does not exist. Takes its lock: a UserError names who
 * holds it; another one names a file that is damaged.
 */
export async function openJsonStore(folder: string, options: StoreOptions): Promise<Store> {
  const lock = await takeLock(folder, options.now());
  try {
    await finishBatches(folder);
    const low = await readDb(folder);
    await bringUpToDate(folder, low);
    const pending = await Pending.open(folder);
    await removeStaleTemps(folder, lock.wasStale || pending.left !== null ? 'all' : 'top');
    const { sources, ...data } = low.data; // they change in `records`: beside it they would stay as they were
    const records = new Records(sources, pending.left?.born);
    const queue = new WriteQueue(folder);
    const parts = await partsIn(folder, 'write', data, records, queue);
    return new JsonStore({ ...parts, folder, low: { data }, lock, pending, queue }, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Reads the database in a folder without its lock. A folder that is not there is an empty database, and stays
 * so.
 */
export async function openJsonReader(folder: string): Promise<StoreReader> {
  const { data } = await readDb(folder);
  const records = new Records(data.sources);
  return new JsonReader(await partsIn(folder, 'read', data, records, new WriteQueue(folder)));
}

async function partsIn(
  folder: string,
  access: 'read' | 'write',
  db: Omit<DbFile, 'sources'>,
  records: Records,
  queue: WriteQueue,
): Promise<Parts> {
  const sources = new OpenSources(path.join(folder, 'sources'), queue, records);
  const index = new EntryIndex(folder, access);
  for (const key of records.all.keys()) index.addSource(key);
  const removed = await Removed.open(folder);
  return {
    db,
    records,
    sources,
    index,
    finder: new Finder(index, sources, removed),
    streams: new StreamFiles(folder, access),
    removed,
    outbox: await Outbox.open(folder),
    kept: await KeptRemoval.open(folder),
    subscriptions: await Subscriptions.open(folder),
  };
}
