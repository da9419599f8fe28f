import { parseUrl } from '../model/parse-url.js';
import { type HttpUrl, httpUrl } from '../model/values.js';

/**
 * Scheme and authority, path and query; a backslash in a path, which means a slash, is left to the URL
 * parser.
 */
const VERBATIM = /^(?<origin>https?:\/\/[^/?#\\]+)(?<path>(?:\/[^?#\\]*)?)(?<query>\?[^#]*)?(?:#|$)/i;

/**
 * The path and query of a URL as its publisher wrote them. `new URL` rewrites what is legal (`'` in a query
 * becomes %27, `/./` goes), and to a server that is another address; so only what can't stand in a request
 * line (RFC 9112 3.2: no blank, no control, ASCII only) is percent-encoded here. The fragment is never sent.
 */
export function requestTarget(url: HttpUrl): string {
  const parts = VERBATIM.exec(url.trim())?.groups;
  if (parts === undefined) {
    const { pathname, search } = new URL(url);
    return pathname + search;
  }
  const target = `${parts['path'] ?? ''}${parts['query'] ?? ''}`;
  return percentEncode(target.startsWith('/') ? target : `/${target}`);
}

/**
 * `a.example` or `a.example:8080`: the unit of politeness. `a.example.`, the name from the root of DNS, is
 * the same host.
 */
export function hostOf(url: HttpUrl): string {
  const { hostname, port } = new URL(url);
  const name = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
  return port === '' ? name : `${name}:${port}`;
}

/** The text by which two spellings of an address can be told to be one. */
export function addressKey(url: HttpUrl): string {
  return new URL(url).origin + requestTarget(url);
}

/** Whether a redirect names a user, which its target as a `HttpUrl` no longer tells. */
export function namesUser(location: string, base: HttpUrl): boolean {
  const text = percentEncodeBytes(location.trim());
  const url = parseUrl(text, base);
  return url !== null && (url.username !== '' || url.password !== '');
}

/**
 * Where a redirect leads: `Location` (RFC 9110 10.2.2) resolved against the address that sent it, without its
 * fragment; null where that is no http(s) URL. Absolute URLs and paths keep their spelling.
 * @param location the field's value, each byte a character
 */
export function resolveLocation(location: string, base: HttpUrl): HttpUrl | null {
  const [text = ''] = percentEncodeBytes(location.trim()).split('#');
  const resolved = httpUrl(text, base);
  if (resolved === null) return null;
  if (/^\/(?!\/)[^\\]*$/.test(text)) return branded(new URL(base).origin + text);
  if (VERBATIM.exec(text)?.[0] === text) return branded(text);
  return resolved;
}

/** The brand's third maker beside `httpUrl()` and the configuration: the text has just been parsed as one. */
const branded = (text: string): HttpUrl => text as HttpUrl;

/** What can't stand in a header or a request line as it is: all but visible ASCII, as UTF-8. */
export const percentEncode = (text: string): string =>
  percentEncodeBytes(Buffer.from(text, 'utf8').toString('latin1'));

/**
 * Servers put raw UTF-8 (or Latin-1) into `Location`: its very bytes are what they will want to see again.
 */
function percentEncodeBytes(bytes: string): string {
  return bytes.replace(
    /[^!-~]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
