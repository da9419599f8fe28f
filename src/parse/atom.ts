import type { Feed, FeedEntry } from '../model/feed.js';
import type { HttpUrl } from '../model/values.js';
import { categoriesOf } from './categories.js';
import {
  alternate,
  atomLinks,
  byRel,
  languageTag,
  originalLink,
  resolve,
  type Scope,
  scopeOf,
} from './links.js';
import { atomMarkup, atomTitle, firstMarkup } from './markup.js';
import { enclosuresOf, imageOf, mediaText, mediaTitle } from './media.js';
import { atomPeople, peopleNamed } from './people.js';
import { dateOf, type Problems } from './problems.js';
import { rhythmOf } from './rhythm.js';
import { attribute, children, childrenOf, childText, type XmlNode } from './xml/node.js';

/** What a mapping of a document's tree tells of it; the rest of `Feed` is about how it was read. */
export type FeedContent = Omit<Feed, 'format' | 'encoding' | 'repaired' | 'problems' | 'dropped'>;

/** An Atom 1.0 (RFC 4287) or 0.3 document; its root may be a lone entry. */
export function atomFeed(root: XmlNode, outer: Scope, noted: Problems): FeedContent {
  const scope = scopeOf(root, outer);
  const links = atomLinks(root, scope);
  const subtitle = childrenOf(root, ['atom:subtitle', 'atom:tagline', 'atom:description'])[0];
  const lone = children(root, 'atom:feed').length === 0 && children(root, 'atom:content').length > 0;
  const entries = lone ? [root] : childrenOf(root, ['atom:entry', 'atom:item', 'rss:item']);
  return {
    id: childText(root, 'atom:id'),
    title: atomTitleOf(root),
    home: alternate(links),
    self: byRel(links, 'self')[0]?.url ?? null,
    description: subtitle === undefined ? null : atomTitle(subtitle),
    language: scope.language ?? languageTag(childText(root, 'dc:language') ?? ''),
    authors: authorsOf(root, scope),
    icon: resolve(childText(root, 'atom:icon'), scope),
    image: resolve(childText(root, 'atom:logo'), scope) ?? imageOf(root, [], scope),
    updated: dateOf(root, ['atom:updated', 'atom:modified', 'dc:date'], 'feed', noted),
    hubs: byRel(links, 'hub').map(({ url }) => url),
    rhythm: rhythmOf(root),
    entries: entries.map((entry, at) => atomEntry(entry, scope, `entry ${at + 1}`, noted)),
  };
}

function atomEntry(entry: XmlNode, outer: Scope, where: string, noted: Problems): FeedEntry {
  const scope = scopeOf(entry, outer);
  const links = atomLinks(entry, scope);
  const contents = children(entry, 'atom:content');
  const content = firstMarkup(contents, scope, atomMarkup);
  const enclosures = enclosuresOf(entry, links, scope);
  return {
    id: childText(entry, 'atom:id', 'rss:guid'),
    url: originalLink(entry, scope) ?? alternate(links) ?? outOfLine(contents, scope),
    title: atomTitleOf(entry),
    authors: authorsOf(entry, scope),
    content,
    summary:
      firstMarkup(childrenOf(entry, ['atom:summary', 'atom:description']), scope, atomMarkup) ??
      mediaText(entry, scope),
    published: dateOf(
      entry,
      ['atom:published', 'atom:issued', 'dcterms:issued', 'atom:created', 'dc:date'],
      where,
      noted,
    ),
    updated: dateOf(entry, ['atom:updated', 'atom:modified', 'dcterms:modified'], where, noted),
    categories: categoriesOf(entry),
    enclosures,
    image: imageOf(entry, enclosures, scope),
    language: entryLanguage(entry, contents, scope),
    source: sourceOf(entry, scope),
  };
}

function atomTitleOf(node: XmlNode): string | null {
  const own = children(node, 'atom:title').flatMap((title) => atomTitle(title) ?? []);
  return own[0] ?? mediaTitle(node);
}

const authorsOf = (node: XmlNode, scope: Scope) => {
  const own = atomPeople(node, scope);
  return own.length > 0 ? own : peopleNamed(childrenOf(node, ['dc:creator', 'itunes:author']));
};

/** RFC 4287 4.1.3.2. */
const outOfLine = (contents: readonly XmlNode[], scope: Scope): HttpUrl | null =>
  contents.map((node) => resolve(attribute(node, 'src'), scopeOf(node, scope))).find((url) => url !== null) ??
  null;

function entryLanguage(entry: XmlNode, contents: readonly XmlNode[], scope: Scope): string | null {
  const [content] = contents;
  const language = content === undefined ? scope.language : scopeOf(content, scope).language;
  return language ?? languageTag(childText(entry, 'dc:language') ?? '');
}

/** RFC 4287 4.2.11. */
export function sourceOf(entry: XmlNode, outer: Scope): FeedEntry['source'] {
  const [source] = children(entry, 'atom:source');
  if (source === undefined) return null;
  const scope = scopeOf(source, outer);
  const links = atomLinks(source, scope);
  const url =
    alternate(links) ??
    byRel(links, 'self')[0]?.url ??
    resolve(childText(source, 'atom:id'), { ...scope, base: null });
  const title = atomTitleOf(source);
  return title === null && url === null ? null : { title, url };
}
