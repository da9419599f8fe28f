/** Milliseconds between two looks: hubs wait longer for an answer. */
const EVERY_MS = 2000;
/** So many requests wait for a look; others are told to come again. */
const MOST = 100;

/**
 * Has the store looked at for callbacks that nobody here knows, as another process may have made them.
 * However many ask, with whatever ids, it is one look in two seconds: who asks meanwhile waits for the next,
 * since what it asks for may be newer than the last. Resolves to false where too many wait already.
 */
export function callbackLook(look: () => Promise<void>): () => Promise<boolean> {
  let next: Promise<void> | null = null;
  let rest: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const begin = async (): Promise<void> => {
    await rest;
    next = null;
    rest = new Promise((resolve) => void setTimeout(resolve, EVERY_MS).unref());
    await look();
  };
  return async () => {
    if (waiting >= MOST) return false;
    waiting += 1;
    next ??= begin();
    await next.finally(() => {
      waiting -= 1;
    });
    return true;
  };
}
