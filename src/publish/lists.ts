import { type Outline, opml } from '../opml.js';
import { atEveryAddress } from './feeds.js';
import { feedPath } from './paths.js';
import type { Output, SiteView, SourceView } from './view.js';

/**
 * OPML lists to subscribe to sources directly: all of them, and for each tag and bundle those who write about it.
 * In the order of the view, not by who wrote most, so that a list changes only when its members do.
 */
export const lists: Output = {
  *site(site) {
    const { title } = site.config.site;
    yield {
      path: feedPath({ kind: 'site', slug: '' }, 'opml'),
      body: opml(
        title,
        outlines(site, () => true),
      ),
    };
  },
  *stream(site, stream) {
    if (stream.kind === 'site') return;
    const writers = new Set(stream.writers.map(([key]) => key));
    const title = `${site.config.site.title}: ${stream.title}`;
    yield* atEveryAddress(
      site,
      stream,
      'opml',
      opml(
        title,
        outlines(site, ({ key }) => writers.has(key)),
      ),
    );
  },
};

/** Sources that are only remembered are nobody's to subscribe to. */
const outlines = (site: SiteView, wanted: (source: SourceView) => boolean): Outline[] =>
  site.sources
    .filter((source) => source.listed && wanted(source))
    .map(({ title, feed, home }) => ({ title, xmlUrl: feed, htmlUrl: home }));
