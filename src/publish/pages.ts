import { contextOf } from './html/context.js';
import { homePage } from './html/home.js';
import { renderPage } from './html/page.js';
import { streamPage } from './html/stream.js';
import { tagListPage } from './html/tag-list.js';
import type { Output } from './view.js';

/** The web site. */
export const pages: Output = {
  *site(site) {
    const context = contextOf(site);
    yield renderPage(context, tagListPage(site));
    for (const [name, bytes] of site.theme.assets) yield { path: `assets/${name}`, body: bytes };
  },
  *stream(site, stream) {
    const page = stream.kind === 'site' ? homePage(site, stream) : streamPage(site, stream);
    yield renderPage(contextOf(site), page);
  },
};
