import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './write-failure.js';

/** Tells our temporary files from those of an earlier process with our id: in a container every one may be 1. */
const ours = `${process.pid}-${randomBytes(4).toString('hex')}`;
const TEMP = /^\.tagwire-((\d+)-[0-9a-f]{8})-\d+\.tmp$/;
let made = 0;

/**
 * Puts `bytes` at `target` whole or not at all: a temporary file in the same folder takes its place, so that it
 * works across symbolic links and file systems. Not synced to disk: what is published can be rendered again.
 */
export async function replaceFile(target: string, bytes: Uint8Array): Promise<void> {
  const folder = path.dirname(target);
  made += 1;
  const temp = path.join(folder, `.tagwire-${ours}-${made}.tmp`);
  try {
    await writeInto(folder, temp, bytes);
    await rename(temp, target);
  } catch (error) {
    await rm(temp, { force: true }).catch(() => undefined); // the first error is the one to tell
    throw error;
  }
}

/** A folder that became empty may be removed just after it was made here, so once is not enough. */
async function writeInto(folder: string, temp: string, bytes: Uint8Array): Promise<void> {
  for (let tries = 3; ; tries--) {
    try {
      return await writeFile(temp, bytes, { flag: 'wx' });
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || tries === 0) throw error;
      await mkdir(folder, { recursive: true });
    }
  }
}

/** Removes what a process that was killed while it wrote left behind in a folder. */
export async function removeStaleTemps(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []); // a folder that can't be listed fails when it is written to
  await Promise.all(
    names.filter(isStale).map((name) => rm(path.join(folder, name), { force: true }).catch(() => undefined)),
  );
}

function isStale(name: string): boolean {
  const [, owner, pid] = TEMP.exec(name) ?? [];
  if (owner === undefined || owner === ours) return false;
  return Number(pid) === process.pid || !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) !== 'ESRCH'; // EPERM: it lives, under another user
  }
}
