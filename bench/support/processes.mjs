// What other processes cost, as Linux tells.
import { readdirSync, readFileSync } from 'node:fs';

/** Of a second. */
const TICKS = 100;

/** What the kernel says of a process; null where there is none any more. */
function statOf(pid) {
  try {
    // After the name, which may hold anything but ends with the last bracket.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const [own, ofChildren] = [11, 13].map((at) => (Number(fields[at]) + Number(fields[at + 1])) / TICKS);
    return { parent: Number(fields[1]), own, ofChildren };
  } catch {
    return null;
  }
}

/** Seconds of CPU that a process has taken so far. */
export const cpuOf = (pid) => statOf(pid)?.own ?? 0;

/** The same of a process and of all that it has started, those that have ended too. */
export function cpuOfFamily(pid) {
  const { own = 0, ofChildren = 0 } = statOf(pid) ?? {};
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((stat) => stat?.parent === pid);
  return children.reduce((sum, stat) => sum + stat.own + stat.ofChildren, own + ofChildren);
}

export const parentOf = (pid) => statOf(pid)?.parent ?? 0;

/** The most memory that a process has had, in MB. */
export function memoryOf(pid) {
  const kilobytes = /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? 0) / 1024;
}
