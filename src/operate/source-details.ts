import type { Source } from '../config/config.js';
import type { HttpUrl, Instant } from '../model/values.js';
import type { PastPoll } from '../schedule/index.js';
import type { SourceRecord } from '../sources/record.js';
import type { SourceStatus } from './status.js';

/** All that is known of one source. Also the answer to `status SOURCE --json`, as it stands. */
export interface SourceDetails extends SourceStatus {
  /** What feeds.json says of it beside its address. */
  readonly settings: Pick<Source, 'tags' | 'hints' | 'full' | 'intervalMs' | 'private'>;
  /** What its last document said of itself; null until one has been read. */
  readonly feed: {
    readonly format: string;
    readonly home: HttpUrl | null;
    readonly language: string | null;
  } | null;
  /** Days of its oldest and its newest entry. */
  readonly span: { readonly from: Instant; readonly to: Instant } | null;
  /** Addresses that it was polled at before. */
  readonly former: readonly HttpUrl[];
  /** What the next request asks with: nothing where the whole document is wanted. */
  readonly validators: { readonly etag: string | null; readonly lastModified: string | null };
  /** The first of the 304s in a row. */
  readonly unchangedSince: Instant | null;
  /** Its newest polls, the last one first. */
  readonly recent: readonly PastPoll[];
  /** Until when its server has asked to be left alone. */
  readonly heldUntil: Instant | null;
}

/** The status of a source with all that stands behind it. Pure. */
export function detailsOf(status: SourceStatus, source: Source, record: SourceRecord): SourceDetails {
  const { feed, poll, former } = record;
  const { etag, lastModified } = poll.validators;
  return {
    ...status,
    settings: {
      tags: source.tags,
      hints: source.hints,
      full: source.full,
      intervalMs: source.intervalMs,
      private: source.private,
    },
    feed: feed && { format: feed.format, home: feed.home, language: feed.language },
    span: feed?.span ?? null,
    former,
    validators: { etag, lastModified },
    unchangedSince: poll.unchangedSince,
    recent: poll.recent,
    heldUntil: poll.heldUntil,
  };
}
