import type { Fetcher, FetchResult } from '../fetch/result.js';
import type { Feed, FeedEntry } from '../model/feed.js';
import { parseFeed } from '../parse/index.js';
import { type HostState, holdOf, type PollOutcome, plannedRequest } from '../schedule/index.js';
import type { SourceRecord } from '../sources/record.js';

/** What came of asking a source: the outcome for its schedule, and the feed where it brought one. */
export interface Polled {
  readonly outcome: PollOutcome;
  readonly feed: Feed | null;
  /** Entries of the document that were left out, being far too many. */
  readonly left: number;
}

/**
 * The most entries that are taken of one document, many more than any blog lists: 40,000 of one source took 80 s and
 * 700 MB, and kept every other source waiting.
 */
const mostEntries = 5000;

/** Asks a source once and reads what it sends; null where the signal ended it. */
export async function pollSource(
  record: SourceRecord,
  fetcher: Fetcher,
  hosts: () => HostState,
  now: () => number,
  signal: AbortSignal,
): Promise<Polled | null> {
  const asked = plannedRequest(record.poll, now(), false);
  const result = await fetcher({ ...asked, holdOf: (host) => holdOf(hosts(), host, now()) }, signal);
  if (result.kind === 'aborted') return null;
  return result.kind === 'fresh' ? read(result, record.private) : { outcome: result, feed: null, left: 0 };
}

async function read(result: Extract<FetchResult, { kind: 'fresh' }>, hidden: boolean): Promise<Polled> {
  const url = hidden ? null : result.url; // what is resolved against an address tells most of it
  const parsed = await parseFeed(result.body, { url, contentType: result.contentType });
  if (parsed.kind === 'feed') {
    const feed = newestOf(parsed.feed);
    return { outcome: result, feed, left: parsed.feed.entries.length - feed.entries.length };
  }
  const { message, found } = parsed;
  return {
    outcome: { kind: 'not-a-feed', message, page: found === 'html', traffic: result.traffic },
    feed: null,
    left: 0,
  };
}

/** The feed without its oldest entries where it has absurdly many; where they bear no dates, without its last ones. */
function newestOf(feed: Feed): Feed {
  if (feed.entries.length <= mostEntries) return feed;
  const dateOf = ({ published, updated }: FeedEntry): string => published ?? updated ?? '';
  const sorted = feed.entries.toSorted((a, b) =>
    dateOf(a) < dateOf(b) ? 1 : dateOf(a) > dateOf(b) ? -1 : 0,
  );
  const newest = new Set(sorted.slice(0, mostEntries));
  return { ...feed, entries: feed.entries.filter((entry) => newest.has(entry)) };
}
