import { fileType } from '../../model/file-type.js';
import { feedAt } from '../../publish/feeds/feed-at.js';

/** What the files of public/ are, by path: media type, and how browsers and caches should treat them. */
export interface MediaType {
  /** As `Content-Type` has it. */
  readonly contentType: string;
  /** A list is of feeds, in OPML. */
  readonly kind: 'page' | 'feed' | 'list' | 'asset';
  /** Text, that is. Images and fonts are compressed already. */
  readonly compressible: boolean;
}

const OPML = 'text/x-opml';

/** What mrmime does not know, or names otherwise than feed readers expect. */
const OWN: ReadonlyMap<string, string> = new Map([
  ['opml', OPML],
  ['js', 'text/javascript'],
  ['xml', 'application/xml'],
]);

const KINDS: ReadonlyMap<string, MediaType['kind']> = new Map([
  ['text/html', 'page'],
  [OPML, 'list'],
]);

/** The media type of a published file. */
export function mediaType(path: string): MediaType {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  // By its place first: a JSON Feed ends in `.json` as what the search loads does.
  const feed = feedAt(path);
  const type =
    feed?.format.mediaType ?? OWN.get(extension) ?? fileType(extension) ?? 'application/octet-stream';
  const text = /^text\/|[+/](?:xml|json)$/.test(type);
  return {
    contentType: text ? `${type}; charset=utf-8` : type,
    kind: feed !== null ? 'feed' : (KINDS.get(type) ?? 'asset'),
    compressible: text,
  };
}
