import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, uptime } from 'node:os';
import path from 'node:path';
import { codeOf } from '../../files/error-code.js';
import { isAlive } from '../../files/is-alive.js';
import { LockedError, UserError } from '../../model/errors.js';
import { diskError, OWNER_ONLY } from './disk.js';
import { isListening, type LockSocket, listenIn, SOCKET_NAME } from './lock-socket.js';

/** Who holds the lock. */
interface Holder {
  readonly pid: number;
  /** Tells the process from a later one with the same id; null where the system doesn't say. */
  readonly started: string | null;
  readonly host: string;
  /** The running kernel, which containers share, and the space that process ids are of; null as above. */
  readonly kernel: string | null;
  readonly space: string | null;
  /** The name of a socket in the folder, at which it listens while it lives; null where there can be none. */
  readonly socket: string | null;
  /** ISO 8601, for people. */
  readonly since: string;
}

/** A holder that can't be asked, as on another machine, shows by the file's time that it lives. */
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
export async function takeLock(folder: string, now: number): Promise<Lock> {
  const file = path.join(folder, 'lock');
  let socket: LockSocket | null = null;
  const temp = path.join(folder, `.lock.${process.pid}.0.tmp`);
  try {
    mkdirSync(path.dirname(folder), { recursive: true }); // of others, public/ among them
    mkdirSync(folder, { recursive: true, mode: OWNER_ONLY.folder });
    discard(temp); // of a process that had our id, as in a container: it may be the very file that is the lock
    socket = await listenIn(folder);
    const mine: Holder = {
      pid: process.pid,
      started: startOf(process.pid),
      host: hostname(),
      kernel: kernelId(),
      space: processSpace(),
      socket: socket?.name ?? null,
      since: new Date(now).toISOString(),
    };
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

async function isHeld(holder: Holder, file: string, now: number): Promise<boolean> {
  if (!Number.isInteger(holder.pid) || holder.pid <= 0) return false; // noise: nobody's
  const isOnThisKernel = holder.kernel !== null && holder.kernel === kernelId();
  if (isOnThisKernel && holder.socket !== null) {
    const isThere = await isListening(path.join(path.dirname(file), holder.socket));
    if (isThere !== null) return isThere;
  }
  const lastBeat = statSync(file).mtimeMs;
  const isFresh = now - lastBeat < SILENT_MS;
  if (holder.host !== hostname() || differ(holder.space, processSpace())) return isFresh;
  // This machine before it was started again, or another that is called the same.
  if (differ(holder.kernel, kernelId())) return isFresh && lastBeat > now - uptime() * 1000;
  if (!isAlive(holder.pid)) return false;
  const started = startOf(holder.pid);
  return started === null || holder.started === null || started === holder.started;
}

const differ = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;

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

/**
 * Who holds the lock, once it has been written; pid 0 where it stays noise, null where there is none any
 * more.
 */
function settledHolder(file: string): Holder | null {
  for (let times = SETTLING.times; ; times--) {
    const holder = readHolder(file);
    if (holder?.pid !== 0 || times === 0) return holder;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SETTLING.ms);
  }
}

const NOBODY: Holder = {
  pid: 0,
  started: null,
  host: '',
  kernel: null,
  space: null,
  socket: null,
  since: '',
};

function readHolder(file: string): Holder | null {
  try {
    const data = (JSON.parse(readFileSync(file, 'utf8')) ?? {}) as Partial<Holder>;
    return {
      pid: Number(data.pid),
      started: data.started ?? null,
      host: String(data.host),
      kernel: data.kernel ?? null,
      space: data.space ?? null,
      socket: SOCKET_NAME.test(data.socket ?? '') ? (data.socket ?? null) : null,
      since: String(data.since),
    };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null; // released meanwhile
    if (error instanceof SyntaxError) return NOBODY;
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

/** Another one after each start of the machine; the same in all its containers. */
function kernelId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}

/** In a container, process ids are of its own: those of another mean nothing here. */
function processSpace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}

function release(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw diskError(error, file);
  }
}
