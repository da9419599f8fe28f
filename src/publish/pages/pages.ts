import type { OutputFile } from '../output-file.js';
import { searchPath } from '../site/paths.js';
import type { Output, SiteView, Stream } from '../site/view.js';
import { aboutPage } from './about.js';
import { archivePage } from './archive.js';
import { contextOf } from './context.js';
import { homePage } from './home.js';
import { notFoundPage } from './not-found.js';
import { type Page, renderPage } from './page.js';
import { searchPage } from './search-page.js';
import { searchFile, searchList } from './search-segment.js';
import { sourcePage } from './source.js';
import { sourceListPage } from './source-list.js';
import { streamPage } from './stream.js';
import { tagListPage } from './tag-list.js';

type SitePage = (site: SiteView) => Page;

/** Pages that no news changes. */
const FIXED: readonly SitePage[] = [searchPage, aboutPage, notFoundPage];
/** Pages with counts and dates. */
const LISTS: readonly SitePage[] = [tagListPage, sourceListPage];

/** A stream's own page. */
export const pageOfStream = (site: SiteView, stream: Stream): Page =>
  stream.kind === 'site' ? homePage(site, stream) : streamPage(site, stream);

/** The web site: pages, what search looks through, and assets. */
export const pages: Output = {
  *fixed(site) {
    for (const page of FIXED) yield file(site, page(site));
    for (const [name, bytes] of site.theme.assets) yield { path: `assets/${name}`, body: bytes };
  },
  *site(site) {
    for (const page of LISTS) yield file(site, page(site));
  },
  *stream(site, stream) {
    yield file(site, pageOfStream(site, stream));
  },
  *archive(site, archive) {
    // Readers that follow a feed are led on to where its posts stand by now; people begin at the newest.
    if (archive.stream.joined.some(({ n }) => n === archive.n)) return;
    yield file(site, archivePage(site, archive));
  },
  *source(site, source, posts) {
    yield file(site, sourcePage(site, source, posts));
  },
  *search(site, { n, posts }) {
    yield { path: searchPath(n), body: `${JSON.stringify(searchFile(site, posts))}\n` };
  },
  *searchIndex(site, segments) {
    yield { path: 'search/index.json', body: `${JSON.stringify(searchList(site, segments))}\n` };
  },
};

const file = (site: SiteView, page: Page): OutputFile => renderPage(contextOf(site), page);
