import { MINUTE_MS } from '../model/spans.js';
import type { Log } from '../terminal/log.js';

/** Looks again and again whether something has changed. */
export interface Watch {
  /** What is there now is what is known. */
  rebase(): Promise<void>;
  stop(): void;
}

/** Milliseconds between two looks. */
const EVERY_MS = 1000;
/** A look may take a twentieth of the time. */
const SHARE = 20;
/** The clock may have been set during a look, which then seems to have taken a year. */
const SELDOMEST_MS = 5 * MINUTE_MS;

/**
 * Tells of each change of a stamp, as soon as two looks agree on it: then no file is half-written. Looking is
 * what works on every disk and in every container; notices of the system (`fs.watch`) get lost on some.
 * @param now milliseconds since 1970
 */
export function watchStamp(
  stamp: () => Promise<string>,
  changed: () => Promise<void>,
  { log, now }: { readonly log: Log; readonly now: () => number },
): Watch {
  let known: string | null = null;
  let last: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;

  async function look(): Promise<void> {
    const began = now();
    try {
      const found = await stamp();
      if (known === null) known = found;
      else if (found !== known && found === last) {
        known = found;
        await changed();
      }
      last = found;
    } catch (error) {
      log.debug(`looking for changes: ${error instanceof Error ? error.message : String(error)}`);
    }
    next(Math.min(Math.max(EVERY_MS, (now() - began) * SHARE), SELDOMEST_MS));
  }

  function next(ms: number): void {
    if (isStopped) return;
    timer = setTimeout(() => void look(), ms);
    timer.unref();
  }

  next(EVERY_MS);
  return {
    async rebase() {
      known = await stamp();
      last = known;
    },
    stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
