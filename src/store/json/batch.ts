import { rename } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../files/error-code.js';
import {
  diskError,
  type FileBytes,
  namesIn,
  readText,
  removeDurably,
  removeTemps,
  syncFolder,
  writeDurably,
  writeTemp,
} from './disk.js';
import { DATA_VERSION, type Kind, parseDocument, readable, type Versioned } from './document.js';

/** A file to be replaced by this text, or (null) to be taken away. */
export interface FileText<T extends FileBytes = Uint8Array> {
  readonly file: string;
  readonly text: T | null;
}

/** `batches/<n>.json`: renames and removals that belong together; paths relative to data/. */
interface BatchFile extends Versioned {
  readonly renames: readonly Rename[];
  removals: readonly string[];
}

type Rename = readonly [temp: string, file: string];

export const BATCH_FILE: Kind<BatchFile> = {
  check: ({ renames, removals = [] }) =>
    Array.isArray(renames) &&
    renames.every(isRename) &&
    Array.isArray(removals) &&
    removals.every((name) => typeof name === 'string' && isInside(name)),
  empty: () => ({ version: DATA_VERSION, renames: [], removals: [] }),
  upgrade: (data) => {
    data.removals ??= [];
  },
};

const FOLDER = 'batches';
let counter = 0;

/**
 * Replaces and removes files so that after a crash either all or none of them has changed: the new texts go
 * to disk under temporary names, then a record of what is to be done, then that is done and the record goes.
 * What a crash leaves of it is for `finishBatches`.
 */
export async function writeBatch(folder: string, batch: readonly FileText<FileBytes>[]): Promise<void> {
  const [only] = batch;
  if (only === undefined) return;
  if (batch.length === 1)
    return only.text === null ? removeDurably(only.file) : writeDurably(only.file, only.text);
  const record = path.join(folder, FOLDER, `${process.pid}-${counter++}.json`);
  const renames: Rename[] = [];
  const removals: string[] = [];
  try {
    for (const { file, text } of batch) {
      const name = path.relative(folder, file);
      if (text === null) removals.push(name);
      else renames.push([path.relative(folder, await writeTemp(file, text)), name]);
    }
    await writeDurably(record, readable({ version: DATA_VERSION, renames, removals }));
  } catch (error) {
    await removeTemps(renames.map(([temp]) => path.join(folder, temp)));
    throw error;
  }
  await makeRenames(folder, renames);
  await removeAll(folder, removals);
  await removeDurably(record);
}

/** Completes what a crash left half renamed. For the holder of the lock, before anything else is read. */
export async function finishBatches(folder: string): Promise<void> {
  for (const name of await namesIn(path.join(folder, FOLDER))) {
    if (!name.endsWith('.json')) continue;
    const record = path.join(folder, FOLDER, name);
    const { renames, removals } = parseDocument((await readText(record)) ?? '', record, BATCH_FILE);
    await makeRenames(folder, renames);
    await removeAll(folder, removals);
    await removeDurably(record);
  }
}

/** A temp file that is not there has been renamed already. */
async function makeRenames(folder: string, renames: readonly Rename[]): Promise<void> {
  const folders = new Set<string>();
  for (const [temp, name] of renames) {
    const file = path.join(folder, name);
    folders.add(path.dirname(file));
    try {
      await rename(path.join(folder, temp), file);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw diskError(error, file);
    }
  }
  for (const one of folders) await syncFolder(one);
}

async function removeAll(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await removeDurably(path.join(folder, name));
}

/** Read back, it names files of ours: a temp file beside what it becomes, below data/. */
function isRename(value: unknown): value is Rename {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [temp, name] = value.map(String);
  return (
    temp !== undefined && name !== undefined && path.dirname(temp) === path.dirname(name) && isInside(name)
  );
}

/** A path relative to data/ stays below it. */
export const isInside = (name: string): boolean =>
  !path.isAbsolute(name) && !name.split(/[\\/]/).includes('..');
