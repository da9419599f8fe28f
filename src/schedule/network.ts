import type { PollOutcome } from './outcome.js';

/** So many hosts don't fail together by chance. */
const MANY_HOSTS = 3;

/** Nor so many be still together, of those that were well when last asked or never were. */
const MANY_STILL = 20;

/**
 * Where our network works, one of them is reached within this time: a name whose first name server is dead
 * takes three seconds (program.ts), and a connection less than one.
 */
export const SILENCE_MS = 5000;

/**
 * Tells a pass whose own network is down from one whose sources fail. What may be the one or the other waits
 * until something shows that the network works, so that an outage of ours is counted against nobody. What
 * waits holds no document: of 5,000 sources a few megabytes.
 */
export interface NetworkWatch<T> {
  /**
   * Takes what came of a source.
   * @param host that was asked
   * @returns what can be judged now, in the order that it came: nothing, or this, or all that has waited and
   * this
   */
  heard(item: T, outcome: PollOutcome, host: string): readonly T[];
  /** A host is being asked. */
  asks(host: string): void;
  /** Some host took a connection, or refused it. */
  reached(): void;
  /** So many have been asked in vain that it is our own network, where this has gone on for `SILENCE_MS`. */
  isSilent(): boolean;
  /**
   * What is still waiting at the end of a pass. `offline`: of three hosts or more that were asked none was
   * reached, so the states of these sources stay as they are, and the next pass asks them again. So do those
   * of `ours`, which were not asked for a limit of this machine.
   */
  end(): { readonly offline: boolean; readonly waiting: readonly T[]; readonly ours: readonly T[] };
}

/** @param well hosts that may be asked, and did not fail when they last were */
export function networkWatch<T>(well: ReadonlySet<string> = new Set()): NetworkWatch<T> {
  const waiting: T[] = [];
  const ours: T[] = [];
  const hosts = new Set<string>();
  const asked = new Set<string>();
  let works = false;
  return {
    heard(item, outcome, host) {
      if (outcome.kind === 'failed' && outcome.reason === 'own-limit') {
        asked.delete(host);
        ours.push(item);
        return [];
      }
      const said = whatItSays(outcome);
      if (said === 'works') works = true;
      if (works) return [...waiting.splice(0), item];
      if (said === 'nothing') {
        asked.delete(host);
        return [item];
      }
      hosts.add(host);
      waiting.push(item);
      return [];
    },
    asks(host) {
      if (well.has(host)) asked.add(host);
    },
    reached() {
      works = true;
    },
    isSilent: () => !works && asked.size >= Math.max(MANY_HOSTS, Math.min(MANY_STILL, well.size)),
    end: () => ({
      offline: !works && hosts.size >= MANY_HOSTS,
      waiting: waiting.splice(0),
      ours: ours.splice(0),
    }),
  };
}

/** What an outcome says of our own network. */
function whatItSays(outcome: PollOutcome): 'works' | 'may be down' | 'nothing' {
  if (outcome.kind === 'failed' && !outcome.reached)
    return outcome.reason === 'private-address' ? 'nothing' : 'may be down';
  const isAsked = outcome.kind !== 'later' || outcome.asked || outcome.traffic.requests > 0;
  return isAsked ? 'works' : 'nothing';
}
