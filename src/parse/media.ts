import type { Markup } from '../model/feed.js';
import type { Enclosure, HttpUrl } from '../model/values.js';
import { byRel, type Link, resolve, type Scope } from './links.js';
import { atomMarkup, firstMarkup, rssTitle } from './markup.js';
import { attribute, children, childrenOf, childText, text, type XmlNode } from './xml/node.js';

/** What an entry carries along: RSS enclosures, Atom's, then Media RSS's audio and video. Each address once. */
export function enclosuresOf(item: XmlNode, links: readonly Link[], scope: Scope): readonly Enclosure[] {
  const duration = seconds(childText(item, 'itunes:duration'));
  const found = [
    ...children(item, 'rss:enclosure').flatMap((node) =>
      enclosure(
        node,
        attribute(node, 'url') ?? attribute(node, 'href') ?? text(node),
        scope,
        attribute(node, 'length'),
        duration,
      ),
    ),
    ...byRel(links, 'enclosure').map((link) => ({
      url: link.url,
      type: link.type,
      length: bytes(link.length),
      title: link.title,
      duration,
    })),
    ...mediaContents(item)
      .filter((node) => /^(?:audio|video)(?:\/|$)/.test(kind(node)))
      .flatMap((node) =>
        enclosure(
          node,
          attribute(node, 'url'),
          scope,
          attribute(node, 'filesize'),
          seconds(attribute(node, 'duration')),
        ),
      ),
  ];
  const seen = new Set<string>();
  return found.filter(({ url }) => !seen.has(url) && seen.add(url));
}

/** The picture that stands for an entry or feed: iTunes', a thumbnail, a picture in Media RSS, an enclosed one. */
export function imageOf(item: XmlNode, enclosures: readonly Enclosure[], scope: Scope): HttpUrl | null {
  const groups = children(item, 'media:group');
  const candidates = [
    ...childrenOf(item, ['itunes:image', 'googleplay:image']).map(
      (node) => attribute(node, 'href') ?? text(node),
    ),
    ...[item, ...groups, ...mediaContents(item)].flatMap((node) =>
      children(node, 'media:thumbnail').map((thumbnail) => attribute(thumbnail, 'url')),
    ),
    ...mediaContents(item)
      .filter((node) => /^image(?:\/|$)/.test(kind(node)))
      .map((node) => attribute(node, 'url')),
    ...children(item, 'rss:image').map(
      (node) => childText(node, 'rss:url') ?? attribute(node, 'rdf:resource') ?? text(node),
    ),
    ...enclosures.filter(({ type }) => type?.startsWith('image/')).map(({ url }) => url),
  ];
  for (const candidate of candidates) {
    const url = candidate?.trim() ? resolve(candidate, scope) : null;
    if (url !== null) return url;
  }
  return null;
}

const mediaContents = (item: XmlNode): readonly XmlNode[] =>
  [item, ...children(item, 'media:group')].flatMap((node) => children(node, 'media:content'));

/** Media RSS: a MIME type, or else only its first half. */
const kind = (node: XmlNode): string =>
  (attribute(node, 'type') ?? attribute(node, 'medium') ?? '').toLowerCase();

function enclosure(
  node: XmlNode,
  address: string | null,
  scope: Scope,
  length: string | null,
  duration: number | null,
): readonly Enclosure[] {
  const url = address?.trim() ? resolve(address, scope) : null;
  if (url === null) return [];
  return [
    {
      url,
      type: attribute(node, 'type')?.toLowerCase() || null,
      length: bytes(length),
      title: null,
      duration,
    },
  ];
}

/** A zero length means that nobody looked. */
const bytes = (digits: string | null): number | null =>
  digits !== null && /^\d{1,15}$/.test(digits) && Number(digits) > 0 ? Number(digits) : null;

/** `1:02:03`, `62:03` or `3723`. */
function seconds(duration: string | null): number | null {
  if (duration === null || !/^\d{1,6}(?::\d{1,2}){0,2}(?:\.\d+)?$/.test(duration)) return null;
  const total = duration.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return total > 0 ? Math.round(total) : null;
}

const groupsOf = (entry: XmlNode): readonly XmlNode[] => [entry, ...children(entry, 'media:group')];

/** Media RSS puts the text beside the video, as YouTube does. */
export const mediaText = (entry: XmlNode, scope: Scope): Markup | null =>
  firstMarkup(
    groupsOf(entry).flatMap((group) => children(group, 'media:description')),
    scope,
    atomMarkup,
  );

/** A title out of other vocabularies than the feed's own. */
export const mediaTitle = (entry: XmlNode): string | null =>
  groupsOf(entry)
    .flatMap((group) => childrenOf(group, ['dc:title', 'itunes:title', 'media:title']))
    .flatMap((title) => rssTitle(title) ?? [])[0] ?? null;
