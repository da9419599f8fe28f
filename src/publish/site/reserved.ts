import { FORMATS } from '../feeds/formats.js';

/** Folders and files at the root of the site that are tagwire's own, in lower case. */
const OWN_NAMES: ReadonlySet<string> = new Set([
  ...['about', 'assets', 'bundles', 'feed', 'search', 'sources', 'tags'],
  ...['404.html', 'feeds.opml', 'index.html', 'robots.txt', 'sources.opml'],
  ...FORMATS.flatMap(({ extension }) => [`feed.${extension}`, `search.${extension}`]),
]);

const SITEMAP = /^sitemap(?:-\d+)?\.xml$/;

const WELL_KNOWN = '.well-known/';

/**
 * A path without the one folder that is published though its name begins with a dot: `.well-known`, at the
 * root (RFC 8615).
 */
export const belowWellKnown = (path: string): string =>
  path.startsWith(WELL_KNOWN) ? path.slice(WELL_KNOWN.length) : path;

/** Whether tagwire publishes something under the first part of a path, in any case: some disks know none. */
export function isReserved(path: string): boolean {
  const [first = ''] = path.toLowerCase().split('/');
  return OWN_NAMES.has(first) || SITEMAP.test(first);
}
