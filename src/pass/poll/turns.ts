/**
 * Makes what pieces of work wait for before they begin: one of them begins in each turn of the event loop, in
 * the order in which they asked. The answers of a hundred sources can come in one turn; read one after the
 * other in it, they would keep everything else waiting, the readers of a service among it.
 */
export function oneEachTurn(): () => Promise<void> {
  const waiting: (() => void)[] = [];
  const next = (): void => {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(next);
  };
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(next);
    });
}
