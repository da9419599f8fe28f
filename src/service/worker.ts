import { UserError } from '../model/errors.js';
import { type Instant, instant } from '../model/values.js';
import type { Log } from '../terminal/log.js';
import { sourceStack } from '../terminal/source-stack.js';
import { type Clock, cronClock } from './cron-clock.js';
import type { Health } from './http/health.js';

export interface WorkerOptions {
  /** A cron expression of five or six fields, already checked. */
  readonly schedule: string;
  /** IANA name. */
  readonly timezone: string;
  /** One pass. When the signal aborts it ends what is being stored, and resolves. */
  readonly runPass: (signal: AbortSignal) => Promise<PassEnd>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
  /** What wakes the worker; node-cron unless a test takes its place. */
  readonly clock?: Clock;
}

/**
 * How a pass came out: nothing works; or it was not made, because another process makes one, or because it
 * would do harm, for a reason that the operator has to look at.
 */
export type PassEnd = 'well' | 'failing' | 'not-made' | { readonly refused: string };

/** The passes of a service: one at a time, the first at once. */
export interface Worker {
  /** Resolves when the first pass has ended, well or not. */
  readonly firstPass: Promise<void>;
  /** Of the last pass; before the first has ended, fine. */
  health(): Health;
  /** No further pass; resolves when the running one has drained. */
  stop(): Promise<void>;
}

/**
 * Starts a pass at once and then one by the schedule. A tick during a pass is remembered: one more follows,
 * however many ticks went by. A pass that fails is reported, and the next comes as planned.
 */
export function startWorker({ runPass, now, log, ...options }: WorkerOptions): Worker {
  const stopping = new AbortController();
  let lastPass: Health['lastPass'] = null;
  let failing = false;
  let problem: string | null = null;
  let running: Promise<void> | null = null;
  let another = false;

  async function pass(): Promise<void> {
    let error: string | null = null;
    try {
      const end = await runPass(stopping.signal);
      if (end === 'not-made') return;
      problem = typeof end === 'object' ? end.refused : null;
      if (problem !== null) return;
      failing = end === 'failing';
    } catch (thrown) {
      error = report(thrown, log);
    }
    lastPass = { ended: instant(now()), ok: error === null, error };
  }

  async function rest(): Promise<void> {
    while (another && !stopping.signal.aborted) {
      another = false;
      await pass();
    }
    running = null;
  }

  function begin(): Promise<void> {
    const first = pass();
    running = first.then(rest);
    return first;
  }

  function tick(): void {
    if (stopping.signal.aborted) return;
    if (running === null) {
      void begin();
    } else {
      another = true;
      log.debug('the schedule came round during a pass; the next follows it at once');
    }
  }

  const clock = (options.clock ?? cronClock(log, now))(options.schedule, options.timezone, tick);
  const firstPass = begin();

  return {
    firstPass,
    health: () => ({
      ok: lastPass?.ok ?? true,
      failing,
      problem,
      lastPass,
      nextPass: instantOf(clock.next()),
    }),
    async stop() {
      clock.stop();
      stopping.abort();
      await running;
    },
  };
}

/** One line for what an operator can mend; a bug keeps its stack, at debug. Returns the line. */
function report(thrown: unknown, log: Log): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  log.error(`the pass failed: ${message}`);
  if (thrown instanceof Error && !(thrown instanceof UserError)) log.debug(sourceStack(thrown));
  return message;
}

const instantOf = (date: Date | null): Instant | null => (date === null ? null : instant(date.getTime()));
