import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { bury, dying } from './dying.js';

/** A copy of a folder, gone when the test is over. */
export function copyOf(folder: string): string {
  const copy = mkdtempSync(`${folder}-`);
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
  return copy;
}

/** A copy of a site’s folder in which work was killed; nobody holds its database. */
interface Killed {
  readonly folder: string;
  /** For messages. */
  readonly how: string;
  /** The work came to its end before. */
  readonly isWhole: boolean;
}

/** Does the work in copy after copy of a folder: killed at one step in so many, in the last at none. */
export async function* killedAnywhere(
  folder: string,
  every: number,
  work: (folder: string) => Promise<unknown>,
): AsyncIterable<Killed> {
  let isWhole = false;
  for (let dieAt = 1; !isWhole; dieAt += every) {
    const copy = copyOf(folder);
    isWhole = (await dying(dieAt, () => work(copy))) < dieAt;
    bury(copy);
    yield { folder: copy, how: `killed at step ${dieAt}`, isWhole };
  }
}
