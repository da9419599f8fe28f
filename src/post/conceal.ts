import { escapeHtml } from '../html/escape.js';
import type { Credit, Post } from '../model/post.js';
import type { HttpUrl, SafeHtml } from '../model/values.js';
import type { SourceRecord } from '../sources/record.js';
import { secretsOf } from '../sources/secrets.js';
import { ownId } from './published-id.js';

/**
 * The home that readers are sent to. Some feeds call their own address that, which nobody learns of a private
 * source.
 */
export function homeOf(record: SourceRecord): HttpUrl | null {
  const home = record.feed?.home ?? null;
  return record.private && home !== null && secretsOf(record).isIn(home) ? null : home;
}

/** Another source's credit, which tells nothing of it where it is private, or nothing is known of it. */
export function concealedCredit({ source, title, url }: Credit, record: SourceRecord | null): Credit {
  if (record === null) return { source, title: source, url: null };
  if (!record.private) return { source, title, url };
  const secrets = secretsOf(record);
  return {
    source,
    title: secrets.without(title, () => '').trim() || source,
    url: url !== null && secrets.isIn(url) ? null : url,
  };
}

/**
 * A post of a private source without anything of the source's address, whatever its feed says of it; the home
 * stands instead.
 */
export function concealed(post: Post, record: SourceRecord): Post {
  const secrets = secretsOf(record);
  const home = homeOf(record);
  const html = (text: SafeHtml): SafeHtml =>
    secrets.without(text, (start, end) => (home === null ? '' : start + escapeHtml(home) + end)) as SafeHtml;
  const text = (plain: string): string => secrets.without(plain, () => '').trim();
  const other = (url: HttpUrl | null): HttpUrl | null => (url !== null && secrets.isIn(url) ? null : url);
  const own = ownId('', record.origin);
  return {
    ...post,
    url: other(post.url),
    title: post.title === null ? null : text(post.title) || null,
    excerpt: html(post.excerpt),
    content: post.content === null ? null : html(post.content),
    authors: post.authors
      .map(({ name, url }) => ({ name: text(name), url: other(url) }))
      .filter(({ name }) => name !== ''),
    enclosures: post.enclosures
      .filter(({ url }) => !secrets.isIn(url))
      .map((file) => ({ ...file, title: file.title === null ? null : text(file.title) || null })),
    image: other(post.image),
    from: {
      ...post.from,
      title: text(post.from.title) || record.key,
      feed: null,
      home: other(post.from.home),
      id: other(post.from.home) ?? own,
    },
  };
}
