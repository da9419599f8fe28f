import type { Post } from '../../model/post.js';
import { counted, shortDate } from '../../model/words.js';
import { sourcePath } from '../site/paths.js';
import type { SiteView, SourceView } from '../site/view.js';
import { contextOf } from './context.js';
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
  const health = healthSentence(source);
  const style = { context, about: new Set<string>(), atHome: true };
  return {
    path: sourcePath(source.key),
    title: `Source: ${source.title}`,
    description: `Posts from ${source.title}.`,
    section: 'sources',
    feedsOf: null,
    main: (to) => html`<header class="head">
<h1><small>Source:</small> <bdi>${source.title}</bdi></h1>
<p class="note">${sourceLinks(source)}</p>
${source.feed && address(source.feed)}
<p class="note">${stock(source)}</p>
${health && html`<p class="note${new Raw(inTrouble(source) ? ' ill' : '')}">${health}</p>`}
</header>
<section aria-labelledby="posts"><h2 class="vh" id="posts">Its posts, newest first</h2>
${posts.slice(0, limit).map((post) => postArticle(post, { ...style, to, form: 'whole' }))}</section>
${
  posts.length > limit &&
  html`<section class="group" aria-labelledby="older"><h2 id="older">Older posts</h2>
${days(posts.slice(limit), { ...style, to, form: 'line' })}</section>`
}${unshownSection(context, source, to)}`,
  };
}

function stock({ count: posts, newest }: SourceView): string {
  return posts === 0 || newest === null
    ? 'No posts yet.'
    : `${counted(posts, 'post')}, the newest of ${shortDate(newest)}.`;
}
