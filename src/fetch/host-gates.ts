import { setTimeout as sleep } from 'node:timers/promises';
import { DAY_MS } from '../model/spans.js';
import type { Hold } from './result.js';
import { type Semaphore, semaphore } from './semaphore.js';

/**
 * At most so many requests a host at once, wherever redirects lead; none to a host that has just turned one
 * away.
 */
export interface HostGates {
  /**
   * Resolves with the function that leaves again.
   * @param alone nobody else is let in meanwhile
   */
  enter(host: string, alone: boolean, signal: AbortSignal): Promise<() => void>;
  /** Resolves when the gap after the last request to the host is over. Each call is one request. */
  pace(host: string, signal: AbortSignal): Promise<void>;
  /**
   * Remembers that a host turned a request away, so that it holds for who is already in line, before the
   * caller's books know of it.
   * @param forMs null where it did not say how long
   */
  hold(host: string, status: number, now: number, forMs: number | null): void;
  /** What `hold()` was told of a host; null where that is over or was never told. */
  holdOf(host: string, now: number): Hold | null;
  /** Counts the requests that timed out, in a row and in all. */
  timedOut(host: string): void;
  answered(host: string): void;
  /** Request after request to the host timed out: whoever is in line for it would only wait for the same. */
  isSilent(host: string): boolean;
}

/** No Retry-After holds longer. */
const LONGEST_HOLD_MS = 30 * DAY_MS;
/**
 * So many time-outs in a row are enough: of 200 blogs on one dead host all would keep a pass for half an
 * hour.
 */
const PATIENCE = 4;
/**
 * So many in all, where they are a fourth of all requests: a host that answers some in between would keep a
 * pass as long.
 */
const PATIENCE_IN_ALL = 12;
const MOST_ANSWERS = 3;

/** Requests to a host: how many timed out in a row and in all, and how many were answered. */
interface Heard {
  readonly inRow: number;
  readonly timeouts: number;
  readonly answers: number;
}

/** @param gapMs between the beginnings of two requests to a host */
export function hostGates(perHost: number, gapMs: number): HostGates {
  const gates = new Map<string, { readonly places: Semaphore; users: number }>();
  const holds = new Map<string, { readonly status: number; readonly untilMs: number }>();
  const heard = new Map<string, Heard>();
  const heardOf = (host: string): Heard => heard.get(host) ?? { inRow: 0, timeouts: 0, answers: 0 };
  const free = new Map<string, number>();
  return {
    async enter(host, alone, signal) {
      const gate = gates.get(host) ?? { places: semaphore(alone ? 1 : perHost), users: 0 };
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
    async pace(host, signal) {
      if (gapMs === 0) return;
      const now = performance.now();
      const at = Math.max(now, free.get(host) ?? 0);
      free.set(host, at + gapMs);
      if (at > now) await sleep(at - now, undefined, { signal });
    },
    hold(host, status, now, forMs) {
      const untilMs = forMs === null ? Number.POSITIVE_INFINITY : now + Math.min(forMs, LONGEST_HOLD_MS);
      if (untilMs > (holds.get(host)?.untilMs ?? 0)) holds.set(host, { status, untilMs });
    },
    holdOf(host, now) {
      const held = holds.get(host);
      if (held === undefined) return null;
      const { status, untilMs } = held;
      if (untilMs > now) return { status, remainingMs: Number.isFinite(untilMs) ? untilMs - now : null };
      holds.delete(host);
      return null;
    },
    timedOut(host) {
      const { inRow, timeouts, answers } = heardOf(host);
      heard.set(host, { inRow: inRow + 1, timeouts: timeouts + 1, answers });
    },
    answered(host) {
      const { timeouts, answers } = heardOf(host);
      heard.set(host, { inRow: 0, timeouts, answers: answers + 1 });
    },
    isSilent(host) {
      const { inRow, timeouts, answers } = heardOf(host);
      return inRow >= PATIENCE || (timeouts >= PATIENCE_IN_ALL && answers <= timeouts * MOST_ANSWERS);
    },
  };
}
