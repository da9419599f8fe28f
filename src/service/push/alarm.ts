import { toMs } from '../../model/values.js';
import type { PushInbox } from './inbox.js';

/** Wakes the service when it has to speak to hubs, or hear them. */
export interface PushAlarm {
  /** A hub has said something: several in a second are one. */
  heard(): void;
  /** Subscriptions have changed, or may have. */
  rearm(): void;
  stop(): void;
}

const SECOND = 1000;
/** A lease of less can't be renewed in time: a hub must not keep a service busy. */
const SOONEST_MS = 5 * SECOND;
/** Timers count to 24 days, and the clock may be set. */
const LATEST_MS = 3600 * SECOND;

export function pushAlarm(
  { nextRenewal }: Pick<PushInbox, 'nextRenewal'>,
  now: () => number,
  wake: () => void,
): PushAlarm {
  let hearing: NodeJS.Timeout | null = null;
  let renewal: NodeJS.Timeout | undefined;
  const rearm = (): void => {
    clearTimeout(renewal);
    const next = nextRenewal();
    if (next === null) return;
    const wait = Math.min(Math.max(toMs(next) - now(), SOONEST_MS), LATEST_MS);
    renewal = setTimeout(() => (toMs(next) <= now() ? wake() : rearm()), wait);
  };
  return {
    heard() {
      hearing ??= setTimeout(() => {
        hearing = null;
        wake();
      }, SECOND);
    },
    rearm,
    stop() {
      clearTimeout(renewal);
      if (hearing !== null) clearTimeout(hearing);
    },
  };
}
