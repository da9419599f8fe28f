import { statfs } from 'node:fs/promises';

/**
 * What is left on a disk for whoever is not root, of all that it has. Bytes and files; a total of 0 says
 * nothing.
 */
export interface Room {
  readonly bytes: number;
  readonly freeBytes: number;
  readonly files: number;
  readonly freeFiles: number;
}

/** The room on the disk of a folder; null where that is not there, or its disk doesn't say. */
export async function roomOf(folder: string): Promise<Room | null> {
  try {
    const { bsize, blocks, bavail, files, ffree } = await statfs(folder);
    return { bytes: blocks * bsize, freeBytes: bavail * bsize, files, freeFiles: ffree };
  } catch {
    return null; // what can't be said stops no pass: where the folder itself is the trouble, that is told
  }
}
