import { hostOf } from '../fetch/location.js';
import { type HostState, hostUntil, isDue, polledElsewhere } from '../schedule/index.js';
import type { SourceRecord } from './record.js';

/**
 * Which of these sources are asked now, each address once. Pure.
 * @param records those that may be asked at all, in the order of feeds.json
 * @param now milliseconds since 1970
 */
export function dueAmong(
  records: readonly SourceRecord[],
  holds: HostState,
  now: number,
  all: boolean,
): readonly SourceRecord[] {
  const elsewhere = polledElsewhere(records);
  return records.filter(({ key, poll, feed }) => {
    if (elsewhere.has(key)) return false;
    const held = hostUntil(holds, hostOf(poll.url), now);
    return isDue(poll, now, { byHand: all, hostUntil: held, rhythm: feed?.rhythm ?? null }).due;
  });
}
