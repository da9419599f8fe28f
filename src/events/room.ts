import type { Room } from '../files/room.js';
import { dataSize, figure } from '../model/words.js';

/** What the largest passes need is far below. */
const LITTLE_BYTES = 1e9;
/** Of a disk that never had much. */
const LITTLE_SHARE = 0.1;
/** A site is many small files. */
const LITTLE_FILES = 0.05;

/**
 * Whether a disk is nearly full, in words; null where it isn't. One that was has room again only with twice
 * as much, so that what comes and goes around the limit is one trouble.
 */
export function littleRoom(what: string, room: Room, was: boolean): string | null {
  const times = was ? 2 : 1;
  const { bytes, freeBytes, files, freeFiles } = room;
  if (bytes > 0 && freeBytes < times * Math.min(LITTLE_BYTES, bytes * LITTLE_SHARE))
    return `the disk of ${what} has ${dataSize(freeBytes)} left of ${dataSize(bytes)}`;
  if (files > 0 && freeFiles < times * files * LITTLE_FILES)
    return `the disk of ${what} has room for ${figure(freeFiles)} more files (inodes)`;
  return null;
}
