import path from 'node:path';
import { stampOf, stampOfAll } from '../../files/stamp.js';
import { UserError } from '../../model/errors.js';
import { FILINGS, type Patterns, partsOf, readMain } from './read-files.js';

/**
 * Tells whether the files of a configuration have changed: what it makes returns another text after each
 * change of feeds.json, of a part or of filings.json, and of which files are parts. feeds.json itself is read
 * only where it has changed.
 */
export function configStamps(file: string): () => Promise<string> {
  let known: { readonly stamp: string; readonly patterns: Patterns } | null = null;
  return async () => {
    const stamp = await stampOf(file);
    if (known?.stamp !== stamp)
      known = { stamp, patterns: (await patternsIn(file)) ?? known?.patterns ?? [] };
    return `${stamp}\n${await partStamps(known.patterns, file)}`;
  };
}

/** Null where the file can't be read. */
async function patternsIn(file: string): Promise<Patterns | null> {
  try {
    return (await readMain(file)).patterns;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

async function partStamps(patterns: Patterns, file: string): Promise<string> {
  try {
    const { names } = await partsOf(patterns, file);
    return await stampOfAll([...names, FILINGS].map((name) => path.join(path.dirname(file), name)));
  } catch (error) {
    if (error instanceof UserError) return error.message; // a folder that can't be read
    throw error;
  }
}
