import type { Post } from '../model/post.js';
import { feeds } from './feeds/feeds.js';
import type { OutputFile } from './output-file.js';
import { pages } from './pages/pages.js';
import { lists } from './site/lists.js';
import { sitemap } from './site/sitemap.js';
import { sourceStatus } from './site/source-status.js';
import type {
  Archive,
  Output,
  SearchSegment,
  SearchSegmentRef,
  SiteView,
  SourceView,
  Stream,
  UnshownPost,
} from './site/view.js';

/** Everything that is published. A new kind of file is one file and one line here. */
const outputs: readonly Output[] = [feeds, lists, sitemap, sourceStatus, pages];

/*
 * Each part of the site on its own, so that a pass renders what its news changed and nothing else. All are
 * pure and lazy: a file is made when it is asked for, and the same view always gives the same bytes.
 */

/** What configuration and theme alone shape: a few pages, assets. */
export function* renderFixed(site: SiteView): Generator<OutputFile> {
  for (const output of outputs) yield* output.fixed?.(site) ?? [];
}

/** Lists of tags and of sources, OPML. */
export function* renderSite(site: SiteView): Generator<OutputFile> {
  for (const output of outputs) yield* output.site?.(site) ?? [];
}

/** The sitemap: the last to be rendered, since it lists files that are there. */
export function* renderListing(site: SiteView, has: (path: string) => boolean): Generator<OutputFile> {
  for (const output of outputs) yield* output.listing?.(site, has) ?? [];
}

/** Feeds and pages of the site, a tag or a bundle; not its archives. */
export function* renderStream(site: SiteView, stream: Stream): Generator<OutputFile> {
  for (const output of outputs) yield* output.stream?.(site, stream) ?? [];
}

/** The feeds of a tag's digests. */
export function* renderDigest(site: SiteView, stream: Stream): Generator<OutputFile> {
  for (const output of outputs) yield* output.digest?.(site, stream) ?? [];
}

/** One sealed archive document, as a feed and as a page. */
export function* renderArchive(site: SiteView, archive: Archive): Generator<OutputFile> {
  for (const output of outputs) yield* output.archive?.(site, archive) ?? [];
}

/** A source's page and status. `posts`: its newest; `unshown`: of those that the feeds don't show. */
export function* renderSource(
  site: SiteView,
  source: SourceView,
  posts: readonly Post[],
  unshown: readonly UnshownPost[],
): Generator<OutputFile> {
  for (const output of outputs) yield* output.source?.(site, source, posts, unshown) ?? [];
}

/** One segment of what search looks through. */
export function* renderSearch(site: SiteView, segment: SearchSegment): Generator<OutputFile> {
  for (const output of outputs) yield* output.search?.(site, segment) ?? [];
}

/** The list of all segments. */
export function* renderSearchIndex(
  site: SiteView,
  segments: readonly SearchSegmentRef[],
): Generator<OutputFile> {
  for (const output of outputs) yield* output.searchIndex?.(site, segments) ?? [];
}
