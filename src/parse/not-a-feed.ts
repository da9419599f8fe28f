import { Parser } from 'htmlparser2';
import { type HttpUrl, httpUrl } from '../model/values.js';
import type { Prolog } from './bytes/prolog.js';
import { newLocation, refreshTarget } from './leads.js';

/** What a document is, if it is no feed. */
export interface NotAFeed {
  readonly kind: 'not-a-feed';
  /** One line, in words. */
  readonly message: string;
  readonly found: 'empty' | 'html' | 'text' | 'xml' | 'json' | 'binary' | 'template' | 'refused';
  /** The feeds that a web page names as its own (`link rel="alternate"`). */
  readonly feeds: readonly HttpUrl[];
  /** What else it links to that looks like a feed by its address. */
  readonly links: readonly HttpUrl[];
  /** The address that it calls its own (`link rel="canonical"`). */
  readonly canonical?: HttpUrl;
  /** Where it sends its readers on to. */
  readonly leadsTo?: HttpUrl;
}

export const notAFeed = (
  found: NotAFeed['found'],
  message: string,
  { feeds = [], links = [], canonical = null, leadsTo = null }: Partial<Links> = {},
): NotAFeed => ({
  kind: 'not-a-feed',
  message,
  found,
  feeds,
  links,
  ...(canonical !== null && { canonical }),
  ...(leadsTo !== null && { leadsTo }),
});

/** Where a document leads. */
interface Links extends Pick<NotAFeed, 'feeds' | 'links'> {
  readonly canonical: HttpUrl | null;
  readonly leadsTo: HttpUrl | null;
}

/** Bytes that no text has. */
export function isBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 512);
  const controls = head.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27)).length;
  return controls > head.length / 20;
}

/** Jekyll's front matter, Liquid, Jinja, Handlebars, ERB, PHP: what a site is made from, not the site. */
const TEMPLATE = /^[ \t]*---[ \t]*$|\{%|\{\{|<%|<\?(?:php|=)/m;

/** Whether it is what a site is made from. */
export const isTemplate = (text: string): boolean => TEMPLATE.test(text);

/** A document without a feed's root element, in words. */
export function whatItIs(text: string, prolog: Prolog, url: HttpUrl | null): NotAFeed {
  const root = prolog.root?.toLowerCase() ?? '';
  if (isTemplate(prolog.preceded) || /^\s*<\?php/.test(text))
    return notAFeed('template', 'the source of a template, not a feed');
  if (prolog.doctype === 'html' || HTML.test(root)) return webPage(text, url);
  if (root === '') return notAFeed('text', 'plain text, not a feed');
  if (root === 'opml') return notAFeed('xml', OPML);
  const leadsTo = root === 'redirect' ? newLocation(text, url) : null;
  return notAFeed('xml', `XML, but not a feed: its root element is <${root.slice(0, 40)}>`, { leadsTo });
}

/** It is a source all the same, of another kind. */
const OPML =
  'a reading list (OPML), not a feed; write it as { "opml": "…" } among "sources" to poll what it names';

const HTML =
  /^(?:html|head|body|title|meta|link|script|style|div|p|h[1-6]|table|center|a|br|span|section|main|article|header|nav|ul|ol)$/;

/** RFC 8288 and the types that feeds have been linked with. */
const FEED_TYPE = /^(?:application|text)\/(?:(?:rss|atom|rdf|x\.atom|x-atom|x-rss)\+xml|(?:feed\+)?json)\b/i;

function webPage(text: string, url: HttpUrl | null): NotAFeed {
  const links = linksOf(text, url);
  const { feeds } = links;
  const count =
    feeds.length === 0
      ? ''
      : `; it links to ${feeds.length === 1 ? 'a feed' : `${feeds.length} feeds`}: ${feeds.slice(0, 3).join(' ')}`;
  return notAFeed('html', `a web page, not a feed${count}`, links);
}

/** Feeds by the address that they mostly have. */
const FEED_PATH = /(?:^|\/)(?:feeds?|rss|atom)\/?$|\.(?:rss|atom)$|(?:feed|rss|atom|index)\.(?:xml|json)$/i;

const TAGS = /<(?:link|base|meta|a)\b(?:[^<>"']|"[^"]*"|'[^']*')*>/gi;

/** Most name their feeds in their head, some behind a megabyte of scripts, some at their foot. */
const SEARCHED = 2 * 1024 * 1024;

/**
 * The feeds that a page names and those that it links to, in its order, each once, and where it sends its
 * readers on to.
 */
function linksOf(text: string, url: HttpUrl | null): Links {
  let base = url;
  let leadsTo: HttpUrl | null = null;
  let canonical: HttpUrl | null = null;
  const feeds = new Set<HttpUrl>();
  const links = new Set<HttpUrl>();
  const parser = new Parser({
    onopentag(name, { rel = '', type = '', href, content = '', ...others }) {
      if (name === 'meta' && /^refresh$/i.test(others['http-equiv'] ?? ''))
        leadsTo ??= refreshTarget(content, base);
      if (name === 'base' && href !== undefined) base = httpUrl(href, base) ?? base;
      const target = href === undefined ? null : httpUrl(href.trim().replace(/^feed:(?=https?:)/i, ''), base);
      // WordPress links its REST API as alternate JSON.
      if (target === null || target.includes('/wp-json/')) return;
      if (name === 'link' && /^canonical$/i.test(rel)) canonical ??= target;
      const isTyped = FEED_TYPE.test(type.trim());
      if (name === 'link' && (/\bfeed\b/i.test(rel) || (isTyped && /\balternate\b/i.test(rel))))
        feeds.add(target);
      if (name === 'a' && (isTyped || FEED_PATH.test(new URL(target).pathname))) links.add(target);
    },
  });
  // Only these tags: a tree of hostile depth would take the parser minutes.
  for (const [tag] of text.slice(0, SEARCHED).matchAll(TAGS)) parser.write(tag);
  parser.end();
  return { feeds: [...feeds], links: [...links].filter((link) => !feeds.has(link)), canonical, leadsTo };
}
