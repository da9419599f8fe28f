import { type HttpUrl, httpUrl, LONGEST_ADDRESS } from '../model/values.js';
import { figure } from '../model/words.js';
import type { Problems } from './problems.js';
import { attribute, children, childText, text, type XmlNode } from './xml/node.js';

/** What an element inherits from those around it. */
export interface Scope {
  /** RFC 3986 5.1: what relative references resolve against; null where nothing is known. */
  readonly base: HttpUrl | null;
  /** `xml:lang` in force, null where none is, or an empty one says so. */
  readonly language: string | null;
  /** Where addresses that are none are noted. */
  readonly noted: Problems;
}

/** The scope inside an element: its `xml:base` and `xml:lang` over those around it. */
export function scopeOf(node: XmlNode, outer: Scope): Scope {
  const base = attribute(node, 'xml:base');
  const language = attribute(node, 'xml:lang');
  if (base === null && language === null) return outer;
  return {
    ...outer,
    base: base === null ? outer.base : (resolve(base, outer) ?? outer.base),
    language: language === null ? outer.language : languageTag(language),
  };
}

/** BCP 47 with its hyphens, as far as the author knew; null for nothing. */
export const languageTag = (text: string): string | null =>
  text.trim() === '' ? null : text.trim().replaceAll('_', '-');

/** An address as feeds give it, white space and all; null where it is none of http or https, nothing, or far too long. */
export function resolve(reference: string | null, { base, noted }: Omit<Scope, 'language'>): HttpUrl | null {
  if (reference === null) return null;
  const plain = reference.trim();
  if (plain.length > LONGEST_ADDRESS && !/^data:/i.test(plain))
    noted.add(
      `an address of ${figure(plain.length)} characters is left out: ${JSON.stringify(plain.slice(0, 60))}…`,
    );
  return httpUrl(plain, base);
}

/** An Atom link, `href` resolved. */
export interface Link {
  readonly rel: string;
  readonly url: HttpUrl;
  readonly type: string | null;
  readonly length: string | null;
  readonly title: string | null;
}

/** The `atom:link`s of an element. Atom 0.3's and careless ones, with the address as text, count too. */
export function atomLinks(node: XmlNode, scope: Scope, name = 'atom:link'): readonly Link[] {
  return children(node, name).flatMap((link) => {
    const href = attribute(link, 'href') ?? (text(link).trim() || null);
    const url = resolve(href, scopeOf(link, scope));
    if (url === null) return [];
    const rel = (attribute(link, 'rel') || 'alternate').toLowerCase();
    return {
      // RFC 4287 4.2.7.2: a registered name may be written as IANA's IRI.
      rel: rel.replace('http://www.iana.org/assignments/relation/', ''),
      url,
      type: attribute(link, 'type')?.toLowerCase() || null,
      length: attribute(link, 'length'),
      title: attribute(link, 'title') || null,
    };
  });
}

/** The page that a feed or entry is about: of several alternates the web page, not the same as JSON or PDF. */
export function alternate(links: readonly Link[]): HttpUrl | null {
  const pages = links.filter((link) => link.rel === 'alternate');
  const page = pages.find((link) => link.type === null || /html/.test(link.type)) ?? pages[0];
  return page?.url ?? null;
}

export const byRel = (links: readonly Link[], rel: string): readonly Link[] =>
  links.filter((link) => link.rel === rel);

/** Where the post really is, if a service has put its own address into the link. */
export const originalLink = (entry: XmlNode, scope: Scope): HttpUrl | null =>
  resolve(childText(entry, 'feedburner:origlink', 'pheedo:origlink'), scope);
