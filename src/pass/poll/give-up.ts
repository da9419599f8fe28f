/** A signal that ends the asking of a pass. */
export interface GiveUp {
  readonly signal: AbortSignal;
  /** It was us, not the caller. */
  readonly gaveUp: () => boolean;
  /** To be called when all is asked: lets go of the clock and of the caller. */
  clear(): void;
}

/**
 * Aborted by the caller's signal, or as soon as what is looked at every so often is so.
 * @param everyMs milliseconds before the first look, and between any two
 */
export function giveUpWhen(isHopeless: () => boolean, everyMs: number, caller: AbortSignal): GiveUp {
  const stop = new AbortController();
  const give = (): void => stop.abort(caller.reason);
  if (caller.aborted) give();
  else caller.addEventListener('abort', give, { once: true });
  const timer = setInterval(() => {
    if (isHopeless()) stop.abort();
  }, everyMs);
  return {
    signal: stop.signal,
    gaveUp: () => stop.signal.aborted && !caller.aborted,
    clear() {
      clearInterval(timer);
      caller.removeEventListener('abort', give);
    },
  };
}
