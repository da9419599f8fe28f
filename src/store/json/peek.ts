import type { Snapshot } from '../store.js';
import { readDb } from './db-file.js';

/** What is known of the sources, read without the lock: a running pass is not disturbed, and may be ahead. */
export async function peekJsonStore(folder: string): Promise<Snapshot> {
  const db = await readDb(folder);
  const { facts, hosts, sources } = db.data;
  return { facts, hosts, sources: new Map(Object.entries(sources)) };
}
