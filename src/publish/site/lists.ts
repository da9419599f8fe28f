import { type Folder, type Outline, opml } from '../../config/opml/write.js';
import { address, plainText } from '../../post/clean.js';
import { MAIN_FORMAT } from '../feeds/formats.js';
import { siteSpeech } from '../words/languages.js';
import { addressesOf, BLOGROLL, FEED_LIST, feedPath, opmlPath, streamPath } from './paths.js';
import type { Output, SiteView, SourceView, Stream } from './view.js';

/**
 * OPML lists: all feeds of ours, and the sources, to subscribe to them directly: all of them, and for each
 * tag and bundle those who write about it. In the order of the view, not by who wrote most, so that a list
 * changes only when its members do.
 */
export const lists: Output = {
  *site(site) {
    yield { path: FEED_LIST, body: feedList(site) };
    yield { path: BLOGROLL, body: list(site, EVERYTHING, () => true) };
  },
  *stream(site, stream) {
    if (stream.kind === 'site') return;
    const writers = new Set(stream.writers.map(([key]) => key));
    const body = list(site, stream, ({ key }) => writers.has(key));
    for (const at of addressesOf(site, stream)) yield { path: opmlPath(at), body };
  },
};

type Named = Pick<Stream, 'kind' | 'slug' | 'title'>;

const EVERYTHING: Named = { kind: 'site', slug: '', title: '' };

/**
 * All feeds of the site, those of a group, the other tags and the bundles in a folder each, to be chosen from
 * in a reader.
 */
function feedList(site: SiteView): string {
  const { groups } = site.config;
  const { say } = siteSpeech(site.config.site, site.theme);
  const tags = (group: string | null): Outline[] =>
    site.tags.filter((tag) => tag.group === group).map((tag) => ownFeed(site, { ...tag, kind: 'tag' }));
  const folders: readonly Folder[] = [
    ...groups.map(({ slug, title }) => ({ title: plainText(title), outlines: tags(slug) })),
    { title: say('topicsTitle').text, outlines: tags(null) },
    {
      title: say('bundlesTitle').text,
      outlines: site.bundles.map((one) => ownFeed(site, { ...one, kind: 'bundle' })),
    },
  ];
  const title = say('feedsOpmlTitle', { site: plainText(site.config.site.title) }).text;
  const filled = folders.filter(({ outlines }) => outlines.length > 0);
  return opml(title, [ownFeed(site, EVERYTHING), ...filled]);
}

/**
 * OPML 2.0 needs an outline: where there is nobody yet, our own feed, which will bring whoever begins to
 * write.
 */
function list(site: SiteView, stream: Named, wanted: (source: SourceView) => boolean): string {
  const outlines = site.sources.filter((source) => source.listed && wanted(source)).map(outline);
  const own = ownFeed(site, stream);
  return opml(own.title, outlines.length > 0 ? outlines : [own]);
}

function ownFeed({ config }: SiteView, stream: Named): Outline {
  const { title, url } = config.site;
  return {
    title: plainText(stream.kind === 'site' ? title : `${title}: ${stream.title}`),
    xmlUrl: `${url}${feedPath(stream, MAIN_FORMAT.extension)}`,
    htmlUrl: `${url}${streamPath(stream)}`,
  };
}

const outline = ({ title, feed, home }: SourceView): Outline => ({
  title: plainText(title),
  xmlUrl: address(feed),
  htmlUrl: address(home),
});
