import type { SiteView } from '../site/view.js';
import { contextOf } from './context.js';
import { type Page, part } from './page.js';
import { searchForm } from './search-page.js';
import { html } from './template.js';

/** What a server shows for an address that leads nowhere. */
export function notFoundPage(site: SiteView): Page {
  const context = contextOf(site);
  const { say } = context.words;
  return {
    path: '404.html',
    title: say('lostTitle').text,
    description: say('lostDescription').text,
    section: null,
    feedsOf: null,
    lost: true,
    main: (to) => html`<header class="head">
<h1>${say('lostHeading')}</h1>
<p class="lede">${say('lostLede')}</p>
${part(context, 'not-found', to)}${searchForm(context, to)}
</header>
<ul class="lost"><li><a href="${to('')}">${say('lostLatest')}</a></li><li>${say('lostTags', { tags: html`<a href="${to('tags/')}">${say('allTags')}</a>` })}</li><li>${say('lostSources', { sources: html`<a href="${to('sources/')}">${say('allSources')}</a>` })}</li></ul>`,
  };
}
