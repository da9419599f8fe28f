import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { codeOf } from '../../../files/error-code.js';
import { LockedError, UserError } from '../../../model/errors.js';
import { diskError, OWNER_ONLY } from '../disk.js';
import { HEARTBEAT_MS, type Holder, isHeld, settledHolder, thisProcess } from './lock-holder.js';
import { type LockSocket, listenIn } from './lock-socket.js';

/** A lock that is held. */
export interface Lock {
  /** The previous holder died with it: there may be something to clean up. */
  readonly wasStale: boolean;
  release(): void;
}

/**
 * Takes `data/lock` for this process. Throws a UserError that names the holder where a living process has it;
 * a lock whose process is gone, or whose id now belongs to another process, is taken over.
 */
export async function takeLock(folder: string, now: number): Promise<Lock> {
  const file = path.join(folder, 'lock');
  let socket: LockSocket | null = null;
  const temp = path.join(folder, `.lock.${process.pid}.0.tmp`);
  try {
    mkdirSync(path.dirname(folder), { recursive: true }); // of others, public/ among them
    mkdirSync(folder, { recursive: true, mode: OWNER_ONLY.folder });
    discard(temp); // of a process that had our id, as in a container: it may be the very file that is the lock
    socket = await listenIn(folder);
    const mine = thisProcess(socket?.name ?? null, now);
    writeFileSync(temp, JSON.stringify(mine), { mode: OWNER_ONLY.file });
    const wasStale = await occupy(file, temp, now);
    const begun = performance.now();
    const heartbeat = setInterval(
      () => touch(file, new Date(now + performance.now() - begun)),
      HEARTBEAT_MS,
    ).unref();
    return {
      wasStale,
      release: () => {
        clearInterval(heartbeat);
        try {
          release(file);
        } finally {
          socket?.close();
        }
      },
    };
  } catch (error) {
    socket?.close();
    throw error instanceof UserError ? error : diskError(error, file);
  } finally {
    discard(temp);
  }
}

/**
 * Never throws: in a folder that can't be used there is nothing to take away, and the cause has been told.
 */
function discard(temp: string): void {
  try {
    rmSync(temp, { force: true });
  } catch (error) {
    if (codeOf(error) === null) throw error;
  }
}

/**
 * What link() answers where the file system or the container knows no hard links: FAT, some network folders.
 */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EACCES'];

/**
 * Gives `temp` the name `file` too, in one step that fails with EEXIST where the name is taken. link() never
 * shows a half-written file. Where there are no links, the name is taken by making the file, which is written
 * the moment after: who reads it in between waits for the rest (`settledHolder`).
 */
function place(temp: string, file: string): void {
  try {
    linkSync(temp, file);
  } catch (error) {
    if (!NO_LINKS.includes(codeOf(error) ?? '')) throw error;
    const text = readFileSync(temp);
    const handle = openSync(file, 'wx', OWNER_ONLY.file);
    try {
      writeFileSync(handle, text);
    } catch (failure) {
      discard(file); // a full disk: an empty lock would be nobody's
      throw failure;
    } finally {
      closeSync(handle);
    }
  }
}

/** Answers whether a dead holder had it. */
async function occupy(file: string, temp: string, now: number): Promise<boolean> {
  for (let attempt = 0; attempt < 4; attempt++) {
    try {
      place(temp, file);
      return attempt > 0;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const holder = settledHolder(file);
    if (holder === null) continue;
    if (await isHeld(holder, file, now)) throw heldBy(holder);
    await setAside(file, temp.replace('.0.tmp', '.1.tmp'), now);
  }
  throw new UserError(`${file} cannot be taken; remove it if no tagwire runs`);
}

/** Takes a dead process's lock away; one that a third process has taken meanwhile is put back. */
async function setAside(file: string, aside: string, now: number): Promise<void> {
  try {
    renameSync(file, aside);
    const holder = settledHolder(aside);
    if (holder !== null && (await isHeld(holder, aside, now))) {
      place(aside, file);
      throw heldBy(holder);
    }
    if (holder !== null && holder.socket !== null) discard(path.join(path.dirname(file), holder.socket));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error; // else a third process was faster
  } finally {
    rmSync(aside, { force: true });
  }
}

function heldBy({ pid, host, since }: Holder): LockedError {
  const where = host === hostname() ? '' : ` on ${host}`;
  return new LockedError(
    `a pass is running (process ${pid}${where} since ${since.slice(11, 16)}); wait, or stop it first`,
  );
}

/** A failing heartbeat is no reason to stop: the next pass elsewhere would only take over what is in use. */
function touch(file: string, at: Date): void {
  try {
    utimesSync(file, at, at);
  } catch {
    // the disk may be full or gone: what the pass writes next will tell
  }
}

function release(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw diskError(error, file);
  }
}
