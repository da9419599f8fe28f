import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../../files/error-code.js';
import { stampFrom } from '../../../files/stamp.js';
import { keepSnapshots } from './kept-snapshots.js';
import { createSnapshot, type Snapshot } from './snapshot.js';

/** What stands at a published path at this moment. */
type Found =
  | { readonly kind: 'file'; readonly snapshot: Snapshot }
  | { readonly kind: 'folder' }
  | { readonly kind: 'missing' };

/**
 * The files of public/, read whole: a publication renames files at any moment, and an answer is never of two.
 */
export interface SiteFiles {
  /**
   * `path` has been through `parseTarget`. Throws what the file system throws, except for files that are not
   * there.
   */
  find(path: string): Promise<Found>;
}

/** Memory for files that are asked for often: with their codings, a site of some 300 busy tags. */
const CACHE_BYTES = 64e6;

/** Reads below `root`, which may not be there yet. */
export function createSiteFiles(root: string): SiteFiles {
  const cache = keepSnapshots(CACHE_BYTES);
  const loading = new Map<string, Promise<Found>>();

  async function load(key: string, file: string): Promise<Found> {
    // O_NONBLOCK: a FIFO that somebody left in public/ would otherwise hold a thread for good.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      // Of the open file, not of its name: another may have been renamed over it since.
      const stats = await handle.stat({ bigint: true });
      if (!stats.isFile()) return { kind: stats.isDirectory() ? 'folder' : 'missing' };
      const body = await handle.readFile();
      const snapshot = createSnapshot(stampFrom(stats), stats.mtime, body);
      cache.set(key, snapshot);
      return { kind: 'file', snapshot };
    } finally {
      await handle.close();
    }
  }

  async function find(key: string): Promise<Found> {
    const file = path.join(root, ...key.split('/'));
    const stats = await stat(file, { bigint: true });
    if (stats.isDirectory()) return { kind: 'folder' };
    const known = cache.get(key);
    if (known?.version === stampFrom(stats)) return { kind: 'file', snapshot: known };
    const running = loading.get(key);
    if (running !== undefined) return running;
    const started = load(key, file).finally(() => loading.delete(key));
    loading.set(key, started);
    return started;
  }

  return {
    async find(key) {
      try {
        return await find(key);
      } catch (error) {
        if (isAbsence(error)) return { kind: 'missing' };
        throw error;
      }
    },
  };
}

const ABSENT: ReadonlySet<unknown> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'ENAMETOOLONG',
  'ELOOP',
  'ENXIO',
]);

const isAbsence = (error: unknown): boolean => ABSENT.has(codeOf(error));
