import { hostOf } from '../../fetch/location.js';
import { MINUTE_MS } from '../../model/spans.js';
import type { SourceKey } from '../../model/values.js';
import { byWaiting } from '../../schedule/index.js';
import type { SourceRecord } from '../../sources/record.js';
import type { Store } from '../../store/store.js';

/** Longer than any pass takes; a worker that dies gives its sources back by then. */
const LEASE_MS = 10 * MINUTE_MS;

/** The due sources that a pass leases, some at a time and each once. */
export class Claims {
  private readonly claimed = new Set<SourceKey>();
  /** Hosts of those that did not fail when they were asked last. */
  readonly well = new Set<string>();

  /**
   * @param among sources that may be asked, in the order of feeds.json
   * @param now milliseconds since 1970
   * @param all due or not
   */
  constructor(
    private readonly store: Store,
    private readonly among: readonly SourceKey[],
    private readonly now: number,
    private readonly all: boolean,
  ) {}

  /** More of them, those first that have waited longest; none where no more are due. */
  async more(): Promise<readonly SourceRecord[]> {
    const { now, all } = this;
    const among = this.among.filter((key) => !this.claimed.has(key));
    const due = await this.store.claim({ among, now, all, lease: LEASE_MS });
    for (const { key, poll } of due) {
      this.claimed.add(key);
      if (poll.failing === null) this.well.add(hostOf(poll.url));
    }
    return due.toSorted((a, b) => byWaiting(a.poll, b.poll));
  }

  /** Whether a source was leased. */
  has(key: SourceKey): boolean {
    return this.claimed.has(key);
  }
}
