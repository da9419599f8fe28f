import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { whyUnread } from '../../files/causes.js';
import { codeOf } from '../../files/error-code.js';
import { UserError } from '../../model/errors.js';
import { dataSize } from '../../model/words.js';
import { loadLanguages } from '../../text/detect-language.js';
import { type Document, documentOf } from '../json/document.js';
import { isWild, lexiconOf, matchesName, patternsOf, stepsOf } from './include.js';

/** The files of a configuration, read and not yet checked. */
export interface ConfigFiles {
  /** feeds.json. */
  readonly main: Document;
  /** What its `include` names, each once, in the order of their paths. */
  readonly parts: readonly Document[];
  /** filings.json beside it; null where there is none. */
  readonly filings: Document | null;
  /** The lexicon that feeds.json names; null where it names none, or there is none yet. */
  readonly lexicon: Document | null;
  /** Patterns of `include` that no file has. */
  readonly unmatched: readonly Unmatched[];
}

/** What is filed by hand stands beside feeds.json under this name, and is no part of it. */
export const FILINGS = 'filings.json';

export interface Unmatched {
  /** Its place in the list. */
  readonly index: number;
  readonly pattern: string;
  /** What it names is a folder. */
  readonly isFolder: boolean;
}

/** 5,000 sources and 1,000 tags take about 1 MB; a file of this size is something else. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Reads a feeds.json and its parts, and loads what rules for languages (`lang:de`) need. Throws a UserError,
 * exit code 2, where one of them can't be read.
 */
export async function readFiles(file: string): Promise<ConfigFiles> {
  const { main, patterns, lexicon } = await readMain(file);
  const { names, unmatched } = await partsOf({ patterns, lexicon }, file);
  const parts: Document[] = [];
  for (const name of names) {
    const shown = path.join(path.dirname(file), name);
    parts.push(documentOf(await readText(shown, whyNoPart), shown));
  }
  const filings = await documentBeside(FILINGS, file);
  const learned = lexicon === null ? null : await documentBeside(lexicon, file);
  if ([main, ...parts].some(({ text }) => text.includes('lang:'))) await loadLanguages();
  return { main, parts, filings, lexicon: learned, unmatched };
}

/** Null where there is no such file. */
async function documentBeside(name: string, file: string): Promise<Document | null> {
  const beside = path.join(path.dirname(file), name);
  return (await kindOf(beside)) === null ? null : documentOf(await readText(beside, whyNoPart), beside);
}

/** The files that a feeds.json names. */
export interface NamedFiles {
  /** Null for a pattern that is none, which the grammar tells. */
  readonly patterns: ReturnType<typeof patternsOf>;
  readonly lexicon: string | null;
}

/** feeds.json without its parts. Throws a UserError, exit code 2, where it can't be read. */
export async function readMain(file: string): Promise<NamedFiles & { readonly main: Document }> {
  const main = documentOf(await readText(file, whyNoConfig), file);
  return { main, patterns: patternsOf(main), lexicon: lexiconOf(main) };
}

/**
 * What patterns name beside feeds.json: paths below its folder, each once, sorted. Throws a UserError, exit
 * code 2, where a folder can't be read.
 */
export async function partsOf(
  { patterns, lexicon }: NamedFiles,
  file: string,
): Promise<{ readonly names: readonly string[]; readonly unmatched: readonly Unmatched[] }> {
  const names = new Set<string>();
  const unmatched: Unmatched[] = [];
  for (const [index, pattern] of patterns.entries()) {
    if (pattern === null) continue;
    const found = await namedBy(pattern, path.dirname(file));
    const files = found.files.filter((name) => ![path.basename(file), FILINGS, lexicon].includes(name));
    for (const name of files) names.add(name);
    if (files.length === 0) unmatched.push({ index, pattern, isFolder: found.folders.length > 0 });
  }
  return { names: [...names].sort(), unmatched };
}

/** What a pattern names below a folder, by paths with `/`. */
async function namedBy(
  pattern: string,
  folder: string,
): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
  let paths: readonly string[] = [''];
  for (const step of stepsOf(pattern)) {
    const next: string[] = [];
    for (const base of paths) {
      const names = isWild(step) ? await namesIn(path.join(folder, base)) : [step];
      for (const name of names)
        if (!isWild(step) || matchesName(step, name)) next.push(path.posix.join(base, name));
    }
    paths = next;
  }
  const files: string[] = [];
  const folders: string[] = [];
  for (const name of paths) {
    const kind = await kindOf(path.join(folder, name));
    if (kind === 'file') files.push(name);
    if (kind === 'folder') folders.push(name);
  }
  return { files, folders };
}

/** None where there is no such folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw new UserError(whyNoPart(folder, cause), 2, { cause });
  }
}

/** Null where there is nothing. What a link names must be there: its sources would leave without a word. */
async function kindOf(file: string): Promise<'file' | 'folder' | null> {
  try {
    return (await stat(file)).isDirectory() ? 'folder' : 'file';
  } catch (cause) {
    if (!isMissing(cause)) throw new UserError(whyNoPart(file, cause), 2, { cause });
    if (await isLink(file)) throw new UserError(`${file} is a link to what is not there`, 2, { cause });
    return null;
  }
}

async function isLink(file: string): Promise<boolean> {
  try {
    return (await lstat(file)).isSymbolicLink();
  } catch (cause) {
    if (isMissing(cause)) return false;
    throw new UserError(whyNoPart(file, cause), 2, { cause });
  }
}

const isMissing = (cause: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(cause) ?? '');

/** The text of a file of the configuration; `whyNot` tells what an error of the system means. */
async function readText(file: string, whyNot: WhyNot): Promise<string> {
  const bytes = await readBytes(file, whyNot);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(`${file} is not in UTF-8; save it as UTF-8`, 2, { cause });
  }
}

/** A file beside feeds.json that it names, by its path from there; a text says why it can't be read. */
export async function readBeside(file: string, name: string): Promise<Uint8Array | string> {
  try {
    return await readBytes(path.join(path.dirname(file), name), (_file, cause) => whyUnread(cause));
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

async function readBytes(file: string, whyNot: WhyNot): Promise<Uint8Array> {
  let size: number;
  try {
    size = (await stat(file)).size;
    if (size <= MAX_BYTES) return await readFile(file);
  } catch (cause) {
    throw new UserError(whyNot(file, cause), 2, { cause });
  }
  throw new UserError(`${file} has ${dataSize(size)}, too much for a configuration; 16 MB is the most`, 2);
}

type WhyNot = (file: string, cause: unknown) => string;

function whyNoConfig(file: string, cause: unknown): string {
  switch (codeOf(cause)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `no ${file} here; tagwire init makes one, --config names one`;
    case 'EISDIR':
      return `${file} is a folder; --config names the file in it`;
    default:
      return whyNoPart(file, cause);
  }
}

const whyNoPart: WhyNot = (file, cause) => `${file}: ${whyUnread(cause)}`;
