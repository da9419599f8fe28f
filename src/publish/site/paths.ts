import type { SourceKey } from '../../model/values.js';
import type { Stream } from './view.js';

/** Published paths, relative to public/ and to `site.url`. Addresses of pages end in a slash or in `.html`. */

type Named = Pick<Stream, 'kind' | 'slug'>;
type FeedFormat = 'atom' | 'rss' | 'json' | 'opml';

const FOLDERS = { tag: 'tags/', bundle: 'bundles/' } as const;

/** The page of a stream: `''` for the site's, `tags/ffi/`. */
export const streamPath = ({ kind, slug }: Named): string =>
  kind === 'site' ? '' : `${FOLDERS[kind]}${slug}/`;

/** `feed.atom`, `tags/ffi.atom`; `opml` names who writes: `sources.opml`, `tags/ffi.opml`. */
export function feedPath({ kind, slug }: Named, format: FeedFormat): string {
  if (kind !== 'site') return `${FOLDERS[kind]}${slug}.${format}`;
  return format === 'opml' ? 'sources.opml' : `feed.${format}`;
}

/** A sealed archive document as a page or as a feed: `tags/ffi/archive/3.html`. */
export const archivePath = (stream: Named, n: number, format: 'html' | 'atom'): string =>
  `${streamPath(stream)}archive/${n}.${format}`;

export const sourcePath = (key: SourceKey): string => `sources/${key}/`;

/** A segment of what search looks through. */
export const searchPath = (n: number): string => `search/${n}.json`;

/** A post's place on our own pages. */
export const postPath = (post: { readonly source: SourceKey; readonly uuid: string }): string =>
  `${sourcePath(post.source)}#${post.uuid}`;

/** The file behind an address: a folder's is its `index.html`. */
export const fileOf = (path: string): string =>
  path === '' || path.endsWith('/') ? `${path}index.html` : path;
