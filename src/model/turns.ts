/**
 * Milliseconds of a turn of the event loop that go to work. For so long, with what a piece takes beyond that,
 * the readers of a service wait besides for the answers to others.
 */
const SHARE_MS = 5;

/**
 * Makes what long work waits for before each of its pieces, so that it is spread over turns of the event
 * loop: one begins in each, and others as long as its share lasts, in the order in which they asked. In
 * between all else is done, the answers to the readers of a service first of all.
 * @param now milliseconds, by a clock that never goes back
 */
export function sharedTurns(now: () => number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let began = Number.NEGATIVE_INFINITY;
  const hasRoom = (): boolean => now() - began < SHARE_MS;
  const begin = (): void => {
    waiting.shift()?.();
    // Behind what that piece does until it waits for something.
    if (waiting.length > 0) queueMicrotask(() => (hasRoom() ? begin() : void setImmediate(turn)));
  };
  const turn = (): void => {
    began = now();
    begin();
  };
  return () =>
    new Promise((resolve) => {
      if (waiting.length === 0 && hasRoom()) return resolve();
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(turn);
    });
}

/** Resolves when the next piece of long work may begin, in this process: it has one event loop. */
export const myTurn = sharedTurns(() => performance.now());
