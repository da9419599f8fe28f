import { streamPath } from '../site/paths.js';
import type { AskedStream, SiteView } from '../site/view.js';
import { askedPosts, stockOf } from './asked.js';
import { type Context, contextOf } from './context.js';
import type { LinkTo, Page } from './page.js';
import { feedLinks } from './subscribe.js';
import { html, type Raw } from './template.js';

/**
 * Search happens in the browser; this is the page it happens on, and what it says without a script. A server
 * that looks itself fills in what it found, for those without one, and offers it as a feed.
 */
export function searchPage(site: SiteView, asked: AskedStream | null = null): Page {
  const { title, url } = site.config.site;
  const context = contextOf(site);
  const { say } = context.words;
  return {
    path: asked === null ? 'search/' : streamPath(asked),
    title: say('search').text,
    description: say('searchDescription', { site: title }).text,
    section: 'search',
    feedsOf: asked,
    search: true,
    main: (to) => html`<header class="head">
<h1>${say('search')}</h1>
${asked === null ? searchForm(context, to) : filledForm(context, asked, to)}
<p class="note" role="status" id="status">${asked === null ? withoutScript(context, to) : stockOf(context, asked)}</p>
<nav class="narrow" aria-label="${say('searchNarrow').text}" hidden></nav>
${
  asked &&
  html`<p class="note">${say('searchAsFeed', { query: asked.title })}</p>
${feedLinks(context, asked, url, to)}
`
}</header>
<section aria-labelledby="posts" id="results"${(asked === null || asked.posts.length === 0) && html` hidden`}><h2 class="vh" id="posts">${say(asked === null ? 'searchResultsBest' : 'searchResults')}</h2>
<div>${asked && askedPosts(site, asked, to)}</div>
<p><button type="button" hidden>${say('searchMore')}</button></p>
<p class="note" id="covered"></p>
</section>`,
  };
}

const withoutScript = ({ words: { say } }: Context, to: LinkTo): Raw =>
  say('searchNeedsScript', {
    tags: html`<a href="${to('tags/')}">${say('searchTags')}</a>`,
    sources: html`<a href="${to('sources/')}">${say('searchSources')}</a>`,
  });

/** The search field, shown by the script. */
export const searchForm = (context: Context, to: LinkTo): Raw =>
  html`<form class="find" role="search" action="${to('search/')}" hidden>${fields(context, '')}</form>`;

/** The same where it works without the script. */
const filledForm = (context: Context, { title }: AskedStream, to: LinkTo): Raw =>
  html`<form class="find" role="search" action="${to('search/')}">${fields(context, title)}</form>`;

const fields = ({ words: { say } }: Context, words: string): Raw =>
  html`<label class="vh" for="q">${say('searchLabel')}</label><input id="q" name="q" type="search" placeholder="${say('searchPosts').text}"${words !== '' && html` value="${words}"`} autocapitalize="off" autocomplete="off" spellcheck="false"><button class="go">${say('searchGo')}</button>`;
