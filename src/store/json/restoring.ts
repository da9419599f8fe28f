import path from 'node:path';
import { UserError } from '../../model/errors.js';
import { readText, removeDurably, writeDurably } from './disk.js';
import { DATA_VERSION, readable } from './document.js';

/** `restoring.json`: while it is there, the rest of the folder is half of a database. */
const marker = (folder: string): string => path.join(folder, 'restoring.json');

export const isHalfRestored = async (folder: string): Promise<boolean> =>
  (await readText(marker(folder))) !== null;

/** Nothing but `restoreJsonStore` works on half a database. */
export async function refuseHalfRestored(folder: string): Promise<void> {
  if (!(await isHalfRestored(folder))) return;
  throw new UserError(
    `${folder} is being filled by an import, or one was cut short: import the same file again, or remove ${folder}`,
  );
}

export const beginRestoring = (folder: string): Promise<void> =>
  writeDurably(marker(folder), readable({ version: DATA_VERSION }));

export const endRestoring = (folder: string): Promise<void> => removeDurably(marker(folder));
