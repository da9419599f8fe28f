import type { MediaType } from './media-type.js';

export type Headers = Readonly<Record<string, string>>;

/** Where pages may load pictures and sound from: `any` where a source is republished in full. */
export type ImagePolicy = 'own' | 'any';

/** Seconds that caches and readers may keep an answer: half of the usual rhythm of passes. */
const MAX_AGE = 300;

/** For everything that is sent, errors included. */
export const ALWAYS: Headers = { 'X-Content-Type-Options': 'nosniff' };

/** No feed needs anything of its surroundings; XHTML in Atom could otherwise run a script in some browsers. */
const FEED_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'";

/** Headers that follow from what a file is: the same for its 200 and its 304 (RFC 9110 15.4.5). */
export function fileHeaders(type: MediaType, versioned: boolean, images: ImagePolicy): Headers {
  return {
    ...ALWAYS,
    'Cache-Control': versioned ? 'public, max-age=31536000, immutable' : `public, max-age=${MAX_AGE}`,
    ...(type.compressible ? { Vary: 'Accept-Encoding' } : {}),
    ...(type.kind === 'page' ? pageHeaders(images) : {}),
    ...(type.kind === 'feed' ? { ...CORS, 'Content-Security-Policy': FEED_POLICY } : {}),
  };
}

/** Feed readers in browsers fetch from their own origin, and `ETag` is not among the headers they see unasked. */
const CORS: Headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'ETag, Link' };

/** The answer to a preflight: a conditional request from another origin is asked for first (Fetch 4.8). */
export const PREFLIGHT: Headers = {
  ...ALWAYS,
  ...CORS,
  Allow: 'GET, HEAD, OPTIONS',
  'Access-Control-Allow-Methods': 'GET, HEAD',
  'Access-Control-Allow-Headers': 'If-None-Match, If-Modified-Since, Cache-Control',
  'Access-Control-Max-Age': '86400',
};

// The origin, and no more, goes to the blogs: they may know who sends readers, not what was searched for.
function pageHeaders(images: ImagePolicy): Headers {
  const media = images === 'any' ? "'self' data: https: http:" : "'self' data:";
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    `img-src ${media}`,
    `media-src ${media}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'Referrer-Policy': 'strict-origin-when-cross-origin',
  };
}
