import { writtenUrl } from '../model/address.js';
import { type HttpUrl, LONGEST_ADDRESS } from '../model/values.js';
import { figure } from '../model/words.js';
import type { Problems } from './problems.js';
import { hrefIn } from './tags.js';
import { attribute, children, childText, text, type XmlNode } from './xml/node.js';

/** What an element inherits from those around it. */
export interface Scope {
  /** RFC 3986 5.1: what relative references resolve against; null where nothing is known. */
  readonly base: HttpUrl | null;
  /** An `xml:base` says so; else it is the best guess. */
  readonly isStated: boolean;
  /** `xml:lang` in force, null where none is, or an empty one says so. */
  readonly language: string | null;
  /** What the feed says of itself, for where no `xml:lang` is in force. */
  readonly feedLanguage: string | null;
  /** Addresses that are no base, for what is resolved against one tells most of it. */
  readonly isSecret: (url: HttpUrl) => boolean;
  /** Where addresses that are none are noted. */
  readonly noted: Problems;
}

/** What addresses resolve against. */
export type Place = Pick<Scope, 'base' | 'noted'>;

/** The scope inside an element: its `xml:base` and `xml:lang` over those around it. */
export function scopeOf(node: XmlNode, outer: Scope): Scope {
  const base = attribute(node, 'xml:base');
  const language = attribute(node, 'xml:lang');
  if (base === null && language === null) return outer;
  const resolved = resolve(base, outer);
  const stated = resolved === null || outer.isSecret(resolved) ? null : resolved;
  return {
    ...outer,
    base: stated ?? outer.base,
    isStated: outer.isStated || stated !== null,
    language: language === null ? outer.language : languageTag(language),
  };
}

/**
 * The scope of a feed's entries: a feed that moves in with another host, or is read from a file, means
 * addresses of its site, which its link names.
 */
export const siteScope = (scope: Scope, home: HttpUrl | null): Scope =>
  scope.isStated || home === null || scope.isSecret(home) ? scope : { ...scope, base: home };

/**
 * The scope of an entry's texts, which were written for the page that it links to, if that is one of the
 * feed's own site: what links to other people's pages is written for the site.
 * @param hosts of the feed and its home, as far as known
 */
export function pageScope(scope: Scope, page: HttpUrl | null, hosts: readonly string[]): Scope {
  if (scope.isStated || page === null || scope.isSecret(page)) return scope;
  const host = hostOf(page);
  const isOwn = hosts.length === 0 || hosts.some((own) => areOfOneSite(own, host));
  return isOwn ? { ...scope, base: page } : scope;
}

/** The hosts of addresses, as `pageScope()` wants them. */
export const hostsOf = (...addresses: readonly (HttpUrl | null)[]): readonly string[] =>
  addresses.flatMap((address) => (address === null ? [] : hostOf(address)));

const hostOf = (url: HttpUrl): string => new URL(url).hostname.replace(/^www\./, '');

/** The same host, or one within the other's domain. */
const areOfOneSite = (a: string, b: string): boolean => a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`);

/** BCP 47 with its hyphens, as far as the author knew; null for nothing. */
export const languageTag = (text: string): string | null =>
  text.trim() === '' ? null : text.trim().replaceAll('_', '-');

/**
 * An address as feeds give it, white space and all; null where it is none of http or https, far too long, or
 * nothing: an empty reference names the document that it stands in, which is the feed.
 */
export function resolve(reference: string | null, { base, noted }: Place): HttpUrl | null {
  const plain = reference?.replaceAll('\u200b', '').trim() ?? ''; // a space that nobody sees
  if (plain === '' || plain === '#') return null;
  if (plain.length > LONGEST_ADDRESS && !/^data:/i.test(plain))
    noted.add(
      `an address of ${figure(plain.length)} characters is left out: ${JSON.stringify(plain.slice(0, 60))}…`,
    );
  return writtenUrl(plain, base);
}

/** An address as mail has it, in angle brackets, or in quotation marks. */
const BRACKETED = /^[<"'](https?:[^\s<>"']+)[>"']$/i;

/** The address in an element's text, which markup may stand around or behind. */
export function addressIn(source: string): string {
  const plain = source.trim();
  const [before = ''] = plain.split('<', 1);
  return BRACKETED.exec(plain)?.[1] ?? (before === '' ? (hrefIn(plain) ?? '') : before);
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
    const place = scopeOf(link, scope);
    // RFC 4287 4.2.7.2: a registered name may be written as IANA's IRI.
    const rel = (attribute(link, 'rel') || 'alternate')
      .toLowerCase()
      .replace(/^https?:\/\/www\.iana\.org\/assignments\/(?:link-relations|relation)[/#]/, '');
    const url = href === '' && rel === 'self' ? place.base : resolve(href, place);
    if (url === null) return [];
    return {
      rel,
      url,
      type: attribute(link, 'type')?.toLowerCase() || null,
      length: attribute(link, 'length'),
      title: attribute(link, 'title') || null,
    };
  });
}

/**
 * The page that a feed or entry is about: of several alternates the web page, not the same as JSON or PDF.
 */
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

/**
 * An id that is a web address, which is then the entry's page (RFC 4287 4.2.6 asks for an IRI, and many take
 * that).
 */
export const idLink = (id: string | null, { noted }: Place): HttpUrl | null =>
  id !== null && /^https?:\/\//i.test(id) ? resolve(id, { base: null, noted }) : null;
