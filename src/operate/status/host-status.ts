import { compareText } from '../../model/compare-text.js';
import type { Instant } from '../../model/values.js';
import { type HostState, hostUntil } from '../../schedule/index.js';
import type { SourceRecord } from '../../sources/record.js';

/** What one host has had of us. Also the answer to `status --hosts --json`, as it stands. */
export interface HostStatus {
  /** `a.example`, `a.example:8080`. */
  readonly host: string;
  readonly sources: number;
  readonly polls: number;
  /** Polls answered by 304. */
  readonly notModified: number;
  /** Requests, redirects included: also those to other hosts that its sources lead to. */
  readonly requests: number;
  /** Bytes of bodies as they came over the wire. */
  readonly bytes: number;
  /** Until when it is left alone, as it asked by 429 or 503. */
  readonly heldUntil: Instant | null;
}

/** The hosts of sources: those first that want to be left alone, then those that are asked most. Pure. */
export function hostsOf(
  records: readonly SourceRecord[],
  holds: HostState,
  now: number,
): readonly HostStatus[] {
  const hosts = new Map<string, HostStatus>();
  for (const { poll } of records) {
    const { host } = new URL(poll.url);
    const known = hosts.get(host);
    hosts.set(host, {
      host,
      sources: (known?.sources ?? 0) + 1,
      polls: (known?.polls ?? 0) + poll.polls,
      notModified: (known?.notModified ?? 0) + poll.notModified,
      requests: (known?.requests ?? 0) + poll.requests,
      bytes: (known?.bytes ?? 0) + poll.bytes,
      heldUntil: hostUntil(holds, host, now),
    });
  }
  return [...hosts.values()].sort(
    (a, b) =>
      Number(b.heldUntil !== null) - Number(a.heldUntil !== null) ||
      b.requests - a.requests ||
      compareText(a.host, b.host),
  );
}
