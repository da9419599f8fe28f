import { mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { isDiskFull, whyUnread, whyUnwritten } from '../../files/causes.js';
import { codeOf } from '../../files/error-code.js';
import { isAlive } from '../../files/is-alive.js';
import { UserError } from '../../model/errors.js';

/**
 * Files under data/ appear whole or not at all and survive a power cut: temp file, fsync, rename, fsync of
 * the folder. Nothing else writes there.
 */

/**
 * What is stored is the owner's alone: addresses of private sources are in it, and posts that are not
 * published. A folder that is there already keeps the mode that the operator gave it.
 */
export const OWNER_ONLY = { folder: 0o700, file: 0o600 } as const;

let counter = 0;

/** A text in UTF-8: whole, or in pieces that are made one after the other, when the one before is written. */
export type FileBytes = Uint8Array | Iterable<Uint8Array>;

/**
 * Replaces `file` by `text`, durably. Makes missing folders. A full disk is a UserError; the old file stays.
 */
export async function writeDurably(file: string, text: FileBytes): Promise<void> {
  const temp = await writeTemp(file, text);
  try {
    await rename(temp, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await removeTemps([temp]);
    throw diskError(error, file);
  }
}

/**
 * Puts `text` durably beside `file`, under the temporary name that is answered; nothing stays of one that
 * fails.
 */
export async function writeTemp(file: string, text: FileBytes): Promise<string> {
  const temp = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.${counter++}.tmp`);
  try {
    const handle = await openMakingFolders(temp);
    try {
      // Unlike a single write() it goes on after a short write, and throws when the disk is full.
      for (const piece of text instanceof Uint8Array ? [text] : text) await handle.writeFile(piece);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    return temp;
  } catch (error) {
    await removeTemps([temp]);
    throw diskError(error, file);
  }
}

/**
 * Removes temp files as far as that is possible: the failure before it is the one to report, the rest goes
 * with the next pass.
 */
export async function removeTemps(temps: Iterable<string>): Promise<void> {
  for (const temp of temps) await rm(temp, { force: true }).catch(() => undefined);
}

/** Removes `file` durably; one that is not there is no error. */
export async function removeDurably(file: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw diskError(error, file);
  }
  await syncFolder(path.dirname(file));
}

/** The text of `file`, null where there is none. */
export async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw readError(error, file);
  }
}

/** Differs between what stands under a name before and after it is replaced; null where nothing does. */
export async function versionOf(file: string): Promise<string | null> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return `${ino}-${size}-${mtimeNs}-${ctimeNs}`;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw readError(error, file);
  }
}

/** Names in a folder, none where it does not exist. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw readError(error, folder);
  }
}

/**
 * Removes temp files below `folder`, for the holder of its lock: nobody else writes there, so all are of
 * passes that died, but for that of a process which waits for the lock.
 */
export async function removeStaleTemps(folder: string, scope: 'top' | 'all'): Promise<void> {
  try {
    for (const entry of await readdir(folder, { withFileTypes: true, recursive: scope === 'all' })) {
      const match = /^\.(.+)\.(\d+)\.\d+\.tmp$/.exec(entry.name);
      if (match === null || (match[1] === 'lock' && isAlive(Number(match[2])))) continue;
      await rm(path.join(entry.parentPath, entry.name), { force: true });
    }
  } catch (error) {
    throw diskError(error, folder);
  }
}

/** What the system said, as a line that names the place and the cause. */
export function diskError(error: unknown, file: string): Error {
  if (error instanceof UserError) return error;
  const cause = { cause: error };
  const why = whyUnwritten(error);
  if (why === null) return new Error(`with ${file}`, cause);
  return isDiskFull(error)
    ? new UserError(`${path.dirname(file)}: ${why}; nothing stored is damaged`, 1, cause)
    : new UserError(`${file}: ${why}`, 1, cause);
}

/** The same of what was to be read. */
export function readError(error: unknown, file: string): Error {
  const code = codeOf(error) ?? '';
  if (!['EACCES', 'EPERM'].includes(code)) return diskError(error, file);
  return new UserError(`${file}: ${whyUnread(error)} (${code})`, 1, { cause: error });
}

async function openMakingFolders(file: string) {
  try {
    return await open(file, 'wx', OWNER_ONLY.file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await mkdir(path.dirname(file), { recursive: true, mode: OWNER_ONLY.folder });
    return open(file, 'wx', OWNER_ONLY.file);
  }
}

/** One fsync of a folder serves everybody who asks before it begins. */
const waiting = new Map<string, Promise<void>>();
const running = new Map<string, Promise<void>>();

/** Makes renames and removals in a folder durable. */
export function syncFolder(folder: string): Promise<void> {
  const queued = waiting.get(folder);
  if (queued !== undefined) return queued;
  // A failure before this one has been told to those who waited for it.
  const before = (running.get(folder) ?? Promise.resolve()).catch(() => undefined);
  const next = before.then(async () => {
    waiting.delete(folder);
    running.set(folder, next);
    try {
      const handle = await open(folder, 'r');
      await handle.sync().finally(() => handle.close());
    } catch (error) {
      throw diskError(error, folder);
    } finally {
      if (running.get(folder) === next) running.delete(folder);
    }
  });
  waiting.set(folder, next);
  return next;
}
