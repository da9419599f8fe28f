import { addressKey } from '../fetch/location.js';
import type { StoredValidators } from '../fetch/result.js';
import type { HttpUrl, Instant } from '../model/values.js';
import type { Cause } from './outcome.js';

/** Why nothing comes from a source, since when. */
export interface Failing extends Cause {
  /** The first of the polls that failed for this reason in a row. */
  readonly since: Instant;
}

/** A permanent redirect that may be a mistake. */
export interface DoubtedMove {
  readonly to: HttpUrl;
  /** Polls in a row that were led there. */
  readonly times: number;
  /** The first of them. */
  readonly since: Instant;
}

/** A poll as it is remembered for people. */
export interface PastPoll {
  readonly at: Instant;
  /** `a document`, `304`, or why nothing came: `503 from the server`. */
  readonly came: string;
  /** As they came over the wire; missing for none. */
  readonly bytes?: number;
  /** The document was asked for whole, without validators. */
  readonly whole?: true;
}

/** The polling part of a source's stored state: plain JSON, replaced as a whole by `afterFetch`. */
export interface PollState {
  /** The address in feeds.json. */
  readonly listed: HttpUrl;
  /** The address that is polled now: `listed`, or where that moved to for good. */
  readonly url: HttpUrl;
  /**
   * A permanent redirect that leads to a document of strangers: not followed for good before it has lasted.
   */
  readonly doubted: DoubtedMove | null;
  /** When the listed address was last asked, of a source that moved. */
  readonly listedAsked: Instant | null;
  readonly validators: StoredValidators;
  /** The first of the 304s in a row; null since a document was read. */
  readonly unchangedSince: Instant | null;
  readonly lastPoll: Instant | null;
  /** The last poll that brought the feed, or said that it has not changed. */
  readonly lastSuccess: Instant | null;
  /** Not before; null for a source that was never polled. */
  readonly due: Instant | null;
  /** What `due` comes from, in words: "every hour", "backing off, 3 failures". */
  readonly dueWhy: string;
  /** A running Retry-After of this source: not even `--all` polls it earlier. */
  readonly heldUntil: Instant | null;
  /** Polls in a row that failed. */
  readonly failures: number;
  readonly failing: Failing | null;
  /** The first 410, and whether a later one, a day or more apart, has confirmed it. */
  readonly gone: { readonly since: Instant; readonly confirmed: boolean } | null;
  /** The newest instants of publication that its entries show, newest first: what the interval adapts to. */
  readonly published: readonly Instant[];
  /** The last document that its hub has pushed, while pushes work; null where they don't. */
  readonly pushed: Instant | null;
  readonly polls: number;
  /** Polls answered by 304. */
  readonly notModified: number;
  /** Requests, redirects included. */
  readonly requests: number;
  /** Bytes of bodies as they came over the wire. */
  readonly bytes: number;
  /** The newest polls, the last one first. */
  readonly recent: readonly PastPoll[];
}

/** Sent where a document is wanted whole. */
export const NO_VALIDATORS: StoredValidators = { etag: null, lastModified: null, from: null };

/**
 * The state of a source that has never been polled. Its members are spelled out: where a literal copies an
 * object and adds others to it, V8 describes each anew, in 600 bytes.
 */
export const newPollState = (url: HttpUrl): PollState => ({
  listed: url,
  url,
  doubted: null,
  listedAsked: null,
  due: null,
  dueWhy: 'new',
  heldUntil: null,
  failures: 0,
  failing: null,
  gone: null,
  pushed: null,
  validators: NO_VALIDATORS,
  unchangedSince: null,
  lastPoll: null,
  lastSuccess: null,
  published: [],
  polls: 0,
  notModified: 0,
  requests: 0,
  bytes: 0,
  recent: [],
});

/**
 * The state under the address that feeds.json has now. An edited address is a new beginning for polling: what
 * was gone or failing at the old one is asked again at once, and a move that was followed counts no more.
 * Where the operator writes down the very address that is polled already, nothing changes for its publisher.
 */
export function relisted(state: PollState, url: HttpUrl): PollState {
  if (state.listed === url) return state;
  if (addressKey(state.url) === addressKey(url) && state.failing === null)
    return { ...state, listed: url, url };
  const { validators, unchangedSince, lastPoll, lastSuccess, published } = state;
  const { polls, notModified, requests, bytes, recent } = state;
  return {
    ...newPollState(url),
    ...{ validators, unchangedSince, lastPoll, lastSuccess, published },
    ...{ polls, notModified, requests, bytes, recent },
  };
}

/** Where the source moved to for good; null where it is polled at its listed address. */
export const movedTo = (state: PollState): HttpUrl | null => (state.url === state.listed ? null : state.url);
