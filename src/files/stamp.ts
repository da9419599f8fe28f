import type { BigIntStats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './error-code.js';

/**
 * A text that is another one after each change of a file: which file it is, its size and times. A file that
 * isn't there, or can't be looked at, has one too.
 */
export async function stampOf(file: string): Promise<string> {
  try {
    return stampFrom(await stat(file, { bigint: true }));
  } catch (error) {
    return codeOf(error) ?? String(error);
  }
}

/** Of what the system says of a file. */
export const stampFrom = (stats: BigIntStats): string =>
  `${stats.dev}-${stats.ino}-${stats.size}-${stats.mtimeNs}-${stats.ctimeNs}`;

/** Of all files below a folder together, their names too. */
export async function stampOfFolder(folder: string): Promise<string> {
  try {
    const names = (await readdir(folder, { recursive: true })).sort();
    return stampOfAll(names.map((name) => path.join(folder, name)));
  } catch (error) {
    return codeOf(error) ?? String(error);
  }
}

/** Of files together, by name. */
export async function stampOfAll(files: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const file of files) lines.push(`${file} ${await stampOf(file)}\n`);
  return lines.join('');
}
