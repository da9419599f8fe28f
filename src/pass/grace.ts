/** A signal that follows another one so much later. */
export interface Grace {
  readonly signal: AbortSignal;
  /** To be called when it is needed no longer: lets go of the clock and of the caller. */
  clear(): void;
}

/** @param ms milliseconds that are left once the caller's signal has aborted */
export function graceAfter(caller: AbortSignal, ms: number): Grace {
  const late = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  const begin = (): void => {
    timer = setTimeout(() => late.abort(caller.reason), ms);
  };
  if (caller.aborted) begin();
  else caller.addEventListener('abort', begin, { once: true });
  return {
    signal: late.signal,
    clear() {
      if (timer !== null) clearTimeout(timer);
      caller.removeEventListener('abort', begin);
    },
  };
}
