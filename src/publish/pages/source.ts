import type { Post } from '../../model/post.js';
import { sourcePath } from '../site/paths.js';
import type { SiteView, SourceView } from '../site/view.js';
import { type Context, contextOf } from './context.js';
import { days } from './days.js';
import { healthSentence, inTrouble } from './health.js';
import type { Page } from './page.js';
import { postArticle } from './post.js';
import { sourceLinks } from './source-list.js';
import { address } from './subscribe.js';
import { html, Raw } from './template.js';
import { unshownSection } from './unshown.js';

/**
 * A source and its posts: the newest `publish.limit` whole, older ones in a line each. Feeds link here for
 * posts without an address of their own, so each post has its anchor.
 */
export function sourcePage(site: SiteView, source: SourceView, posts: readonly Post[]): Page {
  const context = contextOf(site);
  const limit = site.config.publish.limit;
  const { say } = context.words;
  const health = healthSentence(context.words, source);
  const style = { context, about: new Set<string>(), atHome: true };
  return {
    path: sourcePath(source.key),
    title: say('ofKind', { kind: say('sourceKind'), title: source.title }).text,
    description: say('postsFrom', { source: source.title }).text,
    section: 'sources',
    feedsOf: null,
    main: (to) => html`<header class="head">
<h1><small>${say('sourceKind')}</small> <bdi>${source.title}</bdi></h1>
<p class="note">${sourceLinks(context, source)}</p>
${source.feed && address(source.feed)}
<p class="note">${stock(context, source)}</p>
${health && html`<p class="note${new Raw(inTrouble(source) ? ' ill' : '')}">${health}</p>`}
</header>
<section aria-labelledby="posts"><h2 class="vh" id="posts">${say('itsPosts')}</h2>
${posts.slice(0, limit).map((post) => postArticle(post, { ...style, to, form: 'whole' }))}</section>
${
  posts.length > limit &&
  html`<section class="group" aria-labelledby="older"><h2 id="older">${say('itsOlderPosts')}</h2>
${days(posts.slice(limit), { ...style, to, form: 'line' })}</section>`
}${unshownSection(context, source, to)}`,
  };
}

function stock({ words: { say, shortDate } }: Context, { count: posts, newest }: SourceView): Raw {
  return posts === 0 || newest === null
    ? say('noPosts')
    : say('sourceStock', { posts: say('posts', { n: posts }), date: shortDate(newest) });
}
