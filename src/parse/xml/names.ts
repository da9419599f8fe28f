/**
 * XML names in one spelling: `prefix:local`, lower case, with the prefix that the field uses for a namespace,
 * whatever the document calls it. `rss` and `atom` stand for the formats' own elements.
 */

import { trimEndOf } from '../../model/trim-end.js';

/** Namespace URIs as `comparable()` has them, and the prefix that stands for them. */
const PREFIX_OF_URI: ReadonlyMap<string, string> = new Map([
  ['w3.org/2005/atom', 'atom'],
  ['purl.org/atom/ns', 'atom'],
  ['purl.org/atom/app', 'app'],
  // The names that Atom had before 0.3 was settled.
  ['example.com/newformat', 'atom'],
  ['example.com/necho', 'atom'],
  ['purl.org/echo', 'atom'],
  ['uri/of/echo/namespace', 'atom'],
  ['purl.org/pie', 'atom'],
  ['purl.org/rss/1.0', 'rss'],
  ['purl.org/net/rss1.1', 'rss'],
  ['purl.org/rss/1.0/modules/rss091', 'rss'],
  ['my.netscape.com/rdf/simple/0.9', 'rss'],
  ['channel.netscape.com/rdf/simple/0.9', 'rss'],
  ['my.netscape.com/publish/formats/rss-0.91.dtd', 'rss'],
  ['blogs.law.harvard.edu/tech/rss', 'rss'],
  ['cyber.law.harvard.edu/rss', 'rss'],
  ['rssboard.org/rss-specification', 'rss'],
  ['purl.org/rss/1.0/modules/content', 'content'],
  ['purl.org/rss/1.0/modules/syndication', 'sy'],
  ['purl.org/rss/1.0/modules/slash', 'slash'],
  ['wellformedweb.org/commentapi', 'wfw'],
  ['purl.org/dc/elements/1.0', 'dc'],
  ['purl.org/dc/elements/1.1', 'dc'],
  ['purl.org/dc/terms', 'dcterms'],
  ['w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['search.yahoo.com/mrss', 'media'],
  ['itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['example.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['google.com/schemas/play-podcasts/1.0', 'googleplay'],
  ['rssnamespace.org/feedburner/ext/1.0', 'feedburner'],
  ['pheedo.com/namespace/pheedo', 'pheedo'],
  ['purl.org/syndication/thread/1.0', 'thr'],
  ['w3.org/1999/xhtml', 'xhtml'],
  ['w3.org/1998/math/mathml', 'mathml'],
  ['w3.org/2000/svg', 'svg'],
  ['w3.org/xml/1998/namespace', 'xml'],
]);

const CONVENTIONAL = new Set(PREFIX_OF_URI.values());
const DIALECTS = new Set(['rss', 'atom']);

/**
 * Elements that only one of the formats has, and are its own wherever they stand without a prefix: feeds are
 * made by hand of both, as Atom with `pubDate` or RSS with `entry`.
 */
const OWNERS: ReadonlyMap<string, Dialect> = new Map([
  ...'channel item guid pubdate lastbuilddate managingeditor webmaster enclosure ttl skiphours skipdays'
    .split(' ')
    .map((name) => [name, 'rss'] as const),
  ...'feed entry id published updated issued modified subtitle tagline'
    .split(' ')
    .map((name) => [name, 'atom'] as const),
]);

/** Feeds declare up to 40. Each scope holds a copy, so their number must not be the author's choice. */
const MOST_PREFIXES = 100;

/** Which format's elements stand without a prefix in this document. */
export type Dialect = 'rss' | 'atom';

/** The prefix that stands for a namespace; null for one that says nothing to us. */
export function prefixOfUri(uri: string): string | null {
  const plain = comparable(uri);
  // Userland's went through rss, rss2, rss2.1 and rss091.
  return PREFIX_OF_URI.get(plain) ?? (plain.startsWith('backend.userland.com/rss') ? 'rss' : null);
}

/**
 * A namespace's address in lower case, without its scheme, `www.` and what is at its end of slashes and
 * signs: all that publishers tidy up when they "move to https", though the name is no address.
 */
function comparable(uri: string): string {
  const plain = uri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '');
  return trimEndOf(plain, /[/#]/);
}

/** What a prefix means once it is bound: a usual one under an unknown address still means the usual. */
const meaningOf = (prefix: string, uri: string): string =>
  prefixOfUri(uri) ?? (CONVENTIONAL.has(prefix) ? prefix : '?');

/** The namespace declarations in force at one point of a document. */
export interface Names {
  /** The canonical name of an element. */
  element(qname: string): string;
  /** The canonical name of an attribute; one without a prefix belongs to its element. */
  attribute(qname: string): string;
  /** Notes `xmlns` or `xmlns:prefix`. */
  declare(attribute: string, uri: string): void;
  /** Whether a declaration gives a prefix that is bound already another meaning. */
  contradicts(attribute: string, uri: string): boolean;
  /** A copy for the inside of an element that declares namespaces of its own. */
  inner(): Names;
}

/**
 * Names of a document whose core elements are of `dialect`. RSS and Atom elements without a prefix are the
 * document's own, whatever it declares: feeds exist that call themselves `rss` and declare Atom's namespace
 * as the default. Only what the other format alone has is the other's. Prefixes that are not declared mean
 * what they mean by convention.
 */
export function namesFor(dialect: Dialect, bindings: ReadonlyMap<string, string> = new Map()): Names {
  const bound = new Map(bindings);
  const known = new Map<string, string>();
  const resolve = (qname: string): string => {
    const colon = qname.indexOf(':');
    const prefix = colon < 0 ? '' : qname.slice(0, colon).toLowerCase();
    const local = qname.slice(colon + 1).toLowerCase();
    const canonical = bound.get(prefix) ?? (CONVENTIONAL.has(prefix) ? prefix : '?');
    if (prefix !== '') return `${canonical}:${local}`;
    const isOwn = canonical === '?' || DIALECTS.has(canonical);
    return `${isOwn ? (OWNERS.get(local) ?? dialect) : canonical}:${local}`;
  };
  return {
    element(qname) {
      let name = known.get(qname);
      if (name === undefined) {
        name = resolve(qname);
        known.set(qname, name);
      }
      return name;
    },
    attribute: (qname) => (qname.includes(':') ? resolve(qname) : qname.toLowerCase()),
    declare(attribute, uri) {
      const prefix = prefixDeclared(attribute);
      const meaning = meaningOf(prefix, uri);
      // What means nothing to us need not be noted, unless the prefix has meant something.
      if (meaning === '?' && !bound.has(prefix)) return;
      if (bound.size >= MOST_PREFIXES && !bound.has(prefix)) return;
      bound.set(prefix, meaning);
      known.clear();
    },
    contradicts(attribute, uri) {
      const prefix = prefixDeclared(attribute);
      const before = bound.get(prefix);
      return before !== undefined && before !== meaningOf(prefix, uri);
    },
    inner: () => namesFor(dialect, bound),
  };
}

/** `xmlns:dc` → `dc`, `xmlns` → ''. */
const prefixDeclared = (attribute: string): string => attribute.slice('xmlns:'.length).toLowerCase();

/** Whether declaring a default namespace inside a document changes what its unprefixed elements are. */
export const changesDefault = (uri: string): boolean => {
  const prefix = prefixOfUri(uri);
  return prefix !== null && !DIALECTS.has(prefix);
};

/** What a feed is made of: elements of these names without a prefix are of no other vocabulary. */
const FRAMES = new Set(['rss', 'rdf', 'feed', 'channel', 'item', 'entry']);

/**
 * Whether an element declares a default namespace that it can't be of itself: a `feed` is what it is called,
 * though a style sheet has given it XHTML's.
 */
export const contradictsItself = (qname: string, attribute: string, uri: string): boolean =>
  attribute === 'xmlns' && FRAMES.has(qname.toLowerCase()) && changesDefault(uri);
