import type { Config } from '../../config/config.js';
import { digestName } from '../../model/stream.js';
import type { SourceKey } from '../../model/values.js';
import type { ArchiveName, Named, Stream } from './view.js';

/**
 * Published paths, relative to public/ and to `site.url`. Addresses of pages end in a slash or in `.html`.
 */

const FOLDERS = { tag: 'tags/', combination: 'tags/', weekly: 'tags/', bundle: 'bundles/' } as const;

/** The page of a stream: `''` for the site's, `tags/ffi/`; of digests, that of their tag. */
export function streamPath({ kind, slug }: Named): string {
  if (kind === 'site') return '';
  return kind === 'search' ? `search/?q=${slug}` : `${FOLDERS[kind]}${slug}/`;
}

/** A stream's name in the store: `site`, `tags/ffi`, `bundles/systems`, `weekly/ffi`. */
export function nameOf(stream: Pick<Stream, 'kind' | 'slug'>): string {
  if (stream.kind === 'weekly') return digestName(stream.slug);
  return stream.kind === 'site' ? 'site' : streamPath(stream).slice(0, -1);
}

const KINDS: Readonly<Record<string, Stream['kind']>> = { site: 'site', tags: 'tag', weekly: 'weekly' };

/** The stream that has this name. */
export function streamOf(name: string): Pick<Stream, 'kind' | 'slug'> {
  const [folder = '', slug = ''] = name.split('/');
  return { kind: KINDS[folder] ?? 'bundle', slug };
}

/** A stream's feed in the format of this extension: `feed.atom`, `tags/ffi.atom`, `tags/ffi/weekly.atom`. */
export function feedPath({ kind, slug }: Named, extension: string): string {
  if (kind === 'site') return `feed.${extension}`;
  if (kind === 'weekly') return `${FOLDERS[kind]}${slug}/weekly.${extension}`;
  return kind === 'search' ? `search.${extension}?q=${slug}` : `${FOLDERS[kind]}${slug}.${extension}`;
}

/** The list of all sources. */
export const BLOGROLL = 'sources.opml';

/** The list of all feeds that the site publishes. */
export const FEED_LIST = 'feeds.opml';

/** The list of who writes for a stream: `sources.opml`, `tags/ffi.opml`. */
export const opmlPath = ({ kind, slug }: Pick<Stream, 'kind' | 'slug'>): string =>
  kind === 'site' ? BLOGROLL : `${FOLDERS[kind]}${slug}.opml`;

/**
 * Where a stream's feeds and lists stand: its own place and, for a tag and its digests, those of its aliases,
 * which have subscribers.
 */
export function addressesOf(
  { config }: { readonly config: Pick<Config, 'tags'> },
  { kind, slug }: Pick<Stream, 'kind' | 'slug'>,
): readonly Pick<Stream, 'kind' | 'slug'>[] {
  const isOfTag = kind === 'tag' || kind === 'weekly';
  const tag = isOfTag ? config.tags.find((one) => one.slug === slug) : undefined;
  return [{ kind, slug }, ...(tag?.aliases ?? []).map((alias) => ({ kind, slug: alias }))];
}

/** A sealed archive document as a page (`html`) or as a feed: `tags/ffi/archive/3.html`. */
export const archivePath = (stream: Named, n: ArchiveName, extension: string): string =>
  `${archiveFiles(stream, n)}${extension}`;

/** Where all files of an archive are: what their names begin with. */
export const archiveFiles = (stream: Named, n: ArchiveName): string => `${archiveFolder(stream)}${n}.`;

/** Where all archives of a stream are: `tags/ffi/archive/`, `feed/archive/` of the site. */
export const archiveFolder = (stream: Named): string =>
  stream.kind === 'site' ? 'feed/archive/' : `${streamPath(stream)}archive/`;

/**
 * The archive that one leads on to: the one before it, or the one that its posts stand in by now; null for
 * the first.
 */
export function archiveBefore(
  { archives, joined }: Pick<Stream, 'archives' | 'joined'>,
  n: ArchiveName,
): ArchiveName | null {
  const into = joined.find((one) => one.n === n)?.into;
  return into ?? archives[archives.findIndex((one) => one.n === n) - 1]?.n ?? null;
}

export const sourcePath = (key: SourceKey): string => `sources/${key}/`;

/** How a source is doing, for programs. */
export const statusPath = (key: SourceKey): string => `${sourcePath(key)}status.json`;

/** A segment of what search looks through. */
export const searchPath = (n: number): string => `search/${n}.json`;

/** A post's place on our own pages. */
export const postPath = (post: { readonly source: SourceKey; readonly uuid: string }): string =>
  `${sourcePath(post.source)}#${post.uuid}`;

/** The file behind an address: a folder's is its `index.html`. */
export const fileOf = (path: string): string =>
  path === '' || path.endsWith('/') ? `${path}index.html` : path;
