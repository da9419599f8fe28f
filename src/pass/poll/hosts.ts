import type { FetchResult } from '../../fetch/result.js';
import { type HostState, holdHost, runningHolds } from '../../schedule/index.js';
import type { Store } from '../../store/store.js';

/**
 * The hosts that asked to be left alone: stored, and at hand for the fetcher, which asks before each request.
 */
export class Hosts {
  private constructor(
    private readonly store: Store,
    private holds: HostState,
  ) {}

  static async open(store: Store, now: number): Promise<Hosts> {
    const known = await store.holds();
    const running = runningHolds(known, now);
    for (const host of Object.keys(known)) if (running[host] === undefined) await store.hold(host, null);
    return new Hosts(store, running);
  }

  get state(): HostState {
    return this.holds;
  }

  /** Remembers what an answer says of its host. */
  async learn(answer: FetchResult, now: number): Promise<void> {
    const before = this.holds;
    this.holds = holdHost(before, answer, now);
    for (const host of new Set([...Object.keys(before), ...Object.keys(this.holds)])) {
      const hold = this.holds[host] ?? null;
      if (hold !== (before[host] ?? null)) await this.store.hold(host, hold);
    }
  }
}
