import { fetchDocument } from '../../fetch/document.js';
import type { Fetcher, FetchResult, SourceHeaders } from '../../fetch/result.js';
import { compareText } from '../../model/compare-text.js';
import type { Feed, FeedEntry } from '../../model/feed.js';
import { myTurn } from '../../model/turns.js';
import type { HttpUrl } from '../../model/values.js';
import { parseFeed } from '../../parse/index.js';
import { type HostState, holdOf, type PollOutcome, plannedRequest } from '../../schedule/index.js';
import type { SourceRecord } from '../../sources/record.js';
import { secretsOf } from '../../sources/secrets.js';
import type { Place } from './desk.js';

/** What came of asking a source: the outcome for its schedule, and the feed where it brought one. */
export interface Polled {
  readonly outcome: PollOutcome;
  readonly feed: Feed | null;
  /** Entries of the document that were left out, being far too many. */
  readonly left: number;
  /** The document broke off: it may have had more. */
  readonly cut: boolean;
  /** The listed address was tried, in place of the one that the source moved to. */
  readonly asksListed: boolean;
  /** The request bore validators. */
  readonly conditional: boolean;
  /** All answers on the way, for what they say of their hosts. */
  readonly answers: readonly FetchResult[];
}

/** How sources are asked. */
export interface Asking {
  readonly fetcher: Fetcher;
  readonly holds: () => HostState;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Told where some host is reached. */
  readonly onReached: () => void;
  /** Without validators. */
  readonly fresh: boolean;
}

/** What feeds.json says of the requests to a source, or the list that names it. */
export interface OwnRequest {
  readonly userAgent: string | null;
  readonly headers: SourceHeaders | null;
  readonly isLedTo: boolean;
}

/**
 * The most entries that are taken of one document, many more than any blog lists: 40,000 of one source took
 * 80 s and 700 MB, and kept every other source waiting.
 */
const MOST_ENTRIES = 5000;

/**
 * Asks a source once and reads what it sends; null where the signal ended it.
 * @param place where a document is read; it is not left, as what was read is still to be stored
 */
export async function pollSource(
  record: SourceRecord,
  own: OwnRequest,
  { fetcher, holds, now, signal, onReached, fresh }: Asking,
  place: Place,
): Promise<Polled | null> {
  const { asksListed, ...planned } = plannedRequest(record.poll, now(), fresh);
  const request = {
    ...{ ...planned, ...own, onReached, mayDecode: () => place.sit() },
    holdOf: (host: string) => holdOf(holds(), host, now()),
  };
  const read = async (document: Fresh): Promise<Read> => {
    await place.sit(); // where nothing had to be decoded
    await myTurn();
    const reading = await readDocument(document, record);
    if (reading.leadsTo !== null) place.leave(); // what is there may be long in coming
    return reading;
  };
  const { result, reading, answers } = await fetchDocument(fetcher, request, read, signal);
  if (result.kind === 'aborted') return null;
  const { etag, lastModified } = planned.validators;
  const rest = { asksListed, answers, conditional: etag !== null || lastModified !== null };
  if (result.kind !== 'fresh' || reading === null)
    return { outcome: result, feed: null, left: 0, cut: false, ...rest };
  const { outcome, feed, left, cut } = reading;
  return { outcome: outcome ?? result, feed, left, cut, ...rest };
}

type Fresh = Extract<FetchResult, { kind: 'fresh' }>;

/** What a document holds; `outcome` says what it is where it is no feed. */
interface Read extends Pick<Polled, 'feed' | 'left' | 'cut'> {
  readonly outcome: PollOutcome | null;
  readonly usable: boolean;
  readonly leadsTo: HttpUrl | null;
}

/** Reads a document of a source, whichever way it came. */
export async function readDocument(
  {
    body,
    url,
    contentType,
    traffic,
    offer,
  }: Pick<Fresh, 'body' | 'url' | 'contentType' | 'traffic' | 'offer'>,
  record: SourceRecord,
): Promise<Read> {
  // What is resolved against an address tells most of it.
  const context = record.private
    ? { url: null, contentType, isSecret: secretsOf(record).isIn }
    : { url, contentType };
  const parsed = await parseFeed(body, context);
  const leadsTo = parsed.leadsTo ?? null;
  if (parsed.kind === 'feed') {
    const feed = offered(newestOf(parsed.feed), offer);
    const left = parsed.feed.entries.length - feed.entries.length;
    return { outcome: null, feed, left, cut: parsed.cut, usable: true, leadsTo };
  }
  const { message, found } = parsed;
  const outcome: PollOutcome = { kind: 'not-a-feed', message, page: found === 'html', traffic };
  return { outcome, feed: null, left: 0, cut: false, usable: false, leadsTo };
}

/** WebSub 4: what headers say of hub and self comes before what the document says. */
const offered = (feed: Feed, offer: Fresh['offer']): Feed =>
  offer === undefined ? feed : { ...feed, hubs: offer.hubs, self: offer.self ?? feed.self };

/**
 * The feed without its oldest entries where it has absurdly many; where they bear no dates, without its last
 * ones.
 */
function newestOf(feed: Feed): Feed {
  if (feed.entries.length <= MOST_ENTRIES) return feed;
  const dateOf = ({ published, updated }: FeedEntry): string => published ?? updated ?? '';
  const sorted = feed.entries.toSorted((a, b) => compareText(dateOf(b), dateOf(a)));
  const newest = new Set(sorted.slice(0, MOST_ENTRIES));
  return { ...feed, entries: feed.entries.filter((entry) => newest.has(entry)) };
}
