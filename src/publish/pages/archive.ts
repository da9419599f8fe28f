import { counted, monthsBetween } from '../../model/words.js';
import { archiveBefore, archivePath, streamPath } from '../site/paths.js';
import type { Archive, SiteView } from '../site/view.js';
import { contextOf, streamTitle } from './context.js';
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
  const newest = posts[0];
  const oldest = posts.at(-1);
  const period = newest && oldest ? monthsBetween(oldest.published, newest.published) : `Archive ${n}`;
  const about = ownTags(stream);
  return {
    path: archivePath(stream, n, 'html'),
    title: `${streamTitle(stream)}, ${period} (${n})`,
    description: `${counted(posts.length, 'post')}, ${period}.`,
    section: stream.kind === 'site' ? 'latest' : 'tags',
    feedsOf: stream,
    sealed: true,
    main: (to) => html`<header class="head">
${streamHeading(stream)}
<p class="lede">${period}</p>
<p class="note">Archive ${n}: ${counted(posts.length, 'post')}. <a href="${to(streamPath(stream))}">Newest posts and feeds</a></p>
</header>
<section aria-labelledby="posts"><h2 class="vh" id="posts">Posts, newest first</h2>
${posts.map((post) => postArticle(post, { context, to, form: 'whole', about }))}${pager(archive, to)}
</section>`,
  };
}

function pager({ stream, n }: Archive, to: LinkTo): Raw {
  const older = archiveBefore(stream, n);
  return html`<nav class="pager" aria-label="Archive"><a href="${to(streamPath(stream))}">← Newest posts</a>${
    older === null
      ? html`<span>The oldest posts</span>`
      : html`<a rel="next" href="${to(archivePath(stream, older, 'html'))}">Older posts →</a>`
  }</nav>`;
}
