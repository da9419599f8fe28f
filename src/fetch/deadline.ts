/** Time that a piece of work may take, of which waiting in line is no part. */
export interface Deadline {
  /** Aborted when the time is over, or by a caller. */
  readonly signal: AbortSignal;
  /** Stops the clock until the promise settles. */
  paused<T>(waiting: Promise<T>): Promise<T>;
  /** To be called when the work is done: lets go of the clock and of the callers. */
  clear(): void;
}

/**
 * Not `AbortSignal.any`, which leaks where one of the signals lives on (nodejs/node#54614), as a service's
 * do.
 * @param late makes what the signal is aborted with when the time is over; an error costs its stack
 * @param callers whose reasons it is aborted with
 */
export function deadline(ms: number, late: () => Error, callers: readonly AbortSignal[]): Deadline {
  const over = new AbortController();
  let remaining = ms;
  let started = 0;
  let timer: NodeJS.Timeout | undefined;
  const run = (): void => {
    started = performance.now();
    timer = setTimeout(() => over.abort(late()), Math.max(0, remaining));
  };
  const halt = (): void => {
    clearTimeout(timer);
    remaining -= performance.now() - started;
  };
  const give = (): void => over.abort(callers.find((caller) => caller.aborted)?.reason);
  for (const caller of callers) {
    if (caller.aborted) give();
    else caller.addEventListener('abort', give, { once: true });
  }
  run();
  return {
    signal: over.signal,
    async paused(waiting) {
      halt();
      try {
        return await waiting;
      } finally {
        run();
      }
    },
    clear() {
      clearTimeout(timer);
      for (const caller of callers) caller.removeEventListener('abort', give);
    },
  };
}
