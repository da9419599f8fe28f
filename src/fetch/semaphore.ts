/** A number of places; whoever finds none free waits in line. */
export interface Semaphore {
  /**
   * Resolves with the function that gives the place back; rejects with the signal's reason, and then holds
   * none.
   * @param signal null for whoever waits as long as it takes
   */
  enter(signal: AbortSignal | null): Promise<() => void>;
}

export function semaphore(places: number): Semaphore {
  let free = places;
  const waiting = new Set<() => void>();
  const leave = (): void => {
    const [next] = waiting;
    if (next === undefined) free += 1;
    else {
      waiting.delete(next);
      next();
    }
  };
  const once = (): (() => void) => {
    let left = false;
    return () => {
      if (!left) leave();
      left = true;
    };
  };
  return {
    enter(signal) {
      signal?.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return Promise.resolve(once());
      }
      return new Promise((resolve, reject) => {
        const enter = (): void => {
          signal?.removeEventListener('abort', giveUp);
          resolve(once());
        };
        const giveUp = (): void => {
          waiting.delete(enter);
          reject(signal?.reason);
        };
        waiting.add(enter);
        signal?.addEventListener('abort', giveUp, { once: true });
      });
    },
  };
}
