import { setFlagsFromString } from 'node:v8';

/** The V8 that the program was built with, put in by the build. */
declare const BUILT_WITH_V8: string;
/** How it begins, of the flags below those that it has; put in by the build. */
declare const FIRST_FLAGS: Readonly<Record<string, number>>;

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
   * and optimising it took 0.13 of 0.48 s of CPU; a feed of 3 MB is still read faster so. The V8 of Node 24
   * has no such flag, and needs none.
   */
  ...ofThisV8('--interrupt-budget', 1_000_000),
  /*
   * Of WebAssembly it optimises no function, there being none of this index. undici's parser of HTTP is one
   * large function: optimising it took 40 MB, and saves less than that costs.
   */
  ...ofThisV8('--wasm-tier-up-filter', 1_000_000),
];

/**
 * The flag where it is known how this V8 begins with it: one that has no such flag says so on stderr.
 */
function ofThisV8(name: string, ours: number): readonly Flag[] {
  const first = process.versions.v8 === BUILT_WITH_V8 ? FIRST_FLAGS[name] : undefined;
  return first === undefined ? [] : [{ name, ours, first }];
}

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
