import type { Entry } from '../model/entry.js';
import { unshownKey, unshownReason, withUnshown } from '../model/unshown.js';
import type { SourceRecord } from '../sources/record.js';

/** What is counted of a source's entries. */
export type EntryCounts = Pick<SourceRecord, 'entries' | 'withheld' | 'oldest' | 'unshown'>;

export const NO_ENTRIES: EntryCounts = { entries: 0, withheld: 0, oldest: null, unshown: {} };

/** The counts with one entry more. */
export function countedIn(counts: EntryCounts, entry: Entry): EntryCounts {
  const { entries, withheld, oldest, unshown } = counts;
  const { published, admitted } = entry;
  return {
    entries: entries + 1,
    withheld: admitted ? withheld : withheld + 1,
    oldest: oldest === null || published < oldest ? published : oldest,
    unshown: unshown === null ? null : withUnshown(unshown, entry),
  };
}

/** How many are withheld of entries, one of which is another now. */
export const withheldNow = (withheld: number, before: Entry, after: Entry): number =>
  withheld + Number(before.admitted) - Number(after.admitted);

/** Why an entry isn't shown, in a word; null where it is. */
export function unshownOf(entry: Entry): string | null {
  const reason = unshownReason(entry);
  return reason === null ? null : unshownKey(reason);
}

/** An entry counts otherwise than before among those that aren't shown: they have to be counted. */
export const isUnshownOther = (before: Entry, after: Entry): boolean =>
  unshownOf(before) !== unshownOf(after) ||
  (unshownOf(after) !== null && before.published !== after.published);
