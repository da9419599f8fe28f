import { readFileSync, readlinkSync } from 'node:fs';

/* What tells a process from others on this machine, as far as the system says so. */

/** Start time in clock ticks since boot, field 22 of proc(5) stat; null where there is no /proc. */
export function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null; // another system than Linux: the process id alone has to do
  }
}

/** Another one after each start of the machine; the same in all its containers. */
export function kernelId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}

/** In a container, process ids are of its own: those of another mean nothing here. */
export function processSpace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}
