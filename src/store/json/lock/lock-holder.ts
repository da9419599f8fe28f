import { readFileSync, statSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import path from 'node:path';
import { codeOf } from '../../../files/error-code.js';
import { isAlive } from '../../../files/is-alive.js';
import { isListening, SOCKET_NAME } from './lock-socket.js';
import { kernelId, processSpace, startOf } from './process-marks.js';

/** Who holds the lock. */
export interface Holder {
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
export const HEARTBEAT_MS = 20_000;
const SILENT_MS = 6 * HEARTBEAT_MS;

/**
 * This process, as it writes itself into the lock.
 * @param socket the name of the one that it listens at, null for none
 */
export const thisProcess = (socket: string | null, now: number): Holder => ({
  pid: process.pid,
  started: startOf(process.pid),
  host: hostname(),
  kernel: kernelId(),
  space: processSpace(),
  socket,
  since: new Date(now).toISOString(),
});

/** Whether a holder lives, by whichever sign of life there is of it. */
export async function isHeld(holder: Holder, file: string, now: number): Promise<boolean> {
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

/** Times and milliseconds that a lock which says nothing is looked at again: it may be just being written. */
const SETTLING = { times: 5, ms: 50 };

/**
 * Who holds the lock, once it has been written; pid 0 where it stays noise, null where there is none any
 * more.
 */
export function settledHolder(file: string): Holder | null {
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
