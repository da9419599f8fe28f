import { troublesAfter } from '../events/troubles.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../model/spans.js';
import { type Instant, instant, toMs } from '../model/values.js';
import { duration } from '../model/words.js';
import type { Facts, Store, StoreReader } from '../store/store.js';

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

/** What the servers that were asked say of the clock. */
export interface ClockVerdict {
  /** What is wrong with it, if most of them agree on that; in words. */
  readonly problem: string | null;
  /** How far theirs are ahead. */
  readonly aheadMs: number;
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

  /** Null where too few were heard. */
  verdict(): ClockVerdict | null {
    const sorted = [...this.aheadMs.values()].toSorted((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)];
    if (middle === undefined || sorted.length < MANY_HOSTS) return null;
    if (Math.abs(middle) < FAR_OFF_MS) return { problem: null, aheadMs: 0 };
    const wrong = middle > 0 ? 'behind' : 'ahead of';
    const problem = `the clock is ${duration(Math.abs(middle))} ${wrong} those of most servers: set it`;
    return { problem, aheadMs: middle };
  }
}

/**
 * Whether a clock that was wrong was right again within the last day already: then it is that of one machine
 * among several, of which each says so in turn. What it has left is mended once a day, and told as often.
 * @param now by the clock of the servers, where they contradict ours
 */
export async function clocksDiffer(store: StoreReader, now: number): Promise<boolean> {
  const since = instant(now - DAY_MS);
  const events = await store.events();
  return events.some((event) => event.kind === 'trouble-over' && event.of === 'clock' && event.at > since);
}

/**
 * Remembers what servers say of the clock: what is wrong with it is trouble of the site until they say
 * otherwise.
 */
export async function noteVerdict(store: Store, verdict: ClockVerdict, now: number): Promise<void> {
  const theirs = now + verdict.aheadMs;
  const { troubles: known } = await store.facts();
  const { troubles, events } = troublesAfter(known, { clock: verdict.problem }, instant(theirs));
  if (events.length > 0)
    await store.setFacts({ troubles }, (await clocksDiffer(store, theirs)) ? [] : events);
}

/**
 * Whether the clock may say what is too old, or that a week is over: what is taken out by a clock that is a
 * year ahead does not come back.
 * @param problem what was wrong with it when the pass began, where servers have not said otherwise since;
 *   null for nothing
 */
export const isClockTrusted = ({ troubles }: Pick<Facts, 'troubles'>, problem: string | null): boolean =>
  troubles.clock === undefined && problem === null;
