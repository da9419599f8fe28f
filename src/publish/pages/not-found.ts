import type { SiteView } from '../site/view.js';
import { contextOf } from './context.js';
import { type Page, part } from './page.js';
import { searchForm } from './search-page.js';
import { html } from './template.js';

/** What a server shows for an address that leads nowhere. */
export const notFoundPage = (site: SiteView): Page => ({
  path: '404.html',
  title: 'Not found',
  description: 'Nothing at this address.',
  section: null,
  feedsOf: null,
  lost: true,
  main: (to) => html`<header class="head">
<h1>Nothing at this address</h1>
<p class="lede">The page may have moved, or the tag may have a new name.</p>
${part(contextOf(site), 'not-found', to)}${searchForm(to)}
</header>
<ul class="lost"><li><a href="${to('')}">The latest posts</a></li><li><a href="${to('tags/')}">All tags</a>, if a tag’s name is what you remember</li><li><a href="${to('sources/')}">All sources</a>, if it was a blog</li></ul>`,
});
