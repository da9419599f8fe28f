import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './error-code.js';
import { isAlive } from './is-alive.js';

/** How a file is replaced that is somebody's own; by default it is made as any new file is. */
export interface Replacement {
  /** Whose mode and owner the new file takes over: those of the old one. */
  readonly like?: { readonly mode: number; readonly uid: number; readonly gid: number };
  /** Waits until the bytes are on the disk. */
  readonly sync?: boolean;
}

/**
 * Tells our temporary files from those of an earlier process with our id: in a container every one may be 1.
 */
const ours = `${process.pid}-${randomBytes(4).toString('hex')}`;
const TEMP = /^\.tagwire-((\d+)-[0-9a-f]{8})-\d+\.tmp$/;
let made = 0;

/**
 * Puts `content` at `target` whole or not at all: a temporary file in the same folder takes its place, so
 * that it works across symbolic links and file systems. A link at `target` itself is replaced, not followed.
 */
export async function replaceFile(
  target: string,
  content: Uint8Array | string,
  how: Replacement = {},
): Promise<void> {
  const folder = path.dirname(target);
  made += 1;
  const temp = path.join(folder, `.tagwire-${ours}-${made}.tmp`);
  try {
    const file = await openIn(folder, temp, how.like === undefined ? 0o666 : 0o600);
    try {
      await fill(file, content, how);
    } finally {
      await file.close();
    }
    await rename(temp, target);
  } catch (error) {
    await rm(temp, { force: true }).catch(() => undefined); // the first error is the one to tell
    throw error;
  }
}

/** A folder that became empty may be removed just after it was made here, so once is not enough. */
async function openIn(folder: string, temp: string, mode: number): Promise<FileHandle> {
  for (let tries = 3; ; tries--) {
    try {
      return await open(temp, 'wx', mode);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || tries === 0) throw error;
      await mkdir(folder, { recursive: true });
    }
  }
}

async function fill(file: FileHandle, content: Uint8Array | string, how: Replacement): Promise<void> {
  const { like, sync = false } = how;
  if (like !== undefined) {
    await file.chmod(like.mode & 0o7777);
    if (process.getuid?.() === 0) await file.chown(like.uid, like.gid); // nobody else may give files away
  }
  await file.writeFile(content); // goes on after a short write, and throws where the disk is full
  if (sync) await file.sync();
}

/**
 * Removes what a process that was killed while it wrote left behind in a folder. Resolves to the names of
 * what is there; null where the folder is not there, or can't be listed.
 */
export async function removeStaleTemps(folder: string): Promise<readonly string[] | null> {
  const names = await readdir(folder).catch(() => null); // a folder that can't be listed fails when it is written to
  const stale = names?.filter(isStale) ?? [];
  await Promise.all(stale.map((name) => rm(path.join(folder, name), { force: true }).catch(() => undefined)));
  return names;
}

function isStale(name: string): boolean {
  const [, owner, pid] = TEMP.exec(name) ?? [];
  if (owner === undefined || owner === ours) return false;
  return Number(pid) === process.pid || !isAlive(Number(pid));
}
