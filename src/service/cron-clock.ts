import nodeCron, { type ScheduledTask } from 'node-cron';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../model/spans.js';

/** Calls `tick` by the schedule until it is stopped. */
export type Clock = (schedule: string, timezone: string, tick: () => void) => RunningClock;

interface RunningClock {
  next(): Date | null;
  stop(): void;
}

const HALF_DAY_MS = DAY_MS / 2;
/**
 * Minutes (or seconds) looked through after a sleep, 0.2 s of work; a longer sleep ends with a tick anyway.
 */
const LOOK_BACK = 20_000;

/**
 * A clock that looks each minute (each second for six fields) whether node-cron's reading of the schedule
 * names what has gone by. Not node-cron's own runner (4.6): it leaves out the first of two equal hours in
 * autumn, 65 minutes without a pass in Berlin where they come every five, and in spring all times of the hour
 * that isn't there; where the clock is set back it waits for the time that it was, and where it is set ahead
 * it goes through all that lies between, minutes of work for a year. Here each of two equal hours has its
 * ticks, and what the missing hour would have had comes as one tick right after it. A late tick is a tick.
 * @param now milliseconds since 1970, which may be set at any time
 */
export function cronClock(now: () => number): Clock {
  return (schedule, timezone, tick) => {
    const step = schedule.trim().split(/\s+/).length > 5 ? 1000 : MINUTE_MS;
    const times = new ZonedTimes(schedule, timezone, step);
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      timer = setTimeout(look, step - (now() % step)); // timers don't follow the clock: no longer, however it is set
    };
    let looked = now();
    const look = (): void => {
      const at = now();
      const since = looked > at ? at - step : looked; // set back, the clock comes to times again, and so do we
      looked = at;
      arm();
      if (times.isNamedWithin(since, at)) tick();
    };
    arm();
    return {
      next: () => times.next(now()),
      stop() {
        clearTimeout(timer);
        times.close();
      },
    };
  };
}

/** Which instants a schedule names in a zone. All times are milliseconds since 1970. */
class ZonedTimes {
  private readonly zoned: ScheduledTask;
  /** Asked about times on the wall as if they were of UTC: also those that the zone leaves out. */
  private readonly onTheWall: ScheduledTask;
  private readonly format: Intl.DateTimeFormat;

  constructor(
    schedule: string,
    timezone: string,
    private readonly step: number,
  ) {
    this.zoned = nodeCron.createTask(schedule, () => undefined, { timezone });
    this.onTheWall = nodeCron.createTask(schedule, () => undefined, { timezone: 'UTC' });
    this.format = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' });
  }

  close(): void {
    void this.zoned.destroy();
    void this.onTheWall.destroy();
  }

  /** Whether the schedule names one after `since` and up to `now`. */
  isNamedWithin(since: number, now: number): boolean {
    if (now - since > LOOK_BACK * this.step) return true;
    for (let at = this.stepAfter(since); at <= now; at += this.step) if (this.isNamed(at)) return true;
    return false;
  }

  /** The first that comes after `now`; null where the schedule names none. */
  next(now: number): Date | null {
    const usual = this.zoned.getNextRuns(1)[0] ?? null;
    if (usual === null) return null;
    for (const change of this.changes(now, usual.getTime())) {
      const repeated = Math.max(0, this.offset(change - 1) - this.offset(change));
      for (let at = Math.max(this.stepAfter(now), change - repeated); at <= change; at += this.step)
        if (this.isNamed(at)) return new Date(at);
    }
    return usual;
  }

  private stepAfter(at: number): number {
    return at - (at % this.step) + this.step;
  }

  private isNamed(at: number): boolean {
    if (this.zoned.match(new Date(at))) return true;
    const now = this.offset(at);
    for (let skipped = at + this.offset(at - 1); skipped < at + now; skipped += this.step)
      if (this.onTheWall.match(new Date(skipped))) return true;
    return false;
  }

  /** When the zone's clocks change, after `from` and up to `to`. */
  private *changes(from: number, to: number): Iterable<number> {
    for (let at = from; at < to; at += HALF_DAY_MS) {
      let [low, high] = [at, Math.min(at + HALF_DAY_MS, to)];
      if (this.offset(low) === this.offset(high)) continue;
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (this.offset(middle) === this.offset(low)) low = middle;
        else high = middle;
      }
      yield high;
    }
  }

  /** How far the clocks of the zone are ahead of UTC. */
  private offset(at: number): number {
    const parts = this.format.formatToParts(at);
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    const size = Number(hours ?? 0) * HOUR_MS + Number(minutes ?? 0) * MINUTE_MS;
    return sign === '-' ? -size : size;
  }
}
