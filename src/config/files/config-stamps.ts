import path from 'node:path';
import { stampOf, stampOfAll } from '../../files/stamp.js';
import { UserError } from '../../model/errors.js';
import { FILINGS, type NamedFiles, partsOf, readMain } from './read-files.js';

/**
 * Tells whether the files of a configuration have changed: what it makes returns another text after each
 * change of feeds.json, of a part or of filings.json, and of which files are parts. feeds.json itself is read
 * only where it has changed.
 */
export function configStamps(file: string): () => Promise<string> {
  let known: { readonly stamp: string; readonly named: NamedFiles } | null = null;
  return async () => {
    const stamp = await stampOf(file);
    if (known?.stamp !== stamp)
      known = { stamp, named: (await namedIn(file)) ?? known?.named ?? { patterns: [], lexicon: null } };
    return `${stamp}\n${await partStamps(known.named, file)}`;
  };
}

/** Null where the file can't be read. */
async function namedIn(file: string): Promise<NamedFiles | null> {
  try {
    return await readMain(file);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

async function partStamps(named: NamedFiles, file: string): Promise<string> {
  try {
    const { names } = await partsOf(named, file);
    const beside = [FILINGS, ...(named.lexicon === null ? [] : [named.lexicon])];
    return await stampOfAll([...names, ...beside].map((name) => path.join(path.dirname(file), name)));
  } catch (error) {
    if (error instanceof UserError) return error.message; // a folder that can't be read
    throw error;
  }
}
