import type { Fetcher, FetchResult } from '../../fetch/result.js';
import type { Feed } from '../../model/feed.js';
import { type HttpUrl, httpUrl } from '../../model/values.js';
import { parseFeed } from '../../parse/index.js';
import { knownFeeds, usualFeeds } from './known-feeds.js';

/** The feed that was found behind an address. */
export interface Discovered {
  readonly kind: 'feed';
  /** What to poll: the address that was asked for, or where permanent redirects lead. */
  readonly url: HttpUrl;
  readonly feed: Feed;
  /** Other feeds that the page names. */
  readonly others: readonly HttpUrl[];
}

/** A fetch that brought nothing to read. */
export type Unfetched = Exclude<FetchResult, { kind: 'fresh' }>;

export type Discovery =
  | Discovered
  /** `tried` are the other addresses that were asked, `instead` one of them that has a feed of the site. */
  | {
      readonly kind: 'unfetched';
      readonly result: Unfetched;
      readonly tried: readonly HttpUrl[];
      readonly instead: HttpUrl | null;
    }
  | { readonly kind: 'no-feed'; readonly reason: string; readonly tried: readonly HttpUrl[] };

/** Feeds of a page that are hardly what somebody means who names the page. */
const ASIDE = /comments/i;

/** A page may link to a feed for each of its tags. */
const MOST_LINKS = 5;

/**
 * Finds the feed of a page, or the feed itself. Tried in turn, one request at a time: the document at the
 * address; what sites of a known kind have for it; what the page names in `link`, feeds of comments last, or
 * what its own address tells, as of a YouTube handle; what it links to as a feed; the usual places of its
 * folder and of its site. Where the address is dead but its server is not, a feed at one of these is told,
 * not taken: it may be another blog's.
 */
export async function discoverFeed(url: HttpUrl, fetch: Fetcher, signal: AbortSignal): Promise<Discovery> {
  const tried: HttpUrl[] = [];
  const first = async (places: readonly HttpUrl[]): Promise<Discovered | null> => {
    for (const place of places) {
      if (place === url || tried.includes(place) || signal.aborted) continue;
      tried.push(place);
      const found = await look(place, fetch, signal);
      if (found.kind === 'feed')
        return { ...found, others: places.filter((other) => other !== place && !tried.includes(other)) };
    }
    return null;
  };
  const page = await look(url, fetch, signal);
  if (page.kind === 'feed') return page;
  const known = await first(knownFeeds(url));
  if (known !== null) return known;
  if (page.kind === 'unfetched') {
    const isServed = page.result.kind === 'gone' || hasAnswered(page.result);
    const found = isServed ? await first(usualFeeds(httpUrl('.', url) ?? url)) : null;
    return { ...page, tried, instead: found?.url ?? null };
  }
  const named = [...page.feeds].sort((a, b) => Number(ASIDE.test(a)) - Number(ASIDE.test(b)));
  const found =
    (await first(named)) ??
    (await first(page.canonical === null ? [] : knownFeeds(page.canonical))) ??
    (await first(page.links.slice(0, MOST_LINKS))) ??
    (page.isHtml && named.length === 0 ? await first(usualFeeds(page.url)) : null);
  return found ?? { kind: 'no-feed', reason: page.message, tried };
}

const hasAnswered = (result: Unfetched): boolean => result.kind === 'failed' && result.reason === 'status';

type Look =
  | Discovered
  | { readonly kind: 'unfetched'; readonly result: Unfetched }
  | {
      readonly kind: 'page';
      readonly url: HttpUrl;
      readonly message: string;
      readonly isHtml: boolean;
      readonly feeds: readonly HttpUrl[];
      readonly links: readonly HttpUrl[];
      readonly canonical: HttpUrl | null;
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
        links: parsed.links,
        canonical: parsed.canonical ?? null,
      };
}
