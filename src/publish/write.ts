import { constants } from 'node:fs';
import { open, readFile, rmdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import { UserError } from '../errors.js';
import type { OutputFile } from '../model.js';
import { MARKER_FILE, type Marker, markerText, readMarker } from './marker.js';
import { removeStaleTemps, replaceFile } from './temp-file.js';
import { errorCode, writeFailure } from './write-failure.js';

/** Files in flight at once: enough for a network folder, few enough for the open-file limit. */
const IN_FLIGHT = 16;

export interface WriteCounts {
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
}

/**
 * Everything that touches public/. Each file appears whole or not at all, and is left alone, its mtime too, where
 * it already holds the same bytes. What can't be written throws a UserError that names the file and the cause.
 */
export interface SiteWriter {
  /** The folder holds the state asked for; if not, render everything and `sweep()`. */
  readonly current: boolean;
  readonly counts: WriteCounts;
  /** May be called many times at once; no more than 16 files are in flight. */
  write(file: OutputFile): Promise<'written' | 'unchanged'>;
  /** Removes a file of tagwire's, and folders that become empty. Files of others are left alone. */
  remove(path: string): Promise<'removed' | 'absent'>;
  /** After everything was rendered: removes what tagwire wrote in earlier passes and this writer didn't. */
  sweep(): Promise<void>;
  /** Notes the state and the list of files, if they changed. Call it last: until then the folder isn't `current`. */
  finish(): Promise<void>;
}

/**
 * A writer for the folder `dir`, which need not exist. `state` stands for all that shapes every file (configuration,
 * theme, version, and whose data it is): a folder that was rendered from another one is not `current`.
 */
export async function createSiteWriter(dir: string, state: string): Promise<SiteWriter> {
  const markerFile = path.join(dir, MARKER_FILE);
  const before = await readMarkerFile(markerFile);
  const own = new Set(before?.paths);
  const touched = new Set<string>();
  const counts = { written: 0, unchanged: 0, removed: 0 };
  const tidied = new Map<string, Promise<void>>();
  const limit = pLimit(IN_FLIGHT);

  /** Once a folder: killed in mid-write, a pass writes to the same folders again when it is taken up. */
  function tidy(folder: string): Promise<void> {
    const tidying = tidied.get(folder) ?? removeStaleTemps(folder);
    tidied.set(folder, tidying);
    return tidying;
  }

  async function put(target: string, body: OutputFile['body']): Promise<'written' | 'unchanged'> {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    try {
      await tidy(path.dirname(target));
      if (await holds(target, bytes)) return 'unchanged';
      await replaceFile(target, bytes);
      return 'written';
    } catch (error) {
      throw writeFailure(target, error);
    }
  }

  async function remove(file: string): Promise<'removed' | 'absent'> {
    if (!own.has(checked(file))) return 'absent';
    const target = path.join(dir, file);
    own.delete(file);
    try {
      await unlink(target);
    } catch (error) {
      // Somebody's folder of that name is as good as no file of ours.
      if (isAbsent(error) || errorCode(error) === 'EISDIR') return 'absent';
      own.add(file);
      throw writeFailure(target, error);
    }
    counts.removed += 1;
    await pruneEmpty(dir, file);
    return 'removed';
  }

  return {
    current: before?.state === state,
    counts,
    write: (file) =>
      limit(async () => {
        const name = checked(file.path);
        const outcome = await put(path.join(dir, name), file.body);
        own.add(name);
        touched.add(name);
        counts[outcome] += 1;
        return outcome;
      }),
    remove: (file) => limit(remove, file),
    async sweep() {
      const gone = [...own].filter((file) => !touched.has(file));
      await Promise.all(gone.map((file) => limit(remove, file)));
    },
    async finish() {
      const text = markerText({ state, paths: own });
      if (before === null || text !== markerText(before)) await put(markerFile, text);
    },
  };
}

async function readMarkerFile(file: string): Promise<Marker | null> {
  try {
    return readMarker(await readFile(file, 'utf8'));
  } catch (error) {
    if (isAbsent(error)) return null;
    throw writeFailure(file, error);
  }
}

const isAbsent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '');

/** Slugs and keys are checked where they are read; here nothing leaves the folder whatever they say. */
function checked(file: string): string {
  const outside = file.split('/').some((part) => !/^[^.\\\p{Cc}][^\\\p{Cc}]*$/u.test(part));
  if (outside) throw new RangeError(`not a path below the published folder: ${JSON.stringify(file)}`);
  return file;
}

/** Whether the file is there with the same bytes. Throws where what is there is no file of its own. */
async function holds(target: string, bytes: Uint8Array): Promise<boolean> {
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

/** Without O_NOFOLLOW a link would be compared by what it points to; without O_NONBLOCK a pipe would never open. */
async function openOwn(target: string) {
  try {
    return await open(target, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'EACCES') return null; // not there, or not to be read: replacing it decides
    throw error;
  }
}

/** Removes the folders that held `file`, innermost first, as far as they are empty. */
async function pruneEmpty(dir: string, file: string): Promise<void> {
  for (let at = path.dirname(file); at !== '.'; at = path.dirname(at)) {
    try {
      await rmdir(path.join(dir, at));
    } catch {
      return; // not empty, a link, or not ours to remove: it stays
    }
  }
}
