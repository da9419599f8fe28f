import { open, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { isDiskFull, whyUnwritten } from '../../files/causes.js';
import { codeOf } from '../../files/error-code.js';
import { removeStaleTemps, replaceFile } from '../../files/replace-file.js';
import { comparableUrl } from '../../model/address.js';
import { UserError } from '../../model/errors.js';
import { ConfigError } from '../errors.js';
import { parseConfig, readText } from '../read.js';
import { addSources, type NewSource } from './edit.js';

/** Which of the sources are new, and which the file has already under some spelling. */
export interface Appended {
  readonly added: readonly NewSource[];
  readonly known: readonly NewSource[];
}

/**
 * Adds sources to a feeds.json, each address once, and leaves all else in it as it was. The file is read
 * afresh, so that what was edited meanwhile stays. Throws a ConfigError where it is not usable as it stands.
 */
export async function appendSources(file: string, sources: readonly NewSource[]): Promise<Appended> {
  const text = await readText(file);
  const parsed = parseConfig(text, file);
  if (!parsed.ok) throw new ConfigError(parsed.problems);
  const have = new Set(parsed.config.sources.map(({ url }) => comparableUrl(url)));
  const added: NewSource[] = [];
  const known: NewSource[] = [];
  for (const source of sources) {
    const url = comparableUrl(source.url);
    (have.has(url) ? known : added).push(source);
    have.add(url);
  }
  if (added.length > 0) await replaceText(file, checked(addSources(text, added), file));
  return { added, known };
}

function checked(text: string, file: string): string {
  const parsed = parseConfig(text, file);
  if (parsed.ok) return text;
  const { path, message } = parsed.problems[0];
  throw new TypeError(`${file} would be left with a problem at ${path}: ${message}`);
}

/** Puts a new text in the place of a file: whole or not at all, through links, its mode and owner kept. */
async function replaceText(file: string, text: string): Promise<void> {
  try {
    const target = await realpath(file);
    await removeStaleTemps(path.dirname(target));
    await replaceFile(target, text, { like: await stat(target), sync: true });
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

function unwritable(file: string, cause: unknown): UserError {
  const why = whyUnwritten(cause) ?? (cause instanceof Error ? cause.message : String(cause));
  const comfort = isDiskFull(cause) ? '; nothing was changed' : '';
  return new UserError(`${file} can't be written: ${why}${comfort}`, 1, { cause });
}

/** Writes a file that is not there yet; false, and nothing done, where there is one. */
export async function createFile(file: string, text: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw unwritable(file, cause);
  }
}
