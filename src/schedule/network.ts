import type { PollOutcome } from './outcome.js';

/** So many hosts don't fail together by chance. */
const manyHosts = 3;

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
  /**
   * What is still waiting at the end of a pass. `offline`: of three hosts or more that were asked none was
   * reached, so the states of these sources stay as they are, and the next pass asks them again.
   */
  end(): { readonly offline: boolean; readonly waiting: readonly T[] };
}

export function networkWatch<T>(): NetworkWatch<T> {
  const waiting: T[] = [];
  const hosts = new Set<string>();
  let works = false;
  return {
    heard(item, outcome, host) {
      const said = whatItSays(outcome);
      if (said === 'works') works = true;
      if (works) return [...waiting.splice(0), item];
      if (said === 'nothing') return [item];
      hosts.add(host);
      waiting.push(item);
      return [];
    },
    end: () => ({ offline: !works && hosts.size >= manyHosts, waiting: waiting.splice(0) }),
  };
}

/** What an outcome says of our own network. */
function whatItSays(outcome: PollOutcome): 'works' | 'may be down' | 'nothing' {
  if (outcome.kind === 'failed' && !outcome.reached)
    return outcome.reason === 'private-address' ? 'nothing' : 'may be down';
  const isAsked = outcome.kind !== 'later' || outcome.asked || outcome.traffic.requests > 0;
  return isAsked ? 'works' : 'nothing';
}
