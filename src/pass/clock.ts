import { HOUR_MS, MINUTE_MS } from '../model/spans.js';
import { type Instant, instant, toMs } from '../model/values.js';
import { duration } from '../model/words.js';
import type { Facts } from '../store/store.js';

/** This program is not older: a clock before that was never set. Any release may raise it. */
export const PROGRAM_FROM: Instant = instant(Date.UTC(2026, 0, 1));
/** Clocks are set by so much without anybody's noticing. */
const TOLERANCE_MS = 10 * MINUTE_MS;
/** Fewer hosts are no majority. */
const MANY_HOSTS = 3;
const FAR_OFF_MS = HOUR_MS;

/** What is wrong with the clock at the beginning of a pass, in words; null for nothing that shows. */
export function clockProblem(now: number, { lastPass }: Pick<Facts, 'lastPass'>): string | null {
  const at = instant(now);
  if (at < PROGRAM_FROM) return `the clock says ${at}, when this program was not written yet: set it`;
  if (lastPass === null || toMs(lastPass.at) <= now + TOLERANCE_MS) return null;
  return (
    `the clock says ${at}, but the last pass was at ${lastPass.at}: set it, or, ` +
    'if it was wrong then, tagwire doctor mends what that left'
  );
}

/** Compares the clock with those of the servers that are asked. */
export class ServerClocks {
  private readonly aheadMs = new Map<string, number>();

  /**
   * @param sentAt when an answer was sent by its server's clock, milliseconds since 1970; null where it says
   *   nothing
   * @param now by our clock
   */
  heard(host: string, sentAt: number | null, now: number): void {
    if (sentAt !== null) this.aheadMs.set(host, sentAt - now);
  }

  /** What is wrong with the clock, if most servers agree on that; in words. */
  problem(): string | null {
    const sorted = [...this.aheadMs.values()].toSorted((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)];
    if (middle === undefined || sorted.length < MANY_HOSTS || Math.abs(middle) < FAR_OFF_MS) return null;
    const wrong = middle > 0 ? 'behind' : 'ahead of';
    return `the clock is ${duration(Math.abs(middle))} ${wrong} those of most servers: set it`;
  }
}
