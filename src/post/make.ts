import type { Config, Source } from '../config/config.js';
import { excerpt } from '../html/excerpt.js';
import type { Entry } from '../model/entry.js';
import type { Post } from '../model/post.js';
import type { SafeHtml } from '../model/values.js';
import type { SourceRecord } from '../sources/record.js';
import { concealed } from './conceal.js';
import { fitsFull } from './full-content.js';
import { uuidOf } from './published-id.js';

/**
 * The published record of an entry; null where it is not published. `source` is null for one that has left
 * feeds.json.
 */
export function makePost(
  entry: Entry,
  record: SourceRecord,
  source: Source | null,
  settings: Config['publish'],
): Post | null {
  if (entry.streams.length === 0) return null;
  const html = entry.summary ?? entry.content;
  const post: Post = {
    id: entry.id,
    uuid: uuidOf(entry.ids[0] ?? entry.id, record.origin).replaceAll('-', ''),
    source: record.key,
    key: entry.key,
    url: entry.url,
    title: entry.title,
    authors: entry.authors,
    published: entry.published,
    updated: entry.updated,
    language: entry.language,
    excerpt: html === null ? ('' as SafeHtml) : excerpt(html, settings.excerpt),
    content:
      source?.full === true && entry.content !== null && fitsFull(entry.content, settings.limit)
        ? entry.content
        : null,
    tags: entry.tags,
    enclosures: entry.enclosures,
    image: entry.image,
    from: entry.from,
    also: entry.copies.map(({ source: key, title, url }) => ({ source: key, title, url })),
    why: entry.why,
  };
  return record.private ? concealed(post, record) : post;
}
