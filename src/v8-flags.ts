import { setFlagsFromString } from 'node:v8';

/** The V8 that the program was built with, put in by the build. */
declare const BUILT_WITH_V8: string;
/** Its `--interrupt-budget`, put in by the build; null where it has none. */
declare const FIRST_INTERRUPT_BUDGET: number | null;

interface Flag {
  readonly name: string;
  readonly ours: number;
  /** As Node begins. */
  readonly first: number;
}

const FLAGS: readonly Flag[] = [
  /*
   * V8 collects before the heap has grown by more than four fifths: left alone it lets 40 MB of a pass become
   * 150, because memory is cheap where one program runs. With 10,000 stored entries a pass stayed at 195 MB
   * so, instead of 232, for 8 % more CPU.
   */
  { name: '--heap-growing-percent', ours: 80, first: 0 },
  /*
   * V8 optimises a function when it has run fifteen times longer than usual. A start runs much code a little,
   * and optimising it took 0.13 of 0.48 s of CPU; a feed of 3 MB is still read faster so. Only for the V8
   * whose figure is known: that of Node 24 has no such flag, says so on stderr, and needs none.
   */
  ...(FIRST_INTERRUPT_BUDGET === null || process.versions.v8 !== BUILT_WITH_V8
    ? []
    : [{ name: '--interrupt-budget', ours: 1_000_000, first: FIRST_INTERRUPT_BUDGET }]),
];

let areOurs = false;

/** Sets V8 up for a program that mostly ends within a second, and must be small where it doesn't. */
export function setOurFlags(): void {
  set('ours');
}

/**
 * Does `work` under the flags that Node began with: V8 takes code from a cache, Node's own included, under
 * the flags that it was made under only.
 */
export function underFirstFlags<T>(work: () => T): T {
  if (!areOurs) return work();
  set('first');
  try {
    return work();
  } finally {
    set('ours');
  }
}

function set(which: 'ours' | 'first'): void {
  for (const flag of FLAGS) setFlagsFromString(`${flag.name}=${flag[which]}`);
  areOurs = which === 'ours';
}
