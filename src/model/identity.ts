import type { Entry } from './entry.js';
import type { FeedEntry } from './feed.js';
import { shortHash } from './hash.js';
import { parseUrl } from './parse-url.js';
import { trimEndOf } from './trim-end.js';
import type { SourceKey } from './values.js';

/** How an entry of a document is looked for. */
export interface Lookup {
  /** Normalised identity. */
  readonly identity: string;
  /** Path and title, which outlive a move to another host or a change of ids. */
  readonly place: string | null;
  /** Canonical link. */
  readonly link: string | null;
}

/**
 * What makes two entries the same. All keys are short hashes of normalised text: 72 bits, so that a million entries
 * collide with a probability of one in ten billion.
 */
const hash = shortHash;

/** The identity of an entry as its feed gives it: guid or atom:id, else link, else a hash of what it says. */
export function identityOf(entry: FeedEntry): string {
  return entry.id ?? entry.url ?? contentIdentity(entry);
}

/** The identity of an entry without id whose link is none either: what it says; where it has a link, its text may be edited. */
export function contentIdentity({ url, title, summary, content }: FeedEntry): string {
  const text = [summary?.value, content?.value].join('\n');
  return `content:${hash(url === null ? `${title}\n${text}` : `${url}\n${title ?? text}`)}`;
}

/** How an entry of a document is looked for in the store. */
export function lookupOf(source: SourceKey, entry: FeedEntry, identity: string): Lookup {
  return {
    identity: identityKey(identity),
    place: placeKey(source, entry.url ?? identity, entry.title),
    link: entry.url === null ? null : linkKey(entry.url),
  };
}

/** Under which keys a stored entry is found. */
export function lookupsOf(
  source: SourceKey,
  entry: Entry,
): { identities: readonly string[]; place: string | null; link: string | null } {
  return { identities: identitiesOf(entry), place: placeOf(source, entry), link: linkOf(entry) };
}

/** All identities of a stored entry. */
export const identitiesOf = ({ ids, id }: Pick<Entry, 'ids' | 'id'>): readonly string[] => [
  ...new Set([...ids, id].map(identityKey)),
];

/** The place of a stored entry. */
export function placeOf(source: SourceKey, { url, ids, id, title }: Entry): string | null {
  return placeKey(source, url ?? ids.at(-1) ?? id, title);
}

/** The link of a stored entry. */
export const linkOf = ({ url }: Entry): string | null => (url === null ? null : linkKey(url));

/** The same for ids that differ only in scheme, `www.`, default port, trailing slash or host casing: http → https re-posts whole blogs elsewhere. */
export function identityKey(id: string): string {
  return hash(sameAddress(id) ?? id);
}

/** The same for links to one page. */
export function linkKey(url: string): string {
  return hash(canonicalLink(url));
}

/** The same for an entry of one source whose blog moved to another host, or whose ids all changed. */
export function placeKey(source: SourceKey, address: string, title: string | null): string | null {
  const url = parse(address);
  if (url === null || title === null || title === '') return null;
  const path = trimSlash(url.pathname) + url.search;
  return path === '' ? null : hash(`${source}\n${path}\n${title}`); // the home page is the place of many entries
}

/** A link without what varies between copies of it: scheme, `www.`, port, trailing slash, fragment, campaign parameters. */
export function canonicalLink(address: string): string {
  const url = parse(address);
  if (url === null) return address;
  const named = [...url.searchParams];
  const kept = named.filter(([name]) => !CAMPAIGN.test(name));
  // One by one would take a time that grows with their square; and without any the query stays as it is written.
  if (kept.length < named.length) url.search = new URLSearchParams(kept).toString();
  const fragment = /^#[!/]/.test(url.hash) ? url.hash : ''; // of a page that a script chooses by it
  return `${hostOf(url)}${trimSlash(url.pathname)}${url.search}${fragment}`;
}

/** Parameters that say where a visitor comes from, never which page is meant. */
const CAMPAIGN =
  /^(utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|ref_src|ref_url|_hs(enc|mi)|mkt_tok|oly_(anon|enc)_id|at_(medium|campaign)|ns_\w+|wt\.?mc_id|cmpid|xtor|spm|vero_\w+|trk\w*)$/i;

/** A web address without scheme, `www.`, default port and trailing slash; null for anything else. */
export function sameAddress(text: string): string | null {
  const url = parse(text);
  return url === null ? null : `${hostOf(url)}${trimSlash(url.pathname)}${url.search}${url.hash}`;
}

/** Host in lower case without `www.`, with a port that is not the scheme's own. */
export function hostOf(url: URL): string {
  return url.host.replace(/^www\./, '').replace(/:(80|443)$/, '');
}

function trimSlash(path: string): string {
  return trimEndOf(path, /\//);
}

function parse(text: string): URL | null {
  const url = /^https?:\/\//i.test(text) ? parseUrl(text) : null;
  return url?.hostname === '' ? null : url;
}

/** The key of an entry within its source, from the identity that it is first seen under. */
export function entryKey(identity: string): string {
  return identityKey(identity);
}
