import { streamPath } from '../site/paths.js';
import type { AskedStream, SiteView } from '../site/view.js';
import { askedPosts, stockOf } from './asked.js';
import type { LinkTo, Page } from './page.js';
import { feedLinks } from './subscribe.js';
import { html, type Raw } from './template.js';

/**
 * Search happens in the browser; this is the page it happens on, and what it says without a script. A server
 * that looks itself fills in what it found, for those without one, and offers it as a feed.
 */
export function searchPage(site: SiteView, asked: AskedStream | null = null): Page {
  const { title, url } = site.config.site;
  return {
    path: asked === null ? 'search/' : streamPath(asked),
    title: 'Search',
    description: `Search the newest posts of ${title}.`,
    section: 'search',
    feedsOf: asked,
    search: true,
    main: (to) => html`<header class="head">
<h1>Search</h1>
${asked === null ? searchForm(to) : filledForm(asked, to)}
<p class="note" role="status" id="status">${asked === null ? withoutScript(to) : stockOf(asked)}</p>
<nav class="narrow" aria-label="Narrow by tag" hidden></nav>
${
  asked &&
  html`<p class="note">As a feed, for ${asked.title}:</p>
${feedLinks(asked, url, to)}
`
}</header>
<section aria-labelledby="posts" id="results"${(asked === null || asked.posts.length === 0) && html` hidden`}><h2 class="vh" id="posts">Results${asked === null && ', best match first'}</h2>
<div>${asked && askedPosts(site, asked, to)}</div>
<p><button type="button" hidden>Show more</button></p>
<p class="note" id="covered"></p>
</section>`,
  };
}

const withoutScript = (to: LinkTo): Raw =>
  html`Search needs JavaScript, which is off or didn’t load. Without it: <a href="${to('tags/')}">all tags</a>, each with its whole archive, or <a href="${to('sources/')}">all sources</a>.`;

/** The search field, shown by the script. */
export const searchForm = (to: LinkTo): Raw =>
  html`<form class="find" role="search" action="${to('search/')}" hidden>${fields('')}</form>`;

/** The same where it works without the script. */
const filledForm = ({ title }: AskedStream, to: LinkTo): Raw =>
  html`<form class="find" role="search" action="${to('search/')}">${fields(title)}</form>`;

const fields = (words: string): Raw =>
  html`<label class="vh" for="q">Search titles, excerpts, tags and authors</label><input id="q" name="q" type="search" placeholder="Search posts"${words !== '' && html` value="${words}"`} autocapitalize="off" autocomplete="off" spellcheck="false"><button class="go">Search</button>`;
