import type { Feed, FeedEntry } from '../model/feed.js';
import type { HttpUrl, Person } from '../model/values.js';
import { categoriesOf } from './categories.js';
import { dateOf } from './date-of.js';
import {
  alternate,
  atomLinks,
  byRel,
  hostsOf,
  idLink,
  type Link,
  languageTag,
  originalLink,
  pageScope,
  resolve,
  type Scope,
  scopeOf,
  siteScope,
} from './links.js';
import { atomMarkup, atomTitle, firstMarkup, rssMarkup } from './markup.js';
import { enclosuresOf, imageOf, mediaText, mediaTitle } from './media.js';
import { peopleOf } from './people.js';
import { withPictures } from './pictures.js';
import { rhythmOf } from './rhythm.js';
import { attribute, children, childrenOf, childText, holdersOf, type XmlNode } from './xml/node.js';

/** What a mapping of a document's tree tells of it; the rest of `Feed` is about how it was read. */
export type FeedContent = Omit<Feed, 'format' | 'encoding' | 'repaired' | 'problems' | 'dropped'>;

const ENTRIES = ['atom:entry', 'atom:item', 'rss:item'];

/** An Atom 1.0 (RFC 4287) or 0.3 document; its root may be a lone entry, or have all in one element more. */
export function atomFeed(root: XmlNode, outer: Scope): FeedContent {
  const lone = children(root, 'atom:content').length > 0;
  const within = childrenOf(root, ENTRIES).length > 0 || lone ? undefined : holdersOf(root, ENTRIES)[0];
  const rootScope = scopeOf(root, outer);
  const scope = within === undefined ? rootScope : scopeOf(within, rootScope);
  const feed = within !== undefined && children(within, 'atom:title').length > 0 ? within : root;
  const links = atomLinks(feed, scope);
  const home = alternate(links);
  const subtitle = childrenOf(feed, ['atom:subtitle', 'atom:tagline', 'atom:description'])[0];
  const entries = lone ? [root] : childrenOf(within ?? root, ENTRIES);
  const own = childText(feed, 'dc:language', 'atom:language', 'rss:language');
  const language = scope.language ?? languageTag(own ?? '');
  const around = { ...(lone ? scope : siteScope(scope, home)), feedLanguage: language };
  const hosts = hostsOf(home, outer.base);
  return {
    id: childText(feed, 'atom:id'),
    title: atomTitleOf(feed),
    home,
    self: byRel(links, 'self')[0]?.url ?? null,
    description: subtitle === undefined ? null : atomTitle(subtitle),
    language,
    authors: authorsOf(feed, scope),
    icon: resolve(childText(feed, 'atom:icon'), scope),
    image: resolve(childText(feed, 'atom:logo'), scope) ?? imageOf(feed, [], scope),
    updated: dateOf(
      feed,
      ['atom:updated', 'atom:modified', 'dc:date', 'rss:lastbuilddate', 'rss:pubdate'],
      'feed',
      around,
    ),
    hubs: byRel(links, 'hub').map(({ url }) => url),
    rhythm: rhythmOf(feed),
    entries: entries.map((entry, at) => atomEntry(entry, around, hosts, `entry ${at + 1}`)),
  };
}

function atomEntry(entry: XmlNode, outer: Scope, hosts: readonly string[], where: string): FeedEntry {
  const scope = scopeOf(entry, outer);
  const links = atomLinks(entry, scope);
  const contents = children(entry, 'atom:content');
  const id = childText(entry, 'atom:id', 'rss:guid');
  const url = linkOf(entry, links, contents, scope) ?? idLink(id, scope);
  const page = pageScope(scope, url, hosts);
  const content =
    firstMarkup(contents, page, atomMarkup) ??
    firstMarkup(children(entry, 'content:encoded'), page, rssMarkup);
  const summary =
    firstMarkup(childrenOf(entry, ['atom:summary', 'atom:description']), page, atomMarkup) ??
    mediaText(entry, page);
  const enclosures = enclosuresOf(entry, links, scope);
  const text = content ?? summary; // a summary is content enough for pictures to stand beside
  const illustrated = withPictures(entry, page, text, enclosures);
  return {
    id,
    url,
    title: atomTitleOf(entry),
    authors: entryAuthors(entry, scope),
    content: illustrated === text ? content : illustrated,
    summary,
    published: dateOf(entry, PUBLISHED, where, scope),
    updated: dateOf(entry, ['atom:updated', 'atom:modified', 'dcterms:modified'], where, scope),
    categories: categoriesOf(entry),
    enclosures,
    image: imageOf(entry, enclosures, scope),
    language: entryLanguage(entry, contents, scope),
    source: sourceOf(entry, scope),
  };
}

const PUBLISHED = [
  'atom:published',
  'atom:issued',
  'dcterms:issued',
  'atom:created',
  'rss:pubdate',
  'dc:date',
  'dcterms:created',
  'dcterms:date',
  'atom:date',
];

/** The page that an entry is about; RFC 4287 4.1.3.2 lets its content be there alone. */
const linkOf = (
  entry: XmlNode,
  links: readonly Link[],
  contents: readonly XmlNode[],
  scope: Scope,
): HttpUrl | null =>
  originalLink(entry, scope) ??
  alternate(links) ??
  outOfLine(contents, scope) ??
  resolve(childText(entry, 'atom:url'), scope);

function atomTitleOf(node: XmlNode): string | null {
  const own = children(node, 'atom:title').flatMap((title) => atomTitle(title) ?? []);
  return own[0] ?? mediaTitle(node);
}

function authorsOf(node: XmlNode, scope: Scope): readonly Person[] {
  const own = peopleOf(node, ['atom:author'], scope);
  return own.length > 0 ? own : peopleOf(node, ['dc:creator', 'itunes:author'], scope);
}

/** RFC 4287 4.2.1: where an entry names no author, that of the source that it is from is meant. */
function entryAuthors(entry: XmlNode, scope: Scope): readonly Person[] {
  const own = authorsOf(entry, scope);
  return own.length > 0 ? own : sourceAuthors(entry, scope);
}

/** The authors of the feed that an entry was first published in. */
export function sourceAuthors(entry: XmlNode, scope: Scope): readonly Person[] {
  const [source] = children(entry, 'atom:source');
  return source === undefined ? [] : authorsOf(source, scopeOf(source, scope));
}

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
  const url = alternate(links) ?? byRel(links, 'self')[0]?.url ?? idLink(childText(source, 'atom:id'), scope);
  const title = atomTitleOf(source);
  return title === null && url === null ? null : { title, url };
}
