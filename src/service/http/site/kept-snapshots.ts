import { LRUCache } from 'lru-cache';
import type { Snapshot } from './snapshot.js';

/** Snapshots by name, of which the ones asked for last stay. */
export type KeptSnapshots = Pick<LRUCache<string, Snapshot>, 'get' | 'set' | 'clear'>;

/** @param mostBytes that they may take together */
export const keepSnapshots = (mostBytes: number): KeptSnapshots =>
  new LRUCache<string, Snapshot>({
    maxSize: mostBytes,
    // Both codings together are smaller than the text itself.
    sizeCalculation: (snapshot) => snapshot.bytes * 2 + 500,
  });
