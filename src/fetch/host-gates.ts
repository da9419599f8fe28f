import type { Hold } from './result.js';
import { type Semaphore, semaphore } from './semaphore.js';

/** At most so many requests a host at once, wherever redirects lead; none to a host that has just asked to wait. */
export interface HostGates {
  /** Resolves with the function that leaves again. */
  enter(host: string, signal: AbortSignal): Promise<() => void>;
  /** Remembers a Retry-After, so that it holds for who is already in line, before the caller's books know of it. */
  hold(host: string, status: number, now: number, forMs: number): void;
  /** The Retry-After that a host is under; null where there is none. */
  holdOf(host: string, now: number): Hold | null;
  /** Counts the requests in a row that timed out. */
  timedOut(host: string): void;
  answered(host: string): void;
  /** Request after request to the host timed out: whoever is in line for it would only wait for the same. */
  isSilent(host: string): boolean;
}

/** No Retry-After holds longer. */
const longestHoldMs = 30 * 24 * 3_600_000;
/** So many time-outs in a row are enough: of 200 blogs on one dead host all would keep a pass for half an hour. */
const patience = 4;

export function hostGates(perHost: number): HostGates {
  const gates = new Map<string, { readonly places: Semaphore; users: number }>();
  const holds = new Map<string, { readonly status: number; readonly untilMs: number }>();
  const timeouts = new Map<string, number>();
  return {
    async enter(host, signal) {
      const gate = gates.get(host) ?? { places: semaphore(perHost), users: 0 };
      gates.set(host, gate);
      gate.users += 1;
      const forget = (): void => {
        gate.users -= 1;
        if (gate.users === 0) gates.delete(host);
      };
      try {
        const leave = await gate.places.enter(signal);
        return () => {
          leave();
          forget();
        };
      } catch (error) {
        forget();
        throw error;
      }
    },
    hold(host, status, now, forMs) {
      const untilMs = now + Math.min(forMs, longestHoldMs);
      if (untilMs > (holds.get(host)?.untilMs ?? 0)) holds.set(host, { status, untilMs });
    },
    holdOf(host, now) {
      const held = holds.get(host);
      if (held === undefined) return null;
      if (held.untilMs > now) return { status: held.status, remainingMs: held.untilMs - now };
      holds.delete(host);
      return null;
    },
    timedOut: (host) => void timeouts.set(host, (timeouts.get(host) ?? 0) + 1),
    answered: (host) => void timeouts.delete(host),
    isSilent: (host) => (timeouts.get(host) ?? 0) >= patience,
  };
}
