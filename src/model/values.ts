import { parseUrl } from './parse-url.js';

/**
 * The values that everything else is made of. All are plain JSON, so that they can be stored and read back as
 * they are.
 */

declare const brand: unique symbol;

/**
 * An instant in UTC to the second, `YYYY-MM-DDTHH:MM:SSZ` (RFC 3339). Sorts as text. Made by `instant()`
 * only.
 */
export type Instant = string & { readonly [brand]: 'Instant' };
/**
 * An absolute http(s) URL without a user name, as `new URL` prints it or as its publisher wrote it. Made by
 * `httpUrl()` only.
 */
export type HttpUrl = string & { readonly [brand]: 'HttpUrl' };
/** HTML that has been through `sanitize()` or `escapeHtml()`: safe to publish as it stands. */
export type SafeHtml = string & { readonly [brand]: 'SafeHtml' };

/** File-name safe and stable for the life of a source, whatever happens to its URL. */
export type SourceKey = string;

/** The variables of the process, as it was started with them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** RFC 4287 3.2: `name` is never empty. */
export interface Person {
  readonly name: string;
  readonly url: HttpUrl | null;
}

/** RSS 2.0 `enclosure`, Atom `link rel="enclosure"`, JSON Feed attachment. */
export interface Enclosure {
  readonly url: HttpUrl;
  readonly type: string | null;
  /** Bytes. */
  readonly length: number | null;
  readonly title: string | null;
  /** Seconds. */
  readonly duration: number | null;
}

/**
 * Milliseconds since 1970 as an instant; fractions of a second are cut. Throws a RangeError outside the years
 * 0 to 9999.
 */
export function instant(ms: number): Instant {
  const text = new Date(ms).toISOString();
  if (text.length !== 24) throw new RangeError(`no four-digit year: ${text}`);
  return `${text.slice(0, 19)}Z` as Instant;
}

/** An instant as milliseconds since 1970. */
export const toMs = (at: Instant): number => Date.parse(at);

/**
 * Characters of an address: what servers commonly take (RFC 9110 4.1 asks for 8,000). Nothing longer is one.
 */
export const LONGEST_ADDRESS = 8192;

/**
 * Of a base: each relative reference becomes as long, so that a base of 8 KB could make a document 500 times
 * its size.
 */
const LONGEST_BASE = 1024;

/**
 * The absolute URL where `text` is one over http or https (resolved against `base` if given), else null. A
 * user name and password are left out: whoever publishes a link with them did not mean to.
 */
export function httpUrl(text: string, base?: string | null): HttpUrl | null {
  if (text.length > LONGEST_ADDRESS) return null;
  const url = parseUrl(text, usableBase(base ?? ''));
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '')
    return null;
  if (url.username !== '' || url.password !== '') {
    url.username = '';
    url.password = '';
  }
  return url.href.length > LONGEST_ADDRESS ? null : (url.href as HttpUrl);
}

/** Without its query where that makes it long; undefined where it is so all the same, or empty. */
function usableBase(base: string): string | undefined {
  const short = base.length > LONGEST_BASE ? base.split(/[?#]/, 1)[0] : base;
  return short === '' || (short?.length ?? 0) > LONGEST_BASE ? undefined : short;
}
