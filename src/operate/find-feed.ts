import type { Fetcher, FetchResult } from '../fetch/result.js';
import type { Feed } from '../model/feed.js';
import { type HttpUrl, httpUrl } from '../model/values.js';
import { parseFeed } from '../parse/index.js';

/** The feed that was found behind an address. */
export interface Discovered {
  readonly kind: 'feed';
  /** What to poll: the address that was asked for, or where permanent redirects lead. */
  readonly url: HttpUrl;
  readonly feed: Feed;
  /** Other feeds that the page names. */
  readonly others: readonly HttpUrl[];
}

export type Discovery =
  | Discovered
  | { readonly kind: 'unfetched'; readonly result: Exclude<FetchResult, { kind: 'fresh' }> }
  | { readonly kind: 'no-feed'; readonly reason: string };

/** Where sites keep feeds that their pages don't name. */
const USUAL_PLACES = ['feed', 'feed.xml', 'atom.xml', 'rss.xml', 'index.xml', 'rss'];

/** Feeds of a page that are hardly what somebody means who names the page. */
const ASIDE = /comments/i;

/**
 * Finds the feed of a page, or the feed itself: the document at the address, else the first that the page
 * links to, feeds of comments last, else one at a usual place of the site. One request at a time.
 */
export async function discoverFeed(url: HttpUrl, fetch: Fetcher, signal: AbortSignal): Promise<Discovery> {
  const page = await look(url, fetch, signal);
  if (page.kind !== 'page') return page;
  const named = [...page.feeds].sort((a, b) => Number(ASIDE.test(a)) - Number(ASIDE.test(b)));
  const usual = page.isHtml ? USUAL_PLACES.flatMap((place) => httpUrl(`/${place}`, page.url) ?? []) : [];
  for (const address of named.length > 0 ? named : usual) {
    const found = await look(address, fetch, signal);
    if (found.kind === 'feed') return { ...found, others: named.filter((other) => other !== address) };
  }
  return { kind: 'no-feed', reason: page.message };
}

type Look =
  | Discovered
  | { readonly kind: 'unfetched'; readonly result: Exclude<FetchResult, { kind: 'fresh' }> }
  | {
      readonly kind: 'page';
      readonly url: HttpUrl;
      readonly message: string;
      readonly isHtml: boolean;
      readonly feeds: readonly HttpUrl[];
    };

async function look(url: HttpUrl, fetch: Fetcher, signal: AbortSignal): Promise<Look> {
  const result = await fetch({ url, validators: { etag: null, lastModified: null, from: null } }, signal);
  if (result.kind !== 'fresh') return { kind: 'unfetched', result };
  const parsed = await parseFeed(result.body, { url: result.url, contentType: result.contentType });
  return parsed.kind === 'feed'
    ? { kind: 'feed', url: result.movedTo ?? url, feed: parsed.feed, others: [] }
    : {
        kind: 'page',
        url: result.url,
        message: parsed.message,
        isHtml: parsed.found === 'html',
        feeds: parsed.feeds,
      };
}
