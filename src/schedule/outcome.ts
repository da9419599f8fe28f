import type { FailureReason, FetchResult, Traffic } from '../fetch/result.js';
import type { Rhythm } from '../model/feed.js';
import { unreachable } from '../model/unreachable.js';
import type { Instant } from '../model/values.js';
import type { Policy } from './interval.js';

/** What came of a poll: of the fetch, or of reading what it brought. `fresh` means that a feed was parsed. */
export type PollOutcome =
  | Exclude<FetchResult, { kind: 'aborted' }>
  /** A body that is no feed, or none that can be read; changes no validators. */
  | {
      readonly kind: 'not-a-feed';
      /** What it is instead: "a web page, not a feed". */
      readonly message: string;
      /** It is a page for people. */
      readonly page?: boolean;
      readonly traffic: Traffic;
    };

export interface PollContext {
  readonly policy: Policy;
  /** Of the feed that was parsed; of the last one for a 304, null where none is known. */
  readonly rhythm: Rhythm | null;
  /** Instants of publication of the feed's entries, in any order; ignored unless the outcome is fresh. */
  readonly published: readonly Instant[];
  /**
   * The document that was parsed has an entry that was known before the poll, or none was known. Ignored
   * unless the outcome is fresh.
   */
  readonly familiar: boolean;
  /** It has entries that no push had brought. Ignored unless the outcome is fresh. */
  readonly missed: boolean;
  /** The document that was parsed breaks off. Ignored unless the outcome is fresh. */
  readonly cut: boolean;
  /**
   * As the request was planned: the listed address was tried in place of the one that the source moved to.
   */
  readonly asksListed: boolean;
  /** The request bore validators: it could be answered by 304. */
  readonly conditional: boolean;
  /** When the answer was there; milliseconds. */
  readonly now: number;
  /**
   * When the pass began: what our own interval counts from, so that a pass started every hour finds an hourly
   * source due however late in the last pass its turn came.
   */
  readonly passStart: number;
  /** From 0 to 1. */
  readonly random: number;
  /** The operator asked for this source by name, due or not. */
  readonly byName: boolean;
}

/** One kind of outcome, or several. */
export type Outcome<K extends PollOutcome['kind']> = Extract<PollOutcome, { kind: K }>;

/** Why nothing came of a poll. */
export interface Cause {
  readonly reason: FailureReason;
  /** In plain words: "404 from the server". */
  readonly message: string;
  readonly status: number | null;
}

/** Why an outcome is a failure, whoever's; null where it is none. */
export function causeOf(outcome: PollOutcome): Cause | null {
  switch (outcome.kind) {
    case 'fresh':
    case 'unchanged':
      return null;
    case 'later':
      return outcome.asked ? ofStatus(outcome.status, `${outcome.status} from the server`) : null;
    case 'gone':
      return ofStatus(410, '410 (gone) from the server');
    case 'failed':
      return { reason: reasonOf(outcome), message: outcome.message, status: outcome.status };
    case 'not-a-feed':
      return {
        reason: outcome.page === true ? 'web-page' : 'not-a-feed',
        message: outcome.message,
        status: null,
      };
    default:
      return unreachable(outcome);
  }
}

const ofStatus = (status: number, message: string): Cause => ({ reason: 'status', message, status });

/**
 * Where a redirect led to a private address, that is the publisher's fault; where the source itself is at
 * one, nobody's.
 */
const reasonOf = ({ reason, reached }: Outcome<'failed'>): FailureReason =>
  reason === 'private-address' && !reached ? 'not-allowed' : reason;
