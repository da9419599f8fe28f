import { readFileSync } from 'node:fs';

/** A megabyte of JSON, as plain a work as there is. */
const DOCUMENT = JSON.stringify(
  Array.from({ length: 8_000 }, (_, n) => ({
    id: `https://blog.example/${n}`,
    title: `A post, number ${n}`,
    tags: ['ffi'],
    read: n % 2 === 0,
    n,
  })),
);

/** Milliseconds of CPU for reading that megabyte and writing it again, once the code is warm. */
let unit: number | null = null;

/**
 * What work costs, in readings and writings of a megabyte of JSON. It is the CPU time of this process that is
 * compared, so that a slow machine, or one that is busy with other things, gives nearly the same figure:
 * leave limits five times the room all the same. What grows with the square of its input is beyond any.
 */
export async function costOf(work: () => unknown): Promise<number> {
  const each = theUnit();
  const begin = cpu();
  await work();
  return (cpu() - begin) / each;
}

/**
 * The same of all that another process has done so far; 0 where the system does not tell it (`/proc` of
 * Linux).
 */
export function costOfProcess(id: number | undefined): number {
  if (process.platform !== 'linux') return 0;
  const [, afterName = ''] = /\) (.*)/s.exec(readFileSync(`/proc/${id}/stat`, 'utf8')) ?? [];
  const [user = 0, system = 0] = afterName.split(' ').slice(11, 13).map(Number);
  return ((user + system) * 10) / theUnit(); // in hundredths of a second
}

function theUnit(): number {
  unit ??= measured();
  return unit;
}

function measured(): number {
  const again = () => JSON.stringify(JSON.parse(DOCUMENT));
  for (let n = 0; n < 3; n++) again();
  const begin = cpu();
  for (let n = 0; n < 10; n++) again();
  return (cpu() - begin) / 10;
}

/** The sum: how the system divides it is a guess. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
