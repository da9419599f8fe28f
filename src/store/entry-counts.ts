import type { Entry } from '../model/entry.js';
import { withUnshown } from '../model/unshown.js';
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
