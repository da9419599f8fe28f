import type { Fetcher, FetchResult } from './fetch/result.js';
import type { Feed } from './model.js';
import { parseFeed } from './parse/index.js';
import { type HostState, holdOf, type PollOutcome } from './schedule.js';
import type { SourceRecord } from './store/store.js';

/** What came of asking a source: the outcome for its schedule, and the feed where it brought one. */
export interface Polled {
  readonly outcome: PollOutcome;
  readonly feed: Feed | null;
}

/** Asks a source once and reads what it sends; null where the signal ended it. */
export async function pollSource(
  record: SourceRecord,
  fetcher: Fetcher,
  hosts: () => HostState,
  now: () => number,
  signal: AbortSignal,
): Promise<Polled | null> {
  const { url, validators } = record.poll;
  const result = await fetcher({ url, validators, holdOf: (host) => holdOf(hosts(), host, now()) }, signal);
  if (result.kind === 'aborted') return null;
  return result.kind === 'fresh' ? read(result, record.private) : { outcome: result, feed: null };
}

async function read(result: Extract<FetchResult, { kind: 'fresh' }>, hidden: boolean): Promise<Polled> {
  const url = hidden ? null : result.url; // what is resolved against an address tells most of it
  const parsed = await parseFeed(result.body, { url, contentType: result.contentType });
  if (parsed.kind === 'feed') return { outcome: result, feed: parsed.feed };
  const { message, found } = parsed;
  return {
    outcome: { kind: 'not-a-feed', message, page: found === 'html', traffic: result.traffic },
    feed: null,
  };
}
