import { archiveBefore, archivePath, streamPath } from '../site/paths.js';
import type { Archive, SiteView } from '../site/view.js';
import { type Context, contextOf, streamTitle } from './context.js';
import type { LinkTo, Page } from './page.js';
import { postArticle } from './post.js';
import { ownTags, streamHeading } from './stream.js';
import { html, type Raw } from './template.js';

/**
 * A sealed archive document as a page. It says nothing but its own posts and the page before it, so no news
 * ever changes it; for the same reason it has no way to the page after it, only to the newest posts.
 */
export function archivePage(site: SiteView, archive: Archive): Page {
  const { stream, n, posts } = archive;
  const context = contextOf(site);
  const { say, monthsBetween } = context.words;
  const newest = posts[0];
  const oldest = posts.at(-1);
  const period =
    newest && oldest
      ? monthsBetween(oldest.published, newest.published)
      : say('archiveNumber', { number: n });
  const count = say('posts', { n: posts.length });
  const about = ownTags(stream);
  return {
    path: archivePath(stream, n, 'html'),
    title: say('archiveTitle', { stream: streamTitle(context, stream), period, number: n }).text,
    description: say('archiveDescription', { posts: count, period }).text,
    section: stream.kind === 'site' ? 'latest' : 'tags',
    feedsOf: stream,
    sealed: true,
    main: (to) => html`<header class="head">
${streamHeading(context, stream)}
<p class="lede">${period}</p>
<p class="note">${say('archiveStock', { number: n, posts: count })} <a href="${to(streamPath(stream))}">${say('archiveNewest')}</a></p>
</header>
<section aria-labelledby="posts"><h2 class="vh" id="posts">${say('archivePosts')}</h2>
${posts.map((post) => postArticle(post, { context, to, form: 'whole', about }))}${pager(context, archive, to)}
</section>`,
  };
}

function pager({ words: { say } }: Context, { stream, n }: Archive, to: LinkTo): Raw {
  const older = archiveBefore(stream, n);
  return html`<nav class="pager" aria-label="${say('archive').text}"><a href="${to(streamPath(stream))}">${say('toNewest')}</a>${
    older === null
      ? html`<span>${say('theOldest')}</span>`
      : html`<a rel="next" href="${to(archivePath(stream, older, 'html'))}">${say('olderPosts')}</a>`
  }</nav>`;
}
