import path from 'node:path';
import { codeOf } from '../../../files/error-code.js';
import { readText } from '../disk.js';
import { type Kind, NewerVersionError, parseDocument, type Versioned } from '../document.js';
import { type FileKind, filesBelow, kindOf } from '../file-kinds.js';

/** A file of ours that cannot be read. */
export interface Damaged {
  readonly kind: FileKind;
  /** Relative to data/, with `/`. */
  readonly name: string;
}

/** Reads every file below data/; returns those that are damaged. A file of a newer tagwire is a UserError. */
export async function inspect(folder: string): Promise<{ files: number; damaged: readonly Damaged[] }> {
  const damaged: Damaged[] = [];
  let files = 0;
  for (const name of await filesBelow(folder)) {
    const found = kindOf(name);
    if (found === null) continue;
    files += 1;
    if (!(await isWhole(path.join(folder, name), found.shape))) damaged.push({ kind: found.kind, name });
  }
  return { files, damaged };
}

async function isWhole(file: string, shape: Kind<Versioned>): Promise<boolean> {
  try {
    parseDocument((await readText(file)) ?? '', file, shape);
    return true;
  } catch (error) {
    if (error instanceof NewerVersionError || codeOf(error) !== null) throw error;
    return false;
  }
}
