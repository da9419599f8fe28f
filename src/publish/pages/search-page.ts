import type { SiteView } from '../site/view.js';
import type { LinkTo, Page } from './page.js';
import { html, type Raw } from './template.js';

/** Search happens in the browser; this is the page it happens on, and what it says without a script. */
export function searchPage(site: SiteView): Page {
  return {
    path: 'search/',
    title: 'Search',
    description: `Search the newest posts of ${site.config.site.title}.`,
    section: 'search',
    feedsOf: null,
    search: true,
    main: (to) => html`<header class="head">
<h1>Search</h1>
${searchForm(to)}
<p class="note" role="status" id="status">Search needs JavaScript, which is off or didn’t load. Without it: <a href="${to('tags/')}">all tags</a>, each with its whole archive, or <a href="${to('sources/')}">all sources</a>.</p>
<nav class="narrow" aria-label="Narrow by tag" hidden></nav>
</header>
<section aria-labelledby="posts" id="results" hidden><h2 class="vh" id="posts">Results, best match first</h2>
<div></div>
<p><button type="button" hidden>Show more</button></p>
<p class="note" id="covered"></p>
</section>`,
  };
}

/** The search field, shown by the script. */
export const searchForm = (to: LinkTo): Raw =>
  html`<form class="find" role="search" action="${to('search/')}" hidden><label class="vh" for="q">Search titles, excerpts, tags and authors</label><input id="q" name="q" type="search" placeholder="Search posts" autocapitalize="off" autocomplete="off" spellcheck="false"><button class="go">Search</button></form>`;
