import { UserError } from '../model/errors.js';
import { type Instant, instant } from '../model/values.js';
import type { Log } from '../terminal/log.js';
import { sourceStack } from '../terminal/source-stack.js';
import { type Clock, cronClock } from './cron-clock.js';
import type { Health } from './http/operator/health.js';
import { type PassEnd, PastPasses } from './past-passes.js';
import { seldom } from './seldom.js';

/** When passes are made. */
export interface Schedule {
  /** A cron expression of five or six fields, already checked. */
  readonly schedule: string;
  /** IANA name. */
  readonly timezone: string;
}

export interface WorkerOptions extends Schedule {
  /** One pass. When the signal aborts it ends what is being stored, and resolves. */
  readonly runPass: (signal: AbortSignal) => Promise<PassEnd>;
  /** What is done between passes where `wake` asks for it; a pass does that as well. */
  readonly runErrand?: (signal: AbortSignal) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
  /** What wakes the worker; `cronClock` unless a test takes its place. */
  readonly clock?: Clock;
}

/** The passes of a service: one at a time, the first at once. */
export interface Worker {
  /** Resolves when the first pass has ended, well or not. */
  readonly firstPass: Promise<void>;
  /** Of the last pass; before the first has ended, fine. */
  health(): Omit<Health, 'configProblem'>;
  /** Has the errand done as soon as nothing else runs; however often it is called before that, once. */
  wake(): void;
  /** Later passes come by another schedule. */
  reschedule(schedule: Schedule): void;
  /** No further pass; resolves when the running one has drained. */
  stop(): Promise<void>;
}

/**
 * Starts a pass at once and then one by the schedule. A tick during a pass is remembered: one more follows,
 * however many ticks went by. A pass that fails is reported, once a minute where it is the same each time,
 * and the next comes as planned.
 */
export function startWorker({ runPass, runErrand, now, log, ...options }: WorkerOptions): Worker {
  const stopping = new AbortController();
  const tell = seldom((line) => log.error(line), now);
  const past = new PastPasses(now);
  let running: Promise<void> | null = null;
  let another = false;
  let errand = false;

  async function pass(): Promise<void> {
    try {
      past.ended(await runPass(stopping.signal));
    } catch (thrown) {
      const isConfiguration = thrown instanceof UserError && thrown.exitCode === 2;
      past.failed(report('the pass', thrown, tell, log), isConfiguration);
    }
  }

  async function rest(): Promise<void> {
    while ((another || errand) && !stopping.signal.aborted) {
      errand = false;
      if (another) {
        another = false;
        await pass();
      } else {
        await runErrand?.(stopping.signal).catch((thrown: unknown) =>
          report('an errand for hubs', thrown, tell, log),
        );
      }
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
    past.roundBegan();
    if (running === null) {
      void begin();
    } else {
      another = true;
      log.debug('the schedule came round during a pass; the next follows it at once');
    }
  }

  const makeClock = options.clock ?? cronClock(now);
  let current: Schedule = options;
  let clock = makeClock(options.schedule, options.timezone, tick);
  const firstPass = begin();

  return {
    firstPass,
    health: () => ({ ...past.health(), nextPass: instantOf(clock.next()) }),
    wake() {
      errand = true;
      if (running === null && !stopping.signal.aborted) running = rest();
    },
    reschedule(wanted) {
      if (wanted.schedule === current.schedule && wanted.timezone === current.timezone) return;
      current = wanted;
      clock.stop();
      clock = makeClock(wanted.schedule, wanted.timezone, tick);
    },
    async stop() {
      clock.stop();
      stopping.abort();
      await running;
    },
  };
}

/** One line for what an operator can mend; a bug keeps its stack, at debug. Returns the line. */
function report(what: string, thrown: unknown, tell: (line: string) => void, log: Log): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  tell(`${what} failed: ${message}`);
  if (thrown instanceof Error && !(thrown instanceof UserError)) log.debug(sourceStack(thrown));
  return message;
}

const instantOf = (date: Date | null): Instant | null => (date === null ? null : instant(date.getTime()));
