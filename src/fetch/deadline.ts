/** Time that a piece of work may take, of which waiting in line is no part. */
export interface Deadline {
  /** Aborted when the time is over, or by the caller. */
  readonly signal: AbortSignal;
  readonly remainingMs: () => number;
  /** Stops the clock until the promise settles. */
  paused<T>(waiting: Promise<T>): Promise<T>;
  /** To be called when the work is done. */
  clear(): void;
}

/** @param reason what the signal is aborted with when the time is over */
export function deadline(ms: number, reason: Error, caller: AbortSignal): Deadline {
  const over = new AbortController();
  let remaining = ms;
  let started = 0;
  let timer: NodeJS.Timeout | undefined;
  const run = (): void => {
    started = performance.now();
    timer = setTimeout(() => over.abort(reason), Math.max(0, remaining));
  };
  const halt = (): void => {
    clearTimeout(timer);
    remaining -= performance.now() - started;
  };
  run();
  const signal = AbortSignal.any([over.signal, caller]);
  return {
    signal,
    remainingMs: () => Math.max(0, remaining - (performance.now() - started)),
    async paused(waiting) {
      halt();
      try {
        return await waiting;
      } finally {
        run();
      }
    },
    clear: () => clearTimeout(timer),
  };
}
