import { textElement, XML_DECLARATION } from '../feeds/xml.js';
import type { OutputFile } from '../output-file.js';
import { archiveFolder, archivePath, sourcePath, streamPath } from './paths.js';
import type { Output, SiteView } from './view.js';

/** Most addresses in one file (sitemaps.org protocol). */
const MAX_URLS = 50_000;
/** What the names of its parts begin with, where there are any. */
export const SITEMAP_PART = 'sitemap-';
const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

/**
 * `sitemap.xml` and `robots.txt`. Archive pages stand in a file of each stream, so that a pass rewrites only
 * those of the tags that it sealed a document of; where there are such files, or too many pages,
 * `sitemap.xml` is an index. No `lastmod`: it would make every file change with every post.
 */
export const sitemap: Output = {
  *fixed({ config }) {
    yield {
      path: 'robots.txt',
      body: `User-agent: *\nDisallow:\n\nSitemap: ${config.site.url}sitemap.xml\n`,
    };
  },
  *listing(site, has) {
    const { url } = site.config.site;
    const pages = pagesOf(site);
    const archives = streamsOf(site).map(archiveSitemap).filter(has);
    if (pages.length <= MAX_URLS && archives.length === 0) {
      yield { path: 'sitemap.xml', body: urlset(url, pages) };
    } else {
      const parts = chunks(url, pages);
      yield* parts;
      yield { path: 'sitemap.xml', body: index(url, [...parts.map(({ path }) => path), ...archives]) };
    }
  },
  *stream(site, stream) {
    if (stream.archives.length === 0) return;
    const pages = stream.archives.map(({ n }) => archivePath(stream, n, 'html'));
    yield { path: archiveSitemap(stream), body: urlset(site.config.site.url, pages) };
  },
};

type Named = Parameters<typeof streamPath>[0];

const archiveSitemap = (stream: Named): string => `${archiveFolder(stream)}sitemap.xml`;

const everything: Named = { kind: 'site', slug: '' };

const streamsOf = (site: SiteView): Named[] => [
  everything,
  ...site.tags.map(({ slug }): Named => ({ kind: 'tag', slug })),
  ...site.bundles.map(({ slug }): Named => ({ kind: 'bundle', slug })),
];

const pagesOf = (site: SiteView): string[] => [
  ...streamsOf(site).map(streamPath),
  'tags/',
  'about/',
  'sources/',
  ...site.sources.map(({ key }) => sourcePath(key)),
];

function chunks(url: string, pages: readonly string[]): OutputFile[] {
  const files: OutputFile[] = [];
  for (let start = 0; start < pages.length; start += MAX_URLS) {
    files.push({
      path: `${SITEMAP_PART}${files.length + 1}.xml`,
      body: urlset(url, pages.slice(start, start + MAX_URLS)),
    });
  }
  return files;
}

const urlset = (url: string, paths: readonly string[]): string =>
  `${XML_DECLARATION}<urlset xmlns="${NAMESPACE}">\n${paths.map((path) => `<url>${textElement('loc', url + path)}</url>\n`).join('')}</urlset>\n`;

const index = (url: string, paths: readonly string[]): string =>
  `${XML_DECLARATION}<sitemapindex xmlns="${NAMESPACE}">\n${paths.map((path) => `<sitemap>${textElement('loc', url + path)}</sitemap>\n`).join('')}</sitemapindex>\n`;
