import type { MediaType } from './media-type.js';

export type Headers = Readonly<Record<string, string>>;

/** Seconds that caches and readers may keep an answer: half of the usual rhythm of passes. */
const MAX_AGE = 300;

/** For everything that is sent, errors included. */
export const ALWAYS: Headers = { 'X-Content-Type-Options': 'nosniff' };

/** Minutes: what is missing now may be published by the next pass. */
export const BRIEFLY: Headers = { 'Cache-Control': 'public, max-age=60' };

/**
 * No feed needs anything of its surroundings; XHTML in Atom could otherwise run a script in some browsers.
 */
const FEED_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'";

/** Headers that follow from what a file is: the same for its 200 and its 304 (RFC 9110 15.4.5). */
export function fileHeaders(
  type: MediaType,
  { versioned, pagePolicy, link }: { versioned: boolean; pagePolicy: string; link: string | null },
): Headers {
  return {
    ...ALWAYS,
    'Cache-Control': versioned ? 'public, max-age=31536000, immutable' : `public, max-age=${MAX_AGE}`,
    ...varyOf(type),
    ...(type.kind === 'page' ? pageHeaders(pagePolicy) : {}),
    ...(type.kind === 'feed' ? feedHeaders(link) : {}),
    ...(type.kind === 'list' ? feedHeaders(null) : {}),
  };
}

/**
 * A feed that a person opens in a browser is shown as a page: caches have to tell the two apart. One that
 * doesn't look at this keeps the feed alone, since the page is never to be stored.
 */
function varyOf({ compressible, kind }: MediaType): Headers {
  const names = [
    ...(compressible ? ['Accept-Encoding'] : []),
    ...(kind === 'feed' ? ['Sec-Fetch-Dest'] : []),
  ];
  return names.length === 0 ? {} : { Vary: names.join(', ') };
}

/** Feed readers in browsers fetch from their own origin. */
const CORS: Headers = { 'Access-Control-Allow-Origin': '*' };

/** What those readers don't see unasked has to be named: `ETag`, and `Link` where there is one. */
const feedHeaders = (link: string | null): Headers => ({
  ...CORS,
  'Access-Control-Expose-Headers': link === null ? 'ETag' : 'ETag, Link',
  ...(link === null ? {} : { Link: link }),
  'Content-Security-Policy': FEED_POLICY,
});

/** What a published file answers to. */
export const METHODS = ['GET', 'HEAD', 'OPTIONS'] as const;

/** The answer to a preflight: a conditional request from another origin is asked for first (Fetch 4.8). */
export const PREFLIGHT: Headers = {
  ...ALWAYS,
  ...CORS,
  Allow: METHODS.join(', '),
  'Access-Control-Allow-Methods': 'GET, HEAD',
  'Access-Control-Allow-Headers': 'If-None-Match, If-Modified-Since, Cache-Control',
  'Access-Control-Max-Age': '86400',
};

// What a page's `meta` element can't say (CSP 3 section 3.3) is added here: nobody frames it. Blogs learn the
// origin and no more: who sends them readers, not what was searched for.
const pageHeaders = (policy: string): Headers => ({
  'Content-Security-Policy': `${policy}; frame-ancestors 'none'`,
  'Referrer-Policy': 'strict-origin-when-cross-origin',
});
