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
  /** The feeds that a web page links to. */
  readonly feeds: readonly HttpUrl[];
  /** Where it sends its readers on to. */
  readonly leadsTo?: HttpUrl;
}

export const notAFeed = (
  found: NotAFeed['found'],
  message: string,
  feeds: readonly HttpUrl[] = [],
  leadsTo: HttpUrl | null = null,
): NotAFeed => ({ kind: 'not-a-feed', message, found, feeds, ...(leadsTo !== null && { leadsTo }) });

/** Bytes that no text has. */
export function isBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 512);
  const controls = head.filter((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27)).length;
  return controls > head.length / 20;
}

/** Jekyll's front matter, Liquid, Jinja, Handlebars, ERB, PHP: what a site is made from, not the site. */
const TEMPLATE = /^[ \t]*---[ \t]*$|\{%|\{\{|<%|<\?(?:php|=)/m;

export const isTemplate = (text: string): boolean => TEMPLATE.test(text);

/** A document without a feed's root element, in words. */
export function whatItIs(text: string, prolog: Prolog, url: HttpUrl | null): NotAFeed {
  const root = prolog.root?.toLowerCase() ?? '';
  if (isTemplate(prolog.preceded) || /^\s*<\?php/.test(text))
    return notAFeed('template', 'the source of a template, not a feed');
  if (prolog.doctype === 'html' || HTML.test(root)) return webPage(text, url);
  if (root === '') return notAFeed('text', 'plain text, not a feed');
  const leadsTo = root === 'redirect' ? newLocation(text, url) : null;
  return notAFeed('xml', `XML, but not a feed: its root element is <${root.slice(0, 40)}>`, [], leadsTo);
}

const HTML =
  /^(?:html|head|body|title|meta|link|script|style|div|p|h[1-6]|table|center|a|br|span|section|main|article|header|nav|ul|ol)$/;

/** RFC 8288 and the types that feeds have been linked with. */
const FEED_TYPE = /^(?:application|text)\/(?:(?:rss|atom|rdf|x\.atom|x-atom|x-rss)\+xml|(?:feed\+)?json)\b/i;

function webPage(text: string, url: HttpUrl | null): NotAFeed {
  const { feeds, leadsTo } = linksOf(text, url);
  const count =
    feeds.length === 0
      ? ''
      : `; it links to ${feeds.length === 1 ? 'a feed' : `${feeds.length} feeds`}: ${feeds.slice(0, 3).join(' ')}`;
  return notAFeed('html', `a web page, not a feed${count}`, feeds, leadsTo);
}

const TAGS = /<(?:link|base|meta)\b(?:[^<>"']|"[^"]*"|'[^']*')*>/gi;

/** Pages that link to their feeds do so in their head. */
const SEARCHED = 512 * 1024;

/**
 * The feeds that a page names with `link rel="alternate"`, in its order, each once, and where it sends its
 * readers on to.
 */
function linksOf(text: string, url: HttpUrl | null): Pick<NotAFeed, 'feeds'> & { leadsTo: HttpUrl | null } {
  let base = url;
  let leadsTo: HttpUrl | null = null;
  const found = new Set<HttpUrl>();
  const parser = new Parser({
    onopentag(name, { rel = '', type = '', href, content = '', ...others }) {
      if (name === 'meta' && /^refresh$/i.test(others['http-equiv'] ?? ''))
        leadsTo ??= refreshTarget(content, base);
      if (name === 'base' && href !== undefined) base = httpUrl(href, base) ?? base;
      if (name !== 'link' || href === undefined) return;
      const isFeed =
        /\b(?:alternate|feed)\b/i.test(rel) && (FEED_TYPE.test(type.trim()) || /\bfeed\b/i.test(rel));
      const feed = isFeed ? httpUrl(href.trim(), base) : null;
      // WordPress links its REST API as alternate JSON.
      if (feed !== null && !feed.includes('/wp-json/')) found.add(feed);
    },
  });
  // Only these tags: a tree of hostile depth would take the parser minutes.
  for (const [tag] of text.slice(0, SEARCHED).matchAll(TAGS)) parser.write(tag);
  parser.end();
  return { feeds: [...found], leadsTo };
}
