import { lookup } from 'mrmime';

/** What the files of public/ are, by path: media type, and how browsers and caches should treat them. */
export interface MediaType {
  /** As `Content-Type` has it. */
  readonly contentType: string;
  readonly kind: 'page' | 'feed' | 'asset';
  /** Text, that is. Images and fonts are compressed already. */
  readonly compressible: boolean;
}

/** JSON Feeds by the paths that they are published at; other JSON is the search's. */
const JSON_FEED = /^(?:feed|(?:tags|bundles)\/[^/]+)\.json$/;

/** What mrmime does not know, or names otherwise than feed readers expect. */
const OWN: Readonly<Record<string, string>> = {
  atom: 'application/atom+xml',
  rss: 'application/rss+xml',
  opml: 'text/x-opml',
  js: 'text/javascript',
  xml: 'application/xml',
};

const FEEDS: ReadonlySet<string> = new Set(['atom', 'rss', 'opml']);

/** The media type of a published file. */
export function mediaType(path: string): MediaType {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  const jsonFeed = JSON_FEED.test(path);
  const type = jsonFeed
    ? 'application/feed+json'
    : (OWN[extension] ?? lookup(extension) ?? 'application/octet-stream');
  const text = /^text\/|[+/](?:xml|json)$/.test(type);
  return {
    contentType: text ? `${type}; charset=utf-8` : type,
    kind: type === 'text/html' ? 'page' : jsonFeed || FEEDS.has(extension) ? 'feed' : 'asset',
    compressible: text,
  };
}
