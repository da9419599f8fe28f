import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Site } from '../../config/config.js';
import { installed } from '../../installed.js';
import { UserError } from '../../model/errors.js';
import { NO_WORDS, type OwnWords, readOwnWords } from '../words/own-words.js';
import { makeTheme, type Theme, WORDS } from './theme.js';

/** Our assets, which the build makes. */
const BUILT_IN = installed('dist/publish/assets');

/**
 * The theme of a site: our assets, and over them the operator's folder (`theme/` beside feeds.json), which
 * need not exist. Throws a UserError where the folder is there and can't be read.
 */
export async function readTheme(folder: string, site: Site): Promise<Theme> {
  return makeTheme(await readFolder(BUILT_IN), await readOwn(folder), site.colors, path.join(folder, WORDS));
}

/** The words of a theme alone: none where it has no words.json. Throws as `readTheme` does. */
export async function readWords(folder: string): Promise<OwnWords> {
  const given = (await readOwn(folder)).get(WORDS);
  return given === undefined
    ? NO_WORDS
    : readOwnWords(Buffer.from(given).toString('utf8'), path.join(folder, WORDS));
}

async function readOwn(folder: string): Promise<Map<string, Uint8Array>> {
  try {
    return await readFolder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return new Map();
    throw new UserError(`${folder}: the theme can't be read (${code ?? 'unknown error'})`, 1, {
      cause: error,
    });
  }
}

/** All files below a folder by their path with `/`; names that begin with a dot are left out. */
async function readFolder(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const name of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const full = path.join(name.parentPath, name.name);
    const relative = path.relative(folder, full).split(path.sep).join('/');
    if (name.isFile() && !/(^|\/)\./.test(relative)) files.set(relative, await readFile(full));
  }
  return files;
}
