import type { FeedEntry, Markup } from '../model/feed.js';
import type { HttpUrl, Person } from '../model/values.js';
import { type FeedContent, sourceAuthors, sourceOf } from './atom.js';
import { categoriesOf } from './categories.js';
import { dateOf } from './date-of.js';
import {
  addressIn,
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
import { atomMarkup, atomTitle, firstMarkup, rssMarkup, rssTitle } from './markup.js';
import { enclosuresOf, imageOf, mediaText, mediaTitle } from './media.js';
import { peopleOf } from './people.js';
import { withPictures } from './pictures.js';
import { rhythmOf } from './rhythm.js';
import { withoutTags } from './tags.js';
import { plainTitle } from './titles.js';
import { attribute, children, childrenOf, childText, holdersOf, text, type XmlNode } from './xml/node.js';

const UPDATED = ['atom:updated', 'dcterms:modified', 'atom:modified'];
/** RSS has one date: where it is called `updated`, it is that one. */
const PUBLISHED = [
  'rss:pubdate',
  'atom:published',
  'dc:date',
  'dcterms:issued',
  'dcterms:created',
  'atom:issued',
  'dcterms:date',
  'rss:date',
  'atom:updated',
];

const BUILT = ['rss:lastbuilddate', 'atom:updated', ...PUBLISHED, ...UPDATED];

/** Where a whole text stands if not in `content:encoded`; `fullitem` was a habit of 2003. */
const WHOLE_TEXTS = ['xhtml:body', 'xhtml:div', 'rss:body', 'rss:content', 'rss:fullitem'];

const ITEMS = ['rss:item', 'atom:entry'];
const CHANNEL = ['rss:channel'];

/**
 * RSS 0.9x, 1.0 (RDF) or 2.0. Items are taken wherever they stand: in the channel, beside it, in one another.
 */
export function rssFeed(root: XmlNode, outer: Scope): FeedContent {
  const rootScope = scopeOf(root, outer);
  const { node: channel, scope: around } = channelOf(root, rootScope);
  const scope = channel === root ? rootScope : scopeOf(channel, around);
  const links = atomLinks(channel, scope);
  const home = linkOf(channel, links, scope);
  const description = firstMarkup(childrenOf(channel, DESCRIPTIONS), scope, rssMarkup);
  const language = languageTag(childText(channel, 'rss:language', 'dc:language') ?? '') ?? scope.language;
  const hosts = hostsOf(home, outer.base);
  return {
    id: childText(channel, 'atom:id') ?? attribute(channel, 'rdf:about'),
    title: titleOf(channel),
    home,
    self: byRel(links, 'self')[0]?.url ?? null,
    description: description === null ? null : plainTitle(description.value, 'unknown'),
    language,
    authors: authorsOf(channel, scope),
    icon: resolve(childText(channel, 'atom:icon'), scope),
    image:
      imageOf(channel, [], scope) ??
      imageOf(root, [], scope) ??
      resolve(childText(channel, 'atom:logo'), scope),
    updated: dateOf(channel, BUILT, 'feed', { ...scope, feedLanguage: language }),
    hubs: byRel(links, 'hub').map(({ url }) => url),
    rhythm: rhythmOf(channel),
    entries: itemsOf(root, rootScope).map((item, at) =>
      rssItem(item.node, { ...siteScope(item.scope, home), feedLanguage: language }, hosts, `item ${at + 1}`),
    ),
  };
}

const DESCRIPTIONS = [
  'rss:description',
  'dc:description',
  'atom:subtitle',
  'itunes:summary',
  'itunes:subtitle',
];

/** The channel, which may stand one element deeper; else what stands in its place. */
function channelOf(root: XmlNode, scope: Scope): Item {
  const own = children(root, 'rss:channel')[0];
  if (own !== undefined) return { node: own, scope };
  const around = holdersOf(root, CHANNEL)[0];
  const deeper = around === undefined ? undefined : children(around, 'rss:channel')[0];
  if (around !== undefined && deeper !== undefined) return { node: deeper, scope: scopeOf(around, scope) };
  const feed = children(root, 'atom:feed')[0];
  return { node: feed ?? root, scope };
}

interface Item {
  readonly node: XmlNode;
  /** Of what is around it. */
  readonly scope: Scope;
}

/** Iterative: a hostile feed may nest its items as deep as it likes. */
function itemsOf(root: XmlNode, rootScope: Scope): readonly Item[] {
  const items: Item[] = [];
  const open: Item[] = [{ node: root, scope: rootScope }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const scope = at.node === root ? rootScope : scopeOf(at.node, at.scope);
    const inside = childrenOf(at.node, ITEMS).map((node) => ({ node, scope }));
    const around = holdersOf(at.node, [...ITEMS, ...CHANNEL]);
    const channels = [...children(at.node, 'rss:channel'), ...around].map((node) => ({ node, scope }));
    for (const item of inside) items.push(item);
    for (const next of [...inside, ...channels].reverse()) open.push(next);
  }
  return items;
}

function rssItem(item: XmlNode, outer: Scope, hosts: readonly string[], where: string): FeedEntry {
  const scope = scopeOf(item, outer);
  const links = atomLinks(item, scope);
  const guid = guidOf(item);
  const id = guid.id ?? childText(item, 'atom:id', 'dc:identifier');
  const url =
    originalLink(item, scope) ??
    linkOf(item, links, scope) ??
    (guid.isPermaLink ? resolve(guid.id, scope) : guid.id === null ? idLink(id, scope) : null);
  const page = pageScope(scope, url, hosts);
  const { content, summary } = textsOf(item, page);
  const enclosures = enclosuresOf(item, links, scope);
  return {
    id,
    url,
    title: titleOf(item),
    authors: itemAuthors(item, scope),
    content: withPictures(item, page, content, enclosures),
    summary,
    published: dateOf(item, PUBLISHED, where, scope),
    updated: dateOf(item, UPDATED, where, scope),
    categories: categoriesOf(item),
    enclosures,
    image: imageOf(item, enclosures, scope),
    language: languageOf(item, scope),
    source: rssSource(item, scope) ?? sourceOf(item, scope),
  };
}

/**
 * RSS 2.0: a guid is the item's address unless it says that it is none. RSS 1.0 has `rdf:about` in its place.
 */
function guidOf(item: XmlNode): { readonly id: string | null; readonly isPermaLink: boolean } {
  for (const guid of children(item, 'rss:guid')) {
    const id = (attribute(guid, 'inline') === null ? text(guid) : withoutTags(text(guid))).trim();
    const isPermaLink = attribute(guid, 'ispermalink')?.toLowerCase() !== 'false' && /^https?:/i.test(id);
    if (id !== '') return { id, isPermaLink };
  }
  const about = attribute(item, 'rdf:about');
  return { id: about || null, isPermaLink: about !== null };
}

/** The page: RSS's `link`, which some write like Atom's, else Atom's alternate. */
function linkOf(node: XmlNode, links: readonly Link[], scope: Scope): HttpUrl | null {
  for (const link of children(node, 'rss:link')) {
    const url = resolve(addressIn(text(link)), scopeOf(link, scope));
    if (url !== null) return url;
  }
  return alternate(atomLinks(node, scope, 'rss:link')) ?? alternate(links);
}

function titleOf(node: XmlNode): string | null {
  const own = children(node, 'rss:title').flatMap((title) => rssTitle(title) ?? []);
  const atom = children(node, 'atom:title').flatMap((title) => atomTitle(title) ?? []);
  return own[0] ?? atom[0] ?? mediaTitle(node);
}

/** The whole text if the feed has one beside the description, which is then the summary of it. */
function textsOf(item: XmlNode, scope: Scope): { content: Markup | null; summary: Markup | null } {
  const whole =
    firstMarkup(children(item, 'content:encoded'), scope, rssMarkup) ??
    firstMarkup(childrenOf(item, WHOLE_TEXTS), scope, rssMarkup) ??
    firstMarkup(children(item, 'atom:content'), scope, atomMarkup);
  const description =
    firstMarkup(children(item, 'rss:description'), scope, rssMarkup) ??
    firstMarkup(childrenOf(item, ['dc:description', 'rss:summary', 'dcterms:abstract']), scope, rssMarkup) ??
    firstMarkup(children(item, 'atom:summary'), scope, atomMarkup) ??
    firstMarkup(childrenOf(item, ['itunes:summary', 'itunes:subtitle']), scope, rssMarkup) ??
    mediaText(item, scope);
  return whole === null ? { content: description, summary: null } : { content: whole, summary: description };
}

/** Everyone who is named; addresses only where nobody is. */
function authorsOf(node: XmlNode, scope: Scope): readonly Person[] {
  const named = peopleOf(node, ['atom:author', 'dc:creator', 'rss:author', 'rss:managingeditor'], scope);
  const people = named.length > 0 ? named : peopleOf(node, ['itunes:author'], scope);
  const withNames = people.filter(({ name }) => !name.includes('@'));
  return withNames.length > 0 ? withNames : people;
}

function itemAuthors(item: XmlNode, scope: Scope): readonly Person[] {
  const own = authorsOf(item, scope);
  return own.length > 0 ? own : sourceAuthors(item, scope);
}

function languageOf(item: XmlNode, scope: Scope): string | null {
  const [whole] = childrenOf(item, ['content:encoded', ...WHOLE_TEXTS, 'rss:description']);
  const written = whole === undefined ? scope.language : scopeOf(whole, scope).language;
  return languageTag(childText(item, 'dc:language', 'rss:language') ?? '') ?? written;
}

function rssSource(item: XmlNode, scope: Scope): FeedEntry['source'] {
  const [source] = children(item, 'rss:source');
  if (source === undefined) return null;
  const title = rssTitle(source);
  const url = resolve(attribute(source, 'url'), scope);
  return title === null && url === null ? null : { title, url };
}
