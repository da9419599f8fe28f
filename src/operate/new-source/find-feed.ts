import type { FailureReason, Fetcher, FetchResult } from '../../fetch/result.js';
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

export type Discovery = Discovered | Unfound;

/** `tried` are the other addresses that were asked, `instead` one of them that has a feed of the site. */
export type Unfound = { readonly tried: readonly HttpUrl[]; readonly instead: HttpUrl | null } & (
  | { readonly kind: 'unfetched'; readonly result: Unfetched }
  /** `broken` is the first feed that the page names or links to, where there are such. */
  | { readonly kind: 'no-feed'; readonly reason: string; readonly broken: Broken | null }
);

/** A feed that a page leads to and that is none. */
export interface Broken {
  readonly url: HttpUrl;
  /** What came of asking for it, or what is there, in words. */
  readonly is: Unfetched | string;
}

/** Feeds of a page that are hardly what somebody means who names the page. */
const ASIDE = /comments/i;

/** A page may link to a feed for each of its tags. */
const MOST_LINKS = 5;

/**
 * Finds the feed of a page, or the feed itself. Tried in turn, one request at a time: the document at the
 * address; what sites of a known kind have for it; what the page names in `link`, feeds of comments last, or
 * what its own address tells, as of a YouTube handle; what it links to as a feed; the usual places of its
 * folder and of its site. Where the address is dead but its server is not, or what a page names is no feed, a
 * feed at one of these is told, not taken: it may be another blog's. A page from outside leads to no private
 * address.
 */
export async function discoverFeed(url: HttpUrl, fetch: Fetcher, signal: AbortSignal): Promise<Discovery> {
  const tried: HttpUrl[] = [];
  const broken: Broken[] = [];
  const first = async (places: readonly HttpUrl[]): Promise<Discovered | null> => {
    for (const place of places) {
      if (place === url || tried.includes(place) || signal.aborted) continue;
      tried.push(place);
      const found = await look(place, isLedTo, fetch, signal);
      if (found.kind === 'feed')
        return { ...found, others: places.filter((other) => other !== place && !tried.includes(other)) };
      broken.push({ url: place, is: found.kind === 'unfetched' ? found.result : found.message });
    }
    return null;
  };
  const page = await look(url, false, fetch, signal);
  if (page.kind === 'feed') return page;
  const isLedTo = page.kind === 'page' && !page.isInside;
  const known = await first(knownFeeds(url));
  if (known !== null) return known;
  if (page.kind === 'unfetched') {
    const isServed = page.result.kind === 'gone' || hasAnswered(page.result);
    const found = isServed ? await first(usualFeeds(httpUrl('.', url) ?? url)) : null;
    return { ...page, tried, instead: found?.url ?? null };
  }
  const named = [...page.feeds].sort((a, b) => Number(ASIDE.test(a)) - Number(ASIDE.test(b)));
  const links = page.links.slice(0, MOST_LINKS);
  const found =
    (await first(named)) ??
    (await first(page.canonical === null ? [] : knownFeeds(page.canonical))) ??
    (await first(links));
  if (found !== null) return found;
  const usual = page.isHtml ? await first(usualFeeds(page.url)) : null;
  if (usual !== null && named.length === 0) return usual;
  const leads = [...named, ...links];
  return {
    kind: 'no-feed',
    reason: page.message,
    broken: broken.find((one) => leads.includes(one.url)) ?? null,
    tried,
    instead: usual?.url ?? null,
  };
}

/** Nobody is there who speaks the address's protocol. */
const UNSERVED: ReadonlySet<string> = new Set([
  'tls',
  'refused',
  'timeout',
  'network',
] satisfies FailureReason[]);

/**
 * The same of several addresses of one page, each where nobody answers at the one before. Where nobody does
 * at any, the first is told, and that the others were tried.
 */
export async function discoverAny(
  addresses: readonly [HttpUrl, ...HttpUrl[]],
  fetch: Fetcher,
  signal: AbortSignal,
): Promise<Discovery> {
  const [url, ...others] = addresses;
  const discovery = await discoverFeed(url, fetch, signal);
  if (!isUnserved(discovery)) return discovery;
  const tried = [...discovery.tried];
  for (const other of others) {
    const found = await discoverFeed(other, fetch, signal);
    if (!isUnserved(found)) return found;
    tried.push(other, ...found.tried);
  }
  return { ...discovery, tried };
}

const isUnserved = (discovery: Discovery): discovery is Extract<Unfound, { kind: 'unfetched' }> =>
  discovery.kind === 'unfetched' &&
  discovery.result.kind === 'failed' &&
  UNSERVED.has(discovery.result.reason);

const hasAnswered = (result: Unfetched): boolean => result.kind === 'failed' && result.reason === 'status';

type Look =
  | Discovered
  | { readonly kind: 'unfetched'; readonly result: Unfetched }
  | {
      readonly kind: 'page';
      readonly url: HttpUrl;
      /** At a private address that may be asked. */
      readonly isInside: boolean;
      readonly message: string;
      readonly isHtml: boolean;
      readonly feeds: readonly HttpUrl[];
      readonly links: readonly HttpUrl[];
      readonly canonical: HttpUrl | null;
    };

async function look(url: HttpUrl, isLedTo: boolean, fetch: Fetcher, signal: AbortSignal): Promise<Look> {
  const validators = { etag: null, lastModified: null, from: null };
  const result = await fetch({ url, validators, isLedTo }, signal);
  if (result.kind !== 'fresh') return { kind: 'unfetched', result };
  const parsed = await parseFeed(result.body, { url: result.url, contentType: result.contentType });
  return parsed.kind === 'feed'
    ? { kind: 'feed', url: result.movedTo ?? url, feed: parsed.feed, others: [] }
    : {
        kind: 'page',
        url: result.url,
        isInside: result.isInside === true,
        message: parsed.message,
        isHtml: parsed.found === 'html',
        feeds: parsed.feeds,
        links: parsed.links,
        canonical: parsed.canonical ?? null,
      };
}
