import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Site } from '../../config/config.js';
import { installed } from '../../installed.js';
import { UserError } from '../../model/errors.js';
import { makeTheme, type Theme } from './theme.js';

/** Our assets, which the build makes. */
const BUILT_IN = installed('dist/publish/assets');

/**
 * The theme of a site: our assets, and over them the operator's folder (`theme/` beside feeds.json), which
 * need not exist. Throws a UserError where the folder is there and can't be read.
 */
export async function readTheme(folder: string, site: Site): Promise<Theme> {
  return makeTheme(await readFolder(BUILT_IN), await readOwn(folder), site.colors);
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
