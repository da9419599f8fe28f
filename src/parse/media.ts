import type { Markup } from '../model/feed.js';
import { fileType } from '../model/file-type.js';
import type { Enclosure, HttpUrl } from '../model/values.js';
import { byRel, type Link, resolve, type Scope } from './links.js';
import { atomMarkup, firstMarkup, rssTitle } from './markup.js';
import { attribute, children, childrenOf, childText, text, type XmlNode } from './xml/node.js';

/**
 * What an entry carries along: RSS enclosures, Atom's, then Media RSS's audio and video, and its pictures
 * where one is enclosed: RSS allows one enclosure, so the others are there. Each address once.
 */
export function enclosuresOf(item: XmlNode, links: readonly Link[], scope: Scope): readonly Enclosure[] {
  const duration = seconds(childText(item, 'itunes:duration'));
  const enclosed = [
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
      type: link.type ?? typeByName(link.url),
      length: bytes(link.length),
      title: link.title,
      duration,
    })),
  ];
  const kinds = enclosed.some(isImage) ? /^(?:audio|video|image)(?:\/|$)/ : /^(?:audio|video)(?:\/|$)/;
  const media = mediaContents(item)
    .filter((node) => kinds.test(kindOf(node)))
    .flatMap((node) =>
      enclosure(
        node,
        attribute(node, 'url'),
        scope,
        attribute(node, 'filesize'),
        seconds(attribute(node, 'duration')),
      ),
    );
  const seen = new Set<string>();
  return [...enclosed, ...media].filter(({ url }) => !seen.has(url) && seen.add(url));
}

const isImage = ({ type }: Enclosure): boolean => type?.startsWith('image/') === true;

/**
 * The picture that stands for an entry or feed: iTunes', a thumbnail, a picture in Media RSS, an enclosed
 * one.
 */
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
      .filter(isPicture)
      .map((node) => attribute(node, 'url')),
    ...children(item, 'rss:image').map(
      (node) => childText(node, 'rss:url') ?? attribute(node, 'rdf:resource') ?? text(node),
    ),
    ...enclosures.filter(isImage).map(({ url }) => url),
  ];
  for (const candidate of candidates) {
    const url = candidate?.trim() ? resolve(candidate, scope) : null;
    if (url !== null) return url;
  }
  return null;
}

/** What Media RSS has beside an entry, and in its groups. */
export const mediaContents = (item: XmlNode): readonly XmlNode[] =>
  groupsOf(item).flatMap((node) => children(node, 'media:content'));

/** Media RSS: a MIME type, or else only its first half; where it gives neither, the name tells. */
const kindOf = (node: XmlNode): string =>
  (attribute(node, 'type') || attribute(node, 'medium') || '').toLowerCase() ||
  (typeByName(attribute(node, 'url') ?? '') ?? '');

/** Whether a media:content is one. */
export const isPicture = (node: XmlNode): boolean => /^image(?:\/|$)/.test(kindOf(node));

/** The type of a file by its name; null where that tells nothing: scripts and pages may send anything. */
export function typeByName(address: string): string | null {
  const path = address.trim().split(/[?#]/)[0] ?? '';
  const extension = /\.([a-z\d]{2,5})$/i.exec(path.slice(path.lastIndexOf('/') + 1))?.[1]?.toLowerCase();
  if (extension === undefined) return null;
  const type = fileType(extension);
  return type === null || /^text\/|^(?!image\/).*[/+](?:xml|json)$/.test(type) ? null : type;
}

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
      type: attribute(node, 'type')?.toLowerCase() || typeByName(url),
      length: bytes(length),
      title: null,
      duration,
    },
  ];
}

/** A zero length means that nobody looked. */
const bytes = (digits: string | null): number | null =>
  digits !== null && /^\d{1,15}$/.test(digits) && Number(digits) > 0 ? Number(digits) : null;

/** `1:02:03`, `62:03` or `3723`; `1 h 2 min` and ISO 8601's `PT1H2M3S`. */
export function seconds(duration: string | null): number | null {
  if (duration === null) return null;
  const isClock = /^\d{1,6}(?::\d{1,2}){0,2}(?:\.\d+)?$/.test(duration);
  const parts = isClock ? duration.split(':') : (IN_UNITS.exec(duration.trim())?.slice(1) ?? []);
  const total = parts.reduce((sum, part = '0') => sum * 60 + Number(part), 0);
  return total > 0 ? Math.round(total) : null;
}

const IN_UNITS =
  /^(?:pt)?(?:(\d{1,4}) ?(?:h|std)[a-z]*[.,]? ?)?(?:(\d{1,5}) ?m[a-z]*[.,]? ?)?(?:(\d{1,6}) ?s[a-z]*\.?)?$/i;

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
