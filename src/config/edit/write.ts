import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
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
 * Adds sources to a feeds.json, each address once, and leaves all else in it as it was. The file is read afresh,
 * so that what was edited meanwhile stays. Throws a ConfigError where it is not usable as it stands.
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
  if (added.length > 0) await replaceFile(file, checked(addSources(text, added), file));
  return { added, known };
}

function checked(text: string, file: string): string {
  const parsed = parseConfig(text, file);
  if (parsed.ok) return text;
  const { path, message } = parsed.problems[0];
  throw new TypeError(`${file} would be left with a problem at ${path}: ${message}`);
}

/** Puts a new text in the place of a file: whole or not at all, through links, its mode and owner kept. */
async function replaceFile(file: string, text: string): Promise<void> {
  try {
    const target = await realpath(file);
    const { mode, uid, gid } = await stat(target);
    const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
    try {
      await writeWhole(temporary, text, mode, { uid, gid });
      await rename(temporary, target);
    } finally {
      await rm(temporary, { force: true });
    }
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'disk full; nothing was changed',
  EDQUOT: 'disk quota used up; nothing was changed',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is a file',
};

function unwritable(file: string, cause: unknown): UserError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const why = CAUSES[code] ?? (cause instanceof Error ? cause.message : String(cause));
  return new UserError(`${file} can't be written: ${why}`, 1, { cause });
}

async function writeWhole(
  file: string,
  text: string,
  mode: number,
  owner: { readonly uid: number; readonly gid: number },
): Promise<void> {
  const handle = await open(file, 'wx', mode & 0o7777);
  try {
    await handle.writeFile(text);
    await handle.chmod(mode & 0o7777); // the umask has had its say in open()
    if (process.getuid?.() === 0) await handle.chown(owner.uid, owner.gid); // nobody else may give files away
    await handle.sync();
  } finally {
    await handle.close();
  }
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
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw unwritable(file, cause);
  }
}
