import { counted, monthAndYear } from '../../model/words.js';
import { archivePath } from '../site/paths.js';
import type { SiteView, Stream, StreamSummary } from '../site/view.js';
import { type Context, contextOf } from './context.js';
import { days } from './days.js';
import { leaders, tagLeader } from './leaders.js';
import { type LinkTo, type Page, part } from './page.js';
import { feedLinks } from './subscribe.js';
import { html, type Raw } from './template.js';

/** How many tags outside of groups are called busy. */
const BUSY = 12;
/** A longer description is a paragraph, not a headline. */
const HEADLINE = 70;

/** The newest posts by day, and the ways in. */
export function homePage(site: SiteView, stream: Stream): Page {
  const context = contextOf(site);
  const { title, description, url } = site.config.site;
  return {
    path: '',
    title: null,
    description: description || summary(site),
    section: 'latest',
    feedsOf: stream,
    data: {
      '@type': 'WebSite',
      name: title,
      url,
      description: description || summary(site),
      inLanguage: site.config.site.language,
    },
    main: (to) => html`${intro(context, stream, to)}
<div class="two">
<section aria-labelledby="posts"><h2 class="vh" id="posts">Latest posts</h2>
${stream.posts.length === 0 ? html`<p>No posts yet. They appear here as soon as the first source has answered.</p>` : byDay(context, stream, to)}
</section>
${rail(site, to)}
</div>`,
  };
}

function byDay(context: Context, stream: Stream, to: LinkTo): Raw {
  const newest = stream.archives.at(-1);
  return html`${days(stream.posts, { context, to, form: 'line', about: new Set() })}
${
  newest !== undefined &&
  html`<nav class="pager" aria-label="Archive"><span>Newest posts</span><a rel="next" href="${to(archivePath(stream, newest.n, 'html'))}">Older posts →</a></nav>`
}`;
}

function intro(context: Context, stream: Stream, to: LinkTo): Raw {
  const { site } = context;
  const { title, description, url } = site.config.site;
  const headline = description.length > 0 && description.length <= HEADLINE;
  return html`<header class="head">
<h1>${headline ? description.replace(/\.$/, '') : title}</h1>
<p class="lede">${headline || description === '' ? summary(site) : description}</p>
${part(context, 'home', to)}${feedLinks(stream, url, to)}
<p class="note">${stock(context.site)}Paste the address into a feed reader. <a href="${to('about/')}">New to feeds? Start here.</a></p>
</header>`;
}

/** Only blogs count that a visitor finds posts of: some of those that are listed have long been silent. */
function summary({ sources, tags }: SiteView): string {
  const blogs = sources.filter(({ count }) => count > 0).length;
  const from =
    blogs === 0 ? '' : `Posts from ${counted(blogs, 'blog')} under ${counted(tags.length, 'tag')}. `;
  return `${from}Follow everything, or only the tags you care for.`;
}

const stock = ({ count: posts, since }: SiteView): string | null =>
  posts === 0 || since === null ? null : `${counted(posts, 'post')} since ${monthAndYear(since)}. `;

function rail({ config, tags }: SiteView, to: LinkTo): Raw {
  const groups = config.groups.map((group) => ({
    title: group.title,
    tags: mostFirst(tags.filter((tag) => tag.group === group.slug)),
  }));
  const busy = mostFirst(tags.filter((tag) => tag.group === null && tag.count > 0)).slice(0, BUSY);
  return html`<aside class="rail" aria-label="Tags">
${[...groups, { title: 'Busy tags', tags: busy }].map(
  (group) =>
    group.tags.length > 0 &&
    html`<section><h2>${group.title}</h2>${leaders(group.tags.map((tag) => tagLeader(tag, to)))}</section>
`,
)}<p class="ui"><a href="${to('tags/')}">View all tags</a></p>
</aside>`;
}

const mostFirst = (tags: readonly StreamSummary[]): StreamSummary[] =>
  tags.toSorted((a, b) => b.count - a.count || (a.slug < b.slug ? -1 : 1));
