import { canonicalLink, hostAndPath, pathAndQuery, sameAddress } from './address.js';
import type { Entry } from './entry.js';
import type { FeedEntry } from './feed.js';
import { shortHash } from './hash.js';
import { remembered } from './remembered.js';
import { trimEndOf } from './trim-end.js';
import type { Instant, SourceKey } from './values.js';

/** How an entry of a document is looked for. */
export interface Lookup {
  /** Normalised identity. */
  readonly identity: string;
  /** Path and title, which outlive a move to another host or a change of ids. */
  readonly place: string | null;
  /** Title and instant of publication, which outlive any address; without a date title, host and path. */
  readonly twin: string | null;
  /** Canonical link. */
  readonly link: string | null;
}

/**
 * What makes two entries the same. All keys are short hashes of normalised text: 72 bits, so that a million
 * entries collide with a probability of one in ten billion.
 */
const hash = shortHash;

/** The identity of an entry as its feed gives it: guid or atom:id, else link, else a hash of what it says. */
export function identityOf(entry: FeedEntry): string {
  return entry.id ?? entry.url ?? contentIdentity(entry);
}

/**
 * What entries of one source have in common that are editions of one post: link, title, and the guid without
 * a fragment and a number at its end. Null where that would name no post.
 */
export function editionKey(
  id: string | null,
  { url, title }: Pick<FeedEntry, 'url' | 'title'>,
): string | null {
  if (id === null || url === null || title === null || pathAndQuery(url) === null) return null;
  const stem = trimEndOf(id.split('#', 1)[0] ?? '', /\d/);
  return stem === '' ? null : hash(`${linkKey(url)}\n${stem}\n\n${title}`);
}

/**
 * The identity of an entry without id whose link is none either: what it says; where it has a link, its text
 * may be edited.
 */
export function contentIdentity({ url, title, summary, content }: FeedEntry): string {
  const text = [summary?.value, content?.value].join('\n');
  return `content:${hash(url === null ? `${title}\n${text}` : `${url}\n${title ?? text}`)}`;
}

/**
 * How an entry of a document is looked for in the store.
 * @param published when it was published as far as its feed says so, null where nothing it says can be true
 */
export function lookupOf(
  source: SourceKey,
  entry: FeedEntry,
  identity: string,
  published: Instant | null,
): Lookup {
  const { title, url } = entry;
  return {
    identity: identityKey(identity),
    place: placeKey(source, url ?? identity, title),
    twin: twinKey(source, published ?? hostAndPath(url ?? identity), title),
    link: entry.url === null ? null : linkKey(entry.url),
  };
}

/** Under which keys a stored entry is found. */
export interface Lookups extends Pick<Lookup, 'place' | 'link'> {
  readonly identities: readonly string[];
  readonly twins: readonly string[];
}

export function lookupsOf(source: SourceKey, entry: Entry): Lookups {
  return {
    identities: identitiesOf(entry),
    place: placeOf(source, entry),
    twins: twinsOf(source, entry),
    link: linkOf(entry),
  };
}

/** All identities of a stored entry. */
export const identitiesOf = ({ ids, id }: Pick<Entry, 'ids' | 'id'>): readonly string[] => [
  ...new Set([...ids, id].map(identityKey)),
];

/** The place of a stored entry. */
export function placeOf(source: SourceKey, { url, ids, id, title }: Entry): string | null {
  return placeKey(source, url ?? ids.at(-1) ?? id, title);
}

/** The twin keys of a stored entry: it may come again with its date or without one. */
export function twinsOf(source: SourceKey, { url, ids, id, title, published }: Entry): readonly string[] {
  const places = [published, hostAndPath(url ?? ids.at(-1) ?? id)];
  return places.map((place) => twinKey(source, place, title)).filter((key) => key !== null);
}

/** The link of a stored entry. */
export const linkOf = ({ url }: Pick<Entry, 'url'>): string | null => (url === null ? null : linkKey(url));

/**
 * The same for ids that differ only in scheme, `www.`, default port, trailing slash or host casing: http →
 * https re-posts whole blogs elsewhere.
 */
export const identityKey: (id: string) => string = remembered((id) => hash(sameAddress(id) ?? id));

/** The same for links to one page. */
export const linkKey: (url: string) => string = remembered((url) => hash(canonicalLink(url)));

/** The same for an entry of one source whose blog moved to another host, or whose ids all changed. */
export function placeKey(source: SourceKey, address: string, title: string | null): string | null {
  if (title === null || title === '') return null;
  const place = pathAndQuery(address);
  return place === null ? null : hash(`${source}\n${place}\n${title}`);
}

/** The same for an entry of one source whose address is another, whatever part of it. */
function twinKey(source: SourceKey, place: string | null, title: string | null): string | null {
  return title === null || title === '' || place === null ? null : hash(`${source}\n${place}\n\n${title}`);
}

/** The key of an entry within its source, from the identity that it is first seen under. */
export function entryKey(identity: string): string {
  return identityKey(identity);
}
