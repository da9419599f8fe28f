import { readFile } from 'node:fs/promises';
import { UserError } from '../errors.js';
import type { Io } from './io.js';

/** The text of a file, or of standard input for `-`. Throws a UserError, exit code 1, where it can't be read. */
export async function readInput(file: string, io: Io): Promise<string> {
  const bytes = file === '-' ? await io.stdin() : await readBytes(file);
  return new TextDecoder().decode(bytes);
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new UserError(`reading ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, 1, {
      cause,
    });
  }
}

/** What a message calls the input. */
export const inputName = (file: string): string => (file === '-' ? 'standard input' : file);
