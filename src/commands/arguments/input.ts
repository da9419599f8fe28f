import { readFile } from 'node:fs/promises';
import { whyUnread } from '../../files/causes.js';
import { UserError } from '../../model/errors.js';
import type { Io } from '../../terminal/io.js';

/**
 * The text of a file, or of standard input for `-`. Throws a UserError, exit code 1, where it can't be read.
 */
export async function readInput(file: string, io: Io): Promise<string> {
  return new TextDecoder().decode(file === '-' ? await whole(io.stdin()) : await readBytes(file));
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new UserError(`${file}: ${whyUnread(cause)}`, 1, { cause });
  }
}

/** What a message calls the input. */
export const inputName = (file: string): string => (file === '-' ? 'standard input' : file);

/** All bytes of something to read. */
export async function whole(parts: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}
