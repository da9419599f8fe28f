import { escapeHtml } from '../html/escape.js';
import { comparableUrl } from '../model/address.js';
import type { Post } from '../model/post.js';
import type { HttpUrl, SafeHtml } from '../model/values.js';
import type { SourceRecord } from '../sources/record.js';
import { ownId } from './published-id.js';

/** Whether a URL is one that the source is, or was, polled at. */
export function isAddressOf(record: SourceRecord): (url: string) => boolean {
  const addresses = new Set([record.url, record.poll.url, ...record.former].map(comparableUrl));
  return (url) => addresses.has(comparableUrl(url));
}

/**
 * The home that readers are sent to. Some feeds call their own address that, which nobody learns of a private
 * source.
 */
export function homeOf(record: SourceRecord): HttpUrl | null {
  const home = record.feed?.home ?? null;
  return record.private && home !== null && isAddressOf(record)(home) ? null : home;
}

/** Attributes, whole, and addresses in text. */
const URLS = /( [a-z]+=")?(https?:\/\/[^\s"'<>]+)("?)/gi;

/**
 * A post of a private source without the source's address, whatever its feed says of it; the home stands
 * instead.
 */
export function concealed(post: Post, record: SourceRecord): Post {
  const isAddress = isAddressOf(record);
  const home = homeOf(record);
  const rewritten = (html: SafeHtml): SafeHtml =>
    html.replace(URLS, (whole: string, start = '', url: string, end: string) => {
      if (!isAddress(url.replaceAll('&amp;', '&'))) return whole;
      return home === null ? '' : start + escapeHtml(home) + end;
    }) as SafeHtml;
  const other = (url: HttpUrl | null): HttpUrl | null => (url !== null && isAddress(url) ? null : url);
  const own = ownId('', record.origin);
  return {
    ...post,
    url: other(post.url),
    excerpt: rewritten(post.excerpt),
    content: post.content === null ? null : rewritten(post.content),
    authors: post.authors.map((author) => ({ ...author, url: other(author.url) })),
    enclosures: post.enclosures.filter(({ url }) => !isAddress(url)),
    image: other(post.image),
    from: { ...post.from, feed: null, home: other(post.from.home), id: other(post.from.home) ?? own },
  };
}
