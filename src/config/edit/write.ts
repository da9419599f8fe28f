import { mkdir, open, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isDiskFull, whyUnwritten } from '../../files/causes.js';
import { codeOf } from '../../files/error-code.js';
import { removeStaleTemps, replaceFile } from '../../files/replace-file.js';
import { comparableUrl } from '../../model/address.js';
import { UserError } from '../../model/errors.js';
import { ConfigError } from '../errors.js';
import { matchesPath, patternsOf } from '../files/include.js';
import { type ConfigFiles, readFiles } from '../files/read-files.js';
import { type Document, documentOf } from '../json/document.js';
import { parseFiles } from '../read.js';
import { addSources, type NewSource } from './edit.js';
import { takeOutSources } from './take-out.js';

/** Which of the sources are new, and which the configuration has already under some spelling. */
export interface Appended {
  readonly added: readonly NewSource[];
  readonly known: readonly NewSource[];
}

/**
 * Adds sources to a configuration, each address once, and leaves all else in it as it was. They go into
 * feeds.json, or into `part`, which its `include` must name and which is made where it is not there yet. The
 * files are read afresh, so that what was edited meanwhile stays. Throws a ConfigError where they are not
 * usable as they stand.
 */
export async function appendSources(
  file: string,
  sources: readonly NewSource[],
  part: string | null = null,
): Promise<Appended> {
  const files = await readFiles(file);
  const parsed = parseFiles(files);
  if (!parsed.ok) throw new ConfigError(parsed.problems);
  const target = part === null ? files.main : partAt(part, files);
  const have = new Set(parsed.config.sources.map(({ url }) => comparableUrl(url)));
  const added: NewSource[] = [];
  const known: NewSource[] = [];
  for (const source of sources) {
    const url = comparableUrl(source.url);
    (have.has(url) ? known : added).push(source);
    have.add(url);
  }
  if (added.length > 0) await write(target, addSources(target.text, added), files);
  return { added, known };
}

/** A source that was taken out, or a reading list, and the file in which it stood. */
export interface Dropped {
  /** Of a list: its address, or its path. */
  readonly address: string;
  readonly file: string;
}

/**
 * Takes the sources at these addresses, and the reading lists there, out of a configuration, in whichever of
 * its files they stand. Throws a ConfigError where it is not usable as it stands.
 */
export async function dropSources(file: string, addresses: readonly string[]): Promise<readonly Dropped[]> {
  const files = await readFiles(file);
  const parsed = parseFiles(files);
  if (!parsed.ok) throw new ConfigError(parsed.problems);
  const meant = new Set(addresses.map(comparableUrl));
  const dropped: Dropped[] = [];
  for (const document of [files.main, ...files.parts]) {
    const { text, taken } = takeOutSources(document.text, (address) => meant.has(comparableUrl(address)));
    if (taken.length === 0) continue;
    await write(document, text, files);
    dropped.push(...taken.map((address) => ({ address, file: document.file })));
  }
  return dropped;
}

/** The part of a name; one that is not there yet is an object with nothing in it. */
function partAt(name: string, { main, parts }: ConfigFiles): Document {
  const isThis = ({ file }: Document): boolean => path.resolve(file) === path.resolve(name);
  const known = [main, ...parts].find(isThis);
  if (known !== undefined) return known;
  const folder = path.dirname(main.file);
  const below = path.relative(folder, path.resolve(name)).split(path.sep).join('/');
  const isNamed = patternsOf(main).some((pattern) => pattern !== null && matchesPath(pattern, below));
  if (isNamed) return documentOf('{\n}\n', path.join(folder, below));
  throw new UserError(
    `${name} is no part of ${main.file}; name it there: "include": [${JSON.stringify(below)}]`,
    2,
  );
}

/** Writes one file of a configuration anew, once it is sure that the whole can be used with it. */
async function write(target: Document, text: string, files: ConfigFiles): Promise<void> {
  const anew = documentOf(text, target.file);
  const { main, parts } = files;
  const isNew = target !== main && !parts.includes(target);
  const parsed = parseFiles({
    ...files,
    main: target === main ? anew : main,
    parts: isNew ? [...parts, anew] : parts.map((part) => (part === target ? anew : part)),
  });
  if (!parsed.ok) {
    const { file, path, message } = parsed.problems[0];
    throw new TypeError(`${file} would be left with a problem at ${path}: ${message}`);
  }
  if (!isNew) return replaceText(target.file, text);
  await makeFolder(path.dirname(target.file));
  if (!(await createFile(target.file, text)))
    throw new UserError(`${target.file} has just appeared; try again`);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

/** Puts a new text in the place of a file: whole or not at all, through links, its mode and owner kept. */
export async function replaceText(file: string, text: string): Promise<void> {
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

/**
 * Writes a file that is not there yet, whole or not at all; false, and nothing done, where there is one.
 */
export async function createFile(file: string, text: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } catch (error) {
      await rm(file, { force: true }).catch(() => undefined); // the first error is the one to tell
      throw error;
    } finally {
      await handle.close();
    }
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw unwritable(file, cause);
  }
}
