import { type Outline, opml } from '../../config/opml/write.js';
import { address, plainText } from '../../post/clean.js';
import { MAIN_FORMAT } from '../feeds/formats.js';
import { addressesOf, feedPath, opmlPath, streamPath } from './paths.js';
import type { Output, SiteView, SourceView, Stream } from './view.js';

/**
 * OPML lists to subscribe to sources directly: all of them, and for each tag and bundle those who write about
 * it. In the order of the view, not by who wrote most, so that a list changes only when its members do.
 */
export const lists: Output = {
  *site(site) {
    const everything = { kind: 'site', slug: '', title: '' } as const;
    yield { path: opmlPath(everything), body: list(site, everything, () => true) };
  },
  *stream(site, stream) {
    if (stream.kind === 'site') return;
    const writers = new Set(stream.writers.map(([key]) => key));
    const body = list(site, stream, ({ key }) => writers.has(key));
    for (const at of addressesOf(site, stream)) yield { path: opmlPath(at), body };
  },
};

type Named = Pick<Stream, 'kind' | 'slug' | 'title'>;

/**
 * OPML 2.0 needs an outline: where there is nobody yet, our own feed, which will bring whoever begins to
 * write.
 */
function list(site: SiteView, stream: Named, wanted: (source: SourceView) => boolean): string {
  const { title: publisher, url } = site.config.site;
  const title = plainText(stream.kind === 'site' ? publisher : `${publisher}: ${stream.title}`);
  const outlines = site.sources.filter((source) => source.listed && wanted(source)).map(outline);
  const feed = feedPath(stream, MAIN_FORMAT.extension);
  const own = { title, xmlUrl: `${url}${feed}`, htmlUrl: `${url}${streamPath(stream)}` };
  return opml(title, outlines.length > 0 ? outlines : [own]);
}

const outline = ({ title, feed, home }: SourceView): Outline => ({
  title: plainText(title),
  xmlUrl: address(feed),
  htmlUrl: address(home),
});
