import { compareText } from '../../model/compare-text.js';
import { archivePath } from '../site/paths.js';
import type { SiteView, Stream, StreamSummary } from '../site/view.js';
import type { Said } from '../words/speech.js';
import { type Context, contextOf } from './context.js';
import { days } from './days.js';
import { leaders, tagLeader } from './leaders.js';
import { type LinkTo, type Page, part } from './page.js';
import { feedLinks } from './subscribe.js';
import { html, joined, type Raw } from './template.js';

/** How many tags outside of groups are called busy. */
const BUSY = 12;
/** How many periods of older posts are named; from each of them archives lead on. */
const PERIODS = 24;
/** A longer description is a paragraph, not a headline. */
const HEADLINE = 70;

/** The newest posts by day, and the ways in. */
export function homePage(site: SiteView, stream: Stream): Page {
  const context = contextOf(site);
  const { title, description, url } = site.config.site;
  const { say } = context.words;
  const described = description || summary(context).text;
  return {
    path: '',
    title: null,
    description: described,
    section: 'latest',
    feedsOf: stream,
    data: {
      '@type': 'WebSite',
      name: title,
      url,
      description: described,
      inLanguage: site.config.site.language,
    },
    main: (to) => html`${intro(context, stream, to)}
<div class="two">
<section aria-labelledby="posts"><h2 class="vh" id="posts">${say('homePosts')}</h2>
${stream.posts.length === 0 ? html`<p>${say('homeEmpty')}</p>` : byDay(context, stream, to)}
</section>
${rail(context, to)}
</div>`,
  };
}

function byDay(context: Context, stream: Stream, to: LinkTo): Raw {
  const newest = stream.archives.at(-1);
  const { say } = context.words;
  return html`${days(stream.posts, { context, to, form: 'line', about: new Set() })}
${
  newest !== undefined &&
  html`<nav class="pager" aria-label="${say('archive').text}"><span>${say('newestPosts')}</span><a rel="next" href="${to(archivePath(stream, newest.n, 'html'))}">${say('olderPosts')}</a></nav>${months(context, stream, to)}`
}`;
}

/** Older posts by month, the newest first: each period that archives span leads to the newest of them. */
function months({ words }: Context, stream: Stream, to: LinkTo): Raw {
  const periods = new Map<string, Raw>();
  for (const { n, from, to: until } of stream.archives.toReversed()) {
    if (periods.size >= PERIODS) break;
    const said = words.monthsBetween(from, until);
    if (!periods.has(said.text))
      periods.set(said.text, html`<a href="${to(archivePath(stream, n, 'html'))}">${said}</a>`);
  }
  return html`
<p class="note">${joined([...periods.values()], ' · ')}</p>`;
}

function intro(context: Context, stream: Stream, to: LinkTo): Raw {
  const { site, words } = context;
  const { title, description, url } = site.config.site;
  const headline = description.length > 0 && description.length <= HEADLINE;
  return html`<header class="head">
<h1>${headline ? description.replace(/\.$/, '') : title}</h1>
<p class="lede">${headline || description === '' ? summary(context) : description}</p>
${part(context, 'home', to)}${feedLinks(context, stream, url, to)}
<p class="note">${stock(context)}${words.say('homePaste')} <a href="${to('about/')}">${words.say('homeNew')}</a></p>
</header>`;
}

/** Only blogs count that a visitor finds posts of: some of those that are listed have long been silent. */
function summary({ site, words: { say } }: Context): Said {
  const blogs = site.sources.filter(({ count }) => count > 0).length;
  if (blogs === 0) return say('homeInvites');
  return say('homeSummary', {
    blogs: say('blogs', { n: blogs }),
    tags: say('tags', { n: site.tags.length }),
  });
}

function stock({ site: { count, since }, words: { say, monthAndYear } }: Context): Raw | null {
  if (count === 0 || since === null) return null;
  return html`${say('homeStock', { posts: say('posts', { n: count }), month: monthAndYear(since) })} `;
}

function rail({ site: { config, tags }, words }: Context, to: LinkTo): Raw {
  const { say } = words;
  const groups = config.groups.map((group) => ({
    title: group.title,
    tags: mostFirst(tags.filter((tag) => tag.group === group.slug)),
  }));
  const busy = mostFirst(tags.filter((tag) => tag.group === null && tag.count > 0)).slice(0, BUSY);
  return html`<aside class="rail" aria-label="${say('homeTags').text}">
${[...groups, { title: say('busyTags'), tags: busy }].map(
  (group) =>
    group.tags.length > 0 &&
    html`<section><h2>${group.title}</h2>${leaders(
      words,
      group.tags.map((tag) => tagLeader(tag, to)),
    )}</section>
`,
)}<p class="ui"><a href="${to('tags/')}">${say('viewAllTags')}</a></p>
</aside>`;
}

const mostFirst = (tags: readonly StreamSummary[]): StreamSummary[] =>
  tags.toSorted((a, b) => b.count - a.count || compareText(a.slug, b.slug));
