import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../files/error-code.js';
import { stampFrom } from '../../files/stamp.js';
import { UserError } from '../../model/errors.js';
import { shortHash } from '../../model/hash.js';
import { belowWellKnown, isReserved } from '../site/reserved.js';

/** Files of the operator's that are published as they are, at the root of the site. */
export interface Statics {
  /** Published path → the file. */
  readonly files: ReadonlyMap<string, string>;
  /** Another one after each change of any of them; '' where there are none. */
  readonly stamp: string;
}

export const NO_STATICS: Statics = { files: new Map(), stamp: '' };

/**
 * What is in `static/` beside feeds.json, which need not exist; names that begin with a dot are left out, but
 * for `.well-known` (RFC 8615).
 * @throws UserError where a name is one of tagwire's own, a link leads out of the folder, or something can't
 *   be read
 */
export async function readStatics(folder: string): Promise<Statics> {
  try {
    const root = await realpath(folder);
    const files = new Map<string, string>();
    const stamps: string[] = [];
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      const full = path.join(entry.parentPath, entry.name);
      const name = path.relative(root, full).split(path.sep).join('/');
      if (entry.isDirectory() || /(?:^|\/)\./.test(belowWellKnown(name))) continue;
      const shown = path.join(folder, name);
      refuseName(name, shown);
      if (entry.isSymbolicLink()) await refuseOutside(root, full, shown);
      const found = await stat(full, { bigint: true });
      if (!found.isFile()) throw new UserError(`${shown}: not a file; it can't be published`, 2);
      files.set(name, full);
      stamps.push(`${name} ${stampFrom(found)}`);
    }
    return files.size === 0 ? NO_STATICS : { files, stamp: shortHash(stamps.sort().join('\n')) };
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (codeOf(error) === 'ENOENT') return NO_STATICS;
    throw new UserError(`${folder}: can't be read (${codeOf(error) ?? 'unknown error'})`, 1, {
      cause: error,
    });
  }
}

/** The bytes of one of them. */
export async function readStatic(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UserError(`${file}: can't be read (${codeOf(error) ?? 'unknown error'})`, 1, { cause: error });
  }
}

function refuseName(name: string, shown: string): void {
  if (isReserved(name))
    throw new UserError(`${shown}: tagwire publishes this name itself; rename the file`, 2);
  if (/[\\\p{Cc}]/u.test(name))
    throw new UserError(`${JSON.stringify(shown)}: a name with a character that no path should have`, 2);
}

/** What a link names may be anything of the machine: only what is in the folder is meant for everybody. */
async function refuseOutside(root: string, link: string, shown: string): Promise<void> {
  const target = await realpath(link).catch(() => null);
  if (target?.startsWith(root + path.sep) === true) return;
  throw new UserError(`${shown}: a link that leads out of the folder; put the file itself there`, 2);
}
