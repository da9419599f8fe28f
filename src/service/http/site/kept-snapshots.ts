import { LRUCache } from 'lru-cache';
import type { Snapshot } from './snapshot.js';

/** Snapshots by name, of which the ones asked for last stay. */
export interface KeptSnapshots {
  get(name: string): Snapshot | undefined;
  set(name: string, snapshot: Snapshot): void;
  clear(): void;
}

/**
 * One that is too large to stay is there for as long as an answer of it is under way: else a reader that asks
 * and doesn't read would hold a copy of its own.
 * @param mostBytes that they may take together
 */
export function keepSnapshots(mostBytes: number): KeptSnapshots {
  const underWay = new Map<string, WeakRef<Snapshot>>();
  const kept = new LRUCache<string, Snapshot>({
    maxSize: mostBytes,
    // Both codings together are smaller than the text itself.
    sizeCalculation: (snapshot) => snapshot.bytes * 2 + 500,
  });
  return {
    get: (name) => kept.get(name) ?? underWay.get(name)?.deref(),
    set(name, snapshot) {
      kept.set(name, snapshot);
      if (kept.has(name)) underWay.delete(name);
      else underWay.set(name, new WeakRef(snapshot));
    },
    clear() {
      kept.clear();
      underWay.clear();
    },
  };
}
