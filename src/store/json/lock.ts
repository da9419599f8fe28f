import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { codeOf } from '../../files/error-code.js';
import { isAlive } from '../../files/is-alive.js';
import { LockedError, UserError } from '../../model/errors.js';
import { diskError, OWNER_ONLY } from './disk.js';

/** Who holds the lock. */
interface Holder {
  readonly pid: number;
  /** Tells the process from a later one with the same id; null where the system doesn't say. */
  readonly started: string | null;
  readonly host: string;
  /** ISO 8601, for people. */
  readonly since: string;
}

/** A holder on another machine, or in another container, shows by the file's time that it lives. */
const HEARTBEAT_MS = 20_000;
const SILENT_MS = 6 * HEARTBEAT_MS;

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
export function takeLock(folder: string, now: number): Lock {
  const file = path.join(folder, 'lock');
  const mine: Holder = {
    pid: process.pid,
    started: startOf(process.pid),
    host: hostname(),
    since: new Date(now).toISOString(),
  };
  const temp = path.join(folder, `.lock.${process.pid}.0.tmp`);
  try {
    mkdirSync(path.dirname(folder), { recursive: true }); // of others, public/ among them
    mkdirSync(folder, { recursive: true, mode: OWNER_ONLY.folder });
    discard(temp); // of a process that had our id, as in a container: it may be the very file that is the lock
    writeFileSync(temp, JSON.stringify(mine), { mode: OWNER_ONLY.file });
    const wasStale = occupy(file, temp, now);
    const begun = performance.now();
    const heartbeat = setInterval(
      () => touch(file, new Date(now + performance.now() - begun)),
      HEARTBEAT_MS,
    ).unref();
    return {
      wasStale,
      release: () => {
        clearInterval(heartbeat);
        release(file);
      },
    };
  } catch (error) {
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

/** What link() answers where the file system or the container knows no hard links: FAT, some network folders. */
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
function occupy(file: string, temp: string, now: number): boolean {
  for (let attempt = 0; attempt < 4; attempt++) {
    try {
      place(temp, file);
      return attempt > 0;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const holder = settledHolder(file);
    if (holder === null) continue;
    if (isHeld(holder, file, now)) throw heldBy(holder);
    setAside(file, temp.replace('.0.tmp', '.1.tmp'), now);
  }
  throw new UserError(`${file} cannot be taken; remove it if no tagwire runs`);
}

/** Takes a dead process's lock away; one that a third process has taken meanwhile is put back. */
function setAside(file: string, aside: string, now: number): void {
  try {
    renameSync(file, aside);
    const holder = settledHolder(aside);
    if (holder !== null && isHeld(holder, aside, now)) {
      place(aside, file);
      throw heldBy(holder);
    }
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

function isHeld(holder: Holder, file: string, now: number): boolean {
  if (!Number.isInteger(holder.pid) || holder.pid <= 0) return false; // noise: nobody's
  if (holder.host !== hostname()) return now - statSync(file).mtimeMs < SILENT_MS;
  if (!isAlive(holder.pid)) return false;
  const started = startOf(holder.pid);
  return started === null || holder.started === null || started === holder.started;
}

/** A failing heartbeat is no reason to stop: the next pass elsewhere would only take over what is in use. */
function touch(file: string, at: Date): void {
  try {
    utimesSync(file, at, at);
  } catch {
    // the disk may be full or gone: what the pass writes next will tell
  }
}

/** Times and milliseconds that a lock which says nothing is looked at again: it may be just being written. */
const SETTLING = { times: 5, ms: 50 };

/** Who holds the lock, once it has been written; pid 0 where it stays noise, null where there is none any more. */
function settledHolder(file: string): Holder | null {
  for (let times = SETTLING.times; ; times--) {
    const holder = readHolder(file);
    if (holder?.pid !== 0 || times === 0) return holder;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SETTLING.ms);
  }
}

function readHolder(file: string): Holder | null {
  try {
    const data = (JSON.parse(readFileSync(file, 'utf8')) ?? {}) as Partial<Holder>;
    return {
      pid: Number(data.pid),
      started: data.started ?? null,
      host: String(data.host),
      since: String(data.since),
    };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null; // released meanwhile
    if (error instanceof SyntaxError) return { pid: 0, started: null, host: '', since: '' };
    throw error;
  }
}

/** Start time in clock ticks since boot, field 22 of proc(5) stat; null where there is no /proc. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null; // another system than Linux: the process id alone has to do
  }
}

function release(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw diskError(error, file);
  }
}
