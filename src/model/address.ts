import { parseUrl } from './parse-url.js';
import { remembered } from './remembered.js';
import { trimEndOf } from './trim-end.js';
import { type HttpUrl, httpUrl } from './values.js';

/*
 * Addresses compared: what they have in common that differ only in how they are written. For comparing only:
 * what is asked for and shown is always the address as it was given.
 */

/**
 * What two addresses of one feed have in common: host, port, path and query. Aside stay scheme, `www.`, the
 * schemes' default ports, a slash or dot at the end, the fragment, and the casing of the host. Text that is
 * no URL stands for itself.
 */
export function comparableUrl(url: string): string {
  const parsed = parseUrl(url);
  if (parsed === null) return url;
  const { hostname, port, pathname, search } = parsed;
  const host = hostname.replace(/^www\.(?=.*\.)/, '').replace(/\.$/, '');
  const otherPort = port === '' || port === '80' || port === '443' ? '' : `:${port}`;
  return `${host}${otherPort}${withoutSlash(pathname)}${search}`;
}

/** A web address without scheme, `www.`, default port and trailing slash; null for anything else. */
export function sameAddress(text: string): string | null {
  const url = webUrl(text);
  return url === null ? null : `${comparableHost(url)}${withoutSlash(url.pathname)}${url.search}${url.hash}`;
}

/**
 * A link without what varies between copies of it: scheme, `www.`, port, trailing slash, fragment, campaigns,
 * sessions.
 */
export function canonicalLink(address: string): string {
  const url = webUrl(address);
  if (url === null) return address;
  const parameters = [...url.searchParams];
  const kept = parameters.filter(([name, value]) => !tellsWhereFrom(name, value) && !isSession(name, value));
  // One by one would take a time that grows with their square; and without any the query stays as it is
  // written.
  if (kept.length < parameters.length) url.search = new URLSearchParams(kept).toString();
  const fragment = /^#[!/]/.test(url.hash) ? url.hash : ''; // of a page that a script chooses by it
  const path = url.pathname.replace(/;jsessionid=[^/;]*$/i, '');
  return `${comparableHost(url)}${withoutSlash(path)}${url.search}${fragment}`;
}

/**
 * Path and query of a web address; null for anything else, and for a home page, which is the place of many
 * entries.
 */
export const pathAndQuery: (address: string) => string | null = remembered((address) => {
  const url = webUrl(address);
  return (url && withoutSlash(url.pathname) + url.search) || null;
});

/** Host and path of a web address, without `;jsessionid=…`; null for anything else, and for a home page. */
export const hostAndPath: (address: string) => string | null = remembered((address) => {
  const url = webUrl(address);
  const path = url && withoutSlash(url.pathname.replace(/;[\w.-]+=[^/;]*$/, ''));
  return url && path ? comparableHost(url) + path : null;
});

/** Host in lower case without `www.`, with a port that is not the scheme's own. */
export function comparableHost(url: URL): string {
  return url.host.replace(/^www\./, '').replace(/:(80|443)$/, '');
}

/** Parameters that say where a visitor comes from, never which page is meant. */
const CAMPAIGN =
  /^((utm|mtm|pk|ns|vero|matomo|piwik|hsa)_\w+|_gl|(?:fb|g|d|y|tw|tt)clid|msclkid|[gw]braid|gad_source|gclsrc|srsltid|igsh(?:id)?|mibextid|li_fat_id|rdt_cid|epik|_openstat|mc_[ce]id|ref_src|ref_url|_hs(enc|mi)|mkt_tok|oly_(anon|enc)_id|at_(medium|campaign)|wt\.?mc_id|cmpid|xtor|spm|trk\w*)$/i;

/** `source=rss------2` of Medium and the like: said of copies in feeds alone. */
const tellsWhereFrom = (name: string, value: string): boolean =>
  CAMPAIGN.test(name) ||
  (/^source$/i.test(name) && /^rss/i.test(value)) ||
  (/^(ref|from|s|partner|emc|via)$/i.test(name) && /^rss$/i.test(value));

/** Parameters that say who is asking: PHP, Java, ASP, ColdFusion and shops name them so. */
const SESSION =
  /^(phpsessid|jsessionid|aspsessionid\w*|asp\.net_sessionid|cfid|cftoken|oscsid|xtcsid|zenid)$/i;
/** Of forums; elsewhere they may name a story, or a session of a conference. */
const MAYBE_SESSION = /^(s|sid|sess|sessid|session|session_?id)$/i;
/** A hash or 128 random bits, as no author would name a page. */
const RANDOM = /^([\da-f]{32}|[\da-f]{40}|[\da-z]{26})$/i;

const isSession = (name: string, value: string): boolean =>
  SESSION.test(name) || (MAYBE_SESSION.test(name) && RANDOM.test(value) && /\d/.test(value));

const withoutSlash = (path: string): string => trimEndOf(path, /\//);

function webUrl(text: string): URL | null {
  const url = /^https?:\/\//i.test(text) ? parseUrl(text) : null;
  return url?.hostname === '' ? null : url;
}

const CAPITAL_IN_HOST = /^\s*[a-zA-Z]+:\/\/[^/?#]*[A-Z]/;

/**
 * `httpUrl()`, with the casing that the host was written in: people read `GitHub.com`, machines don't care.
 * For what is shown; compare what it gives as `comparableUrl()` does.
 */
export function writtenUrl(text: string, base?: HttpUrl | null): HttpUrl | null {
  const url = httpUrl(text, base);
  if (url === null) return null;
  if (!CAPITAL_IN_HOST.test(text)) return url;
  const host = /^\s*https?:\/\/([a-z\d.-]+)(?=[:/?#\s]|$)/i.exec(text)?.[1] ?? '';
  const start = url.indexOf('//') + 2;
  const end = start + host.length;
  return host !== '' && url.slice(start, end) === host.toLowerCase()
    ? ((url.slice(0, start) + host + url.slice(end)) as HttpUrl)
    : url;
}
