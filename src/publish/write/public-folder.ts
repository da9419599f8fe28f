import { constants } from 'node:fs';
import { lstat, mkdir, open, readFile, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../files/error-code.js';
import { removeStaleTemps } from '../../files/replace-file.js';
import { UserError } from '../../model/errors.js';
import { writeFailure } from './write-failure.js';

/** The names in a folder, with those that were written since; null where that isn't known. */
export type NamesThere = Set<string> | null;

/** Makes a folder that is missing, and rids one that is there of what others left behind. */
export async function openFolder(folder: string): Promise<NamesThere> {
  const names = await removeStaleTemps(folder);
  if (names !== null) return new Set(names);
  const made = await mkdir(folder, { recursive: true });
  return made === undefined ? null : new Set();
}

/** The text of a file; null where there is none. A UserError where it can't be read. */
export async function readOwn(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return null;
    throw writeFailure(file, error);
  }
}

/** When a file was written last, in milliseconds since 1970; null where there is no such file. */
export async function modified(file: string): Promise<number | null> {
  try {
    const found = await lstat(file);
    return found.isFile() ? found.mtimeMs : null;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw writeFailure(file, error);
  }
}

/** Whether the file is there with the same bytes. Throws where what is there is no file of its own. */
export async function holds(target: string, bytes: Uint8Array): Promise<boolean> {
  const file = await openOwn(target);
  if (file === null) return false;
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw new UserError(`${target}: a folder is in the way; move it elsewhere`);
    if (!stat.isFile()) throw new UserError(`${target}: something that is not a file is in the way`);
    return stat.size === bytes.length && (await file.readFile()).equals(bytes);
  } finally {
    await file.close();
  }
}

/**
 * Without O_NOFOLLOW a link would be compared by what it points to; without O_NONBLOCK a pipe would never
 * open.
 */
async function openOwn(target: string) {
  try {
    return await open(target, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'EACCES') return null; // not there, or not to be read: replacing it decides
    throw error;
  }
}

/** Removes the folders that held `file`, innermost first, as far as they are empty. */
export async function pruneEmpty(dir: string, file: string): Promise<void> {
  for (let at = path.dirname(file); at !== '.'; at = path.dirname(at)) {
    try {
      await rmdir(path.join(dir, at));
    } catch {
      return; // not empty, a link, or not ours to remove: it stays
    }
  }
}

/** Nothing is there, as far as an error of the system says. */
export const isAbsent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '');
