import type { Entry } from '../model/entry.js';
import { newestFirst } from '../model/newest-first.js';
import { DAY_MS } from '../model/spans.js';
import type { Instant } from '../model/values.js';
import { instant, toMs } from '../model/values.js';
import type { SourceRecord } from '../sources/record.js';
import type { Candidate } from './candidate.js';
import { hasDate } from './dates.js';

/** What tells news from the old posts that a source brings for the first time. */
export interface NewsRule {
  /** So many unknown entries may become news at once. */
  readonly most: number;
  /** An entry of this date is old. */
  readonly isOld: (published: Instant) => boolean;
  /** Nothing is stored of the source: the dates of its entries alone tell their age. */
  readonly isFirstDocument: boolean;
  /** Nothing has been read of it to the end: what it brings may be the rest of its first document. */
  readonly isNewSource: boolean;
}

/** An unknown entry that is to be published, and where its document has it. */
export interface Unknown {
  readonly candidate: Candidate;
  readonly entry: Entry;
}

/** Longer than a draft lies about under the date on which it was begun. */
const OVERDUE_MS = 30 * DAY_MS;

/**
 * The rule for a source as it stood before this document. Old is what is older than all that its last
 * document listed, and what is more than 30 days older than the last good poll, unless it is newer than all
 * of that document: the newest post of a source is news whatever its date. Of a source whose first document
 * broke off nothing is, until one was whole.
 */
export function newsRule({ entries, feed, poll }: SourceRecord, most: number): NewsRule {
  const span = feed?.span ?? null;
  const overdue = poll.lastSuccess === null ? null : instant(toMs(poll.lastSuccess) - OVERDUE_MS);
  const isOld = (published: Instant): boolean => {
    if (span === null || published > span.to) return false;
    return published < span.from || (overdue !== null && published < overdue);
  };
  const isFirstDocument = entries === 0;
  const isNewSource = isFirstDocument || feed?.cut === true;
  return { most, isOld: isNewSource ? () => false : isOld, isFirstDocument, isNewSource };
}

/**
 * What a new source brings of long ago: it is in the feeds where its date has it, but keeps no window open as
 * news does.
 */
export const isLongPast = (published: Instant, { isNewSource }: NewsRule, now: Instant): boolean =>
  isNewSource && published < instant(toMs(now) - OVERDUE_MS);

/**
 * The entries that go straight to the archives: what is older than what was read of the source before, all
 * but the first of a first document that bears no dates, and of the rest all but the newest.
 * @param first the first entry of the document
 */
export function notNews(
  unknown: readonly Unknown[],
  { most, isOld, isFirstDocument }: NewsRule,
  first: Candidate | undefined,
  now: Instant,
): readonly Entry[] {
  const isLate = ({ candidate, entry }: Unknown): boolean =>
    isOld(entry.published) || (isFirstDocument && candidate !== first && !hasDate(candidate.entry, now));
  const old = unknown.filter(isLate);
  const news = unknown.filter((one) => !isLate(one)).toSorted((a, b) => newestFirst(a.entry, b.entry));
  return [...old, ...news.slice(most)].map(({ entry }) => entry);
}
