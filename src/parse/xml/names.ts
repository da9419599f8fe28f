/**
 * XML names in one spelling: `prefix:local`, lower case, with the prefix that the field uses for a namespace,
 * whatever the document calls it. `rss` and `atom` stand for the formats' own elements.
 */

import { trimEndOf } from '../../model/trim-end.js';

/** Namespace URIs without their trailing `/` or `#`, lower case, and the prefix that stands for them. */
const PREFIX_OF_URI: ReadonlyMap<string, string> = new Map([
  ['http://www.w3.org/2005/atom', 'atom'],
  ['https://www.w3.org/2005/atom', 'atom'],
  ['http://purl.org/atom/ns', 'atom'],
  ['http://purl.org/atom/app', 'app'],
  // The names that Atom had before 0.3 was settled.
  ['http://example.com/newformat', 'atom'],
  ['http://example.com/necho', 'atom'],
  ['http://purl.org/echo', 'atom'],
  ['uri/of/echo/namespace', 'atom'],
  ['http://purl.org/pie', 'atom'],
  ['http://purl.org/rss/1.0', 'rss'],
  ['http://purl.org/net/rss1.1', 'rss'],
  ['http://purl.org/rss/1.0/modules/rss091', 'rss'],
  ['http://my.netscape.com/rdf/simple/0.9', 'rss'],
  ['http://channel.netscape.com/rdf/simple/0.9', 'rss'],
  ['http://my.netscape.com/publish/formats/rss-0.91.dtd', 'rss'],
  ['http://blogs.law.harvard.edu/tech/rss', 'rss'],
  ['http://cyber.law.harvard.edu/rss', 'rss'],
  ['http://www.rssboard.org/rss-specification', 'rss'],
  ['http://purl.org/rss/1.0/modules/content', 'content'],
  ['http://purl.org/rss/1.0/modules/syndication', 'sy'],
  ['http://purl.org/rss/1.0/modules/slash', 'slash'],
  ['http://wellformedweb.org/commentapi', 'wfw'],
  ['http://purl.org/dc/elements/1.0', 'dc'],
  ['http://purl.org/dc/elements/1.1', 'dc'],
  ['http://purl.org/dc/terms', 'dcterms'],
  ['http://www.w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['http://search.yahoo.com/mrss', 'media'],
  ['https://search.yahoo.com/mrss', 'media'],
  ['http://www.itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['https://www.itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['http://example.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['http://www.google.com/schemas/play-podcasts/1.0', 'googleplay'],
  ['http://rssnamespace.org/feedburner/ext/1.0', 'feedburner'],
  ['http://www.pheedo.com/namespace/pheedo', 'pheedo'],
  ['http://purl.org/syndication/thread/1.0', 'thr'],
  ['http://www.w3.org/1999/xhtml', 'xhtml'],
  ['http://www.w3.org/1998/math/mathml', 'mathml'],
  ['http://www.w3.org/2000/svg', 'svg'],
  ['http://www.w3.org/xml/1998/namespace', 'xml'],
]);

const CONVENTIONAL = new Set(PREFIX_OF_URI.values());
const DIALECTS = new Set(['rss', 'atom']);

/** Feeds declare up to 40. Each scope holds a copy, so their number must not be the author's choice. */
const MOST_PREFIXES = 100;

/** Which format's elements stand without a prefix in this document. */
export type Dialect = 'rss' | 'atom';

/** The prefix that stands for a namespace; null for one that says nothing to us. */
export function prefixOfUri(uri: string): string | null {
  const plain = trimEndOf(uri.trim().toLowerCase(), /[/#]/);
  // Userland's went through rss, rss2, rss2.1 and rss091.
  return PREFIX_OF_URI.get(plain) ?? (plain.startsWith('http://backend.userland.com/rss') ? 'rss' : null);
}

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
 * Names of a document whose core elements are of `dialect`. RSS and Atom elements without a prefix are always
 * the document's own: feeds exist that call themselves `rss` and declare Atom's namespace as the default.
 * Prefixes that are not declared mean what they mean by convention.
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
    return `${canonical === '?' || DIALECTS.has(canonical) ? dialect : canonical}:${local}`;
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
      const meaning = prefixOfUri(uri);
      // What means nothing to us need not be noted, unless the prefix would mean something else.
      if (meaning === null && !bound.has(prefix) && !CONVENTIONAL.has(prefix)) return;
      if (bound.size >= MOST_PREFIXES && !bound.has(prefix)) return;
      bound.set(prefix, meaning ?? '?');
      known.clear();
    },
    contradicts(attribute, uri) {
      const before = bound.get(prefixDeclared(attribute));
      return before !== undefined && before !== (prefixOfUri(uri) ?? '?');
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
