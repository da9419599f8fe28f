import type { Instant } from '../model/values.js';
import type { SourceRecord } from '../sources/record.js';

/** What is counted of a source's entries. */
export type EntryCounts = Pick<SourceRecord, 'entries' | 'withheld' | 'oldest'>;

export const NO_ENTRIES: EntryCounts = { entries: 0, withheld: 0, oldest: null };

/** The counts with one entry more. */
export function countedIn(
  counts: EntryCounts,
  { published, admitted }: { readonly published: Instant; readonly admitted: boolean },
): EntryCounts {
  const { entries, withheld, oldest } = counts;
  return {
    entries: entries + 1,
    withheld: admitted ? withheld : withheld + 1,
    oldest: oldest === null || published < oldest ? published : oldest,
  };
}
