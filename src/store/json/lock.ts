import { linkSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { LockedError, UserError } from '../../errors.js';
import { codeOf, diskError, isAlive } from './disk.js';

/** Who holds the lock. */
interface Holder {
  readonly pid: number;
  /** Tells the process from a later one with the same id; null where the system doesn't say. */
  readonly started: string | null;
  readonly host: string;
  /** ISO 8601, for people. */
  readonly since: string;
}

/** A lock that is held. */
export interface Lock {
  /** The previous holder died with it: there may be something to clean up. */
  readonly wasStale: boolean;
  release(): void;
}

/**
 * Takes `data/lock` for this process. Throws a UserError that names the holder where a living process has it; a
 * lock whose process is gone, or whose id now belongs to another process, is taken over.
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
    mkdirSync(folder, { recursive: true });
    writeFileSync(temp, JSON.stringify(mine));
    return { wasStale: occupy(file, temp), release: () => release(file) };
  } catch (error) {
    throw error instanceof UserError ? error : diskError(error, file);
  } finally {
    rmSync(temp, { force: true });
  }
}

/** link() fails where the name exists, and the name never shows a half-written file. */
function occupy(file: string, temp: string): boolean {
  for (let attempt = 0; ; attempt++) {
    try {
      linkSync(temp, file);
      return attempt > 0;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    if (holder !== null && isHeld(holder)) {
      throw new LockedError(
        `a pass is running (process ${holder.pid} since ${holder.since.slice(11, 16)}); wait, or stop it first`,
      );
    }
    if (attempt === 3) throw new UserError(`${file} cannot be taken; remove it if no tagwire runs`);
    if (holder !== null) rmSync(file, { force: true });
  }
}

function isHeld(holder: Holder): boolean {
  if (holder.host !== hostname()) return true; // another machine's process can't be seen from here
  if (!isAlive(holder.pid)) return false;
  const started = startOf(holder.pid);
  return started === null || holder.started === null || started === holder.started;
}

function readHolder(file: string): Holder | null {
  try {
    const data = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
    return {
      pid: Number(data.pid),
      started: data.started ?? null,
      host: String(data.host),
      since: String(data.since),
    };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null; // released meanwhile
    if (error instanceof SyntaxError) return { pid: 0, started: '', host: hostname(), since: '' }; // noise: nobody's
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
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
