import { archiveBefore, archivePath, streamPath } from '../site/paths.js';
import type { Archive, ArchiveName, SiteView } from '../site/view.js';
import { type Context, contextOf, streamTitle } from './context.js';
import type { LinkTo, Page } from './page.js';
import { postArticle } from './post.js';
import { ownTags, streamHeading } from './stream.js';
import { html, type Piece, type Raw } from './template.js';

/**
 * A sealed archive document as a page. It says nothing but its own posts and the page before it, so no news
 * ever changes it; for the same reason it has no way to the page after it, only to the newest posts.
 */
export function archivePage(site: SiteView, archive: Archive): Page {
  const { stream, n, posts } = archive;
  const context = contextOf(site);
  const { say, monthsBetween } = context.words;
  const number = numberOf(n);
  const newest = posts[0];
  const oldest = posts.at(-1);
  const period =
    newest && oldest ? monthsBetween(oldest.published, newest.published) : say('archiveNumber', { number });
  const count = say('posts', { n: posts.length });
  const about = ownTags(stream);
  return {
    path: archivePath(stream, n, 'html'),
    title: say('archiveTitle', { stream: streamTitle(context, stream), period, number }).text,
    description: say('archiveDescription', { posts: count, period }).text,
    section: stream.kind === 'site' ? 'latest' : 'tags',
    feedsOf: stream,
    sealed: true,
    main: (to) => html`<header class="head">
${streamHeading(context, stream)}
<p class="lede">${period}</p>
<p class="note">${say('archiveStock', { number, posts: count })} <a href="${to(streamPath(stream))}">${say('archiveNewest')}</a></p>
</header>
<section aria-labelledby="posts"><h2 class="vh" id="posts">${say('archivePosts')}</h2>
${posts.map((post) => postArticle(post, { context, to, form: 'whole', about }))}${pager(context, archive, to)}
</section>`,
  };
}

/** `3`; of the site `12-3`, without what tells an open one from others. */
const numberOf = (n: ArchiveName): Piece => (typeof n === 'number' ? n : n.split('-', 2).join('-'));

function pager({ words: { say } }: Context, { stream, n }: Archive, to: LinkTo): Raw {
  const older = archiveBefore(stream, n);
  return html`<nav class="pager" aria-label="${say('archive').text}"><a href="${to(streamPath(stream))}">${say('toNewest')}</a>${
    older === null
      ? html`<span>${say('theOldest')}</span>`
      : html`<a rel="next" href="${to(archivePath(stream, older, 'html'))}">${say('olderPosts')}</a>`
  }</nav>`;
}
