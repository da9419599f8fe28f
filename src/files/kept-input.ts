import { randomInt } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../model/errors.js';
import { whyUnwritten } from './causes.js';
import { codeOf } from './error-code.js';

/** What came once, to be read from its beginning as often as one likes, until it is let go. */
export interface KeptInput {
  read(): AsyncIterable<Uint8Array>;
  letGo(): Promise<void>;
}

/** Bytes that are kept in memory: a list of some thousand sources. What comes after them goes to a file. */
const IN_MEMORY = 1 << 20;
/** Bytes of the file that are read at once. */
const PART = 1 << 20;

/**
 * Keeps what standard input brings: the first of it in memory, the rest in a file that only its owner may
 * read, in `folder` or the nearest folder above it that is there. The file has lost its name by the time that
 * anything is in it, so that it goes with this process, whatever ends that. A UserError where it can't be
 * written.
 */
export async function keepInput(input: AsyncIterable<Uint8Array>, folder: string): Promise<KeptInput> {
  const start: Uint8Array[] = [];
  let length = 0;
  let file: FileHandle | null = null;
  const letGo = async (): Promise<void> => file?.close();
  try {
    for await (const chunk of input) {
      length += chunk.length;
      if (length <= IN_MEMORY) start.push(chunk);
      else file = await append(chunk, file, folder);
    }
  } catch (error) {
    await letGo();
    throw error;
  }
  return {
    read: async function* () {
      if (start.length > 0) yield Buffer.concat(start); // a pipe may bring it letter by letter
      if (file !== null) yield* partsOf(file);
    },
    letGo,
  };
}

async function append(chunk: Uint8Array, file: FileHandle | null, folder: string): Promise<FileHandle> {
  try {
    const opened = file ?? (await namelessFile(path.resolve(folder)));
    await opened.writeFile(chunk); // goes on after a short write, and throws where the disk is full
    return opened;
  } catch (cause) {
    const why = whyUnwritten(cause);
    if (why === null) throw cause;
    const hint = 'standard input is kept there, to be read twice; import a file instead, which is not copied';
    throw new UserError(`${folder}: ${why}; ${hint}`, 1, { cause });
  }
}

/** For an instant it has a name: one of those that whoever next works in the folder clears away. */
async function namelessFile(folder: string): Promise<FileHandle> {
  const name = path.join(folder, `.input.${process.pid}.${randomInt(2 ** 40)}.tmp`);
  try {
    const file = await open(name, 'wx+', 0o600);
    await rm(name);
    return file;
  } catch (error) {
    const above = path.dirname(folder);
    if (codeOf(error) !== 'ENOENT' || above === folder) throw error;
    return namelessFile(above);
  }
}

async function* partsOf(file: FileHandle): AsyncIterable<Uint8Array> {
  for (let at = 0; ; ) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(PART), 0, PART, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}
