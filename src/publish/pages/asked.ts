import type { Bundle } from '../../config/config.js';
import type { Post } from '../../model/post.js';
import type { Instant } from '../../model/values.js';
import { streamPath } from '../site/paths.js';
import type { AskedStream, SiteView } from '../site/view.js';
import { combination } from './bundle.js';
import { type Context, contextOf, streamTitle } from './context.js';
import type { LinkTo, Page } from './page.js';
import { postArticle } from './post.js';
import { streamHeading } from './stream.js';
import { feedLinks } from './subscribe.js';
import { html, type Raw } from './template.js';

type Tags = Pick<Bundle, 'any' | 'all' | 'none'>;

/** The stream over a combination of tags; `slug` is how its address says it. */
export function combinationStream(
  site: SiteView,
  slug: string,
  tags: Tags,
  posts: readonly Post[],
  born: Instant,
): AskedStream {
  const context = contextOf(site);
  const title = combination(context, tags).text;
  const description = context.words.say('postsUnder', { tags: title }).text;
  return { kind: 'combination', slug, title, description, posts, born };
}

/** The stream of what a query finds. */
export const searchStream = (
  site: SiteView,
  text: string,
  posts: readonly Post[],
  born: Instant,
): AskedStream => ({
  kind: 'search',
  slug: encodeURIComponent(text),
  title: text,
  description: contextOf(site).words.say('postsFound', { query: text }).text,
  posts,
  born,
});

/** The page of what somebody asks for: what it is, its feeds, its posts. */
export function askedPage(site: SiteView, asked: AskedStream): Page {
  const { url } = site.config.site;
  const context = contextOf(site);
  const { say } = context.words;
  return {
    path: streamPath(asked),
    title: streamTitle(context, asked),
    description: asked.description,
    section: asked.kind === 'search' ? 'search' : 'tags',
    feedsOf: asked,
    main: (to) => html`<header class="head">
${streamHeading(context, asked)}
<p class="lede">${describedAsked(context, asked)}</p>
${feedLinks(context, asked, url, to)}
<p class="note">${stockOf(context, asked)}</p>
</header>
<section aria-labelledby="posts"><h2 class="vh" id="posts">${say('newestPosts')}</h2>
${asked.posts.length === 0 ? html`<p>${say('askedEmpty')}</p>` : askedPosts(site, asked, to)}
</section>`,
  };
}

const describedAsked = ({ words: { say } }: Context, { kind, title }: AskedStream): Raw =>
  kind === 'search' ? say('postsFound', { query: title }) : say('postsUnder', { tags: title });

/** Its posts, newest first. */
export function askedPosts(site: SiteView, { posts }: AskedStream, to: LinkTo): Raw {
  const style = { context: contextOf(site), to, form: 'whole', about: new Set<string>() } as const;
  return html`${posts.map((post) => postArticle(post, style))}`;
}

/** How many posts it has. */
export function stockOf({ words: { say } }: Context, { posts }: AskedStream): Raw {
  if (posts.length === 0) return say('noPosts');
  const counts = {
    posts: say('posts', { n: posts.length }),
    sources: say('sources', { n: new Set(posts.map(({ source }) => source)).size }),
  };
  return posts.length < MOST_ASKED ? say('askedStock', counts) : say('askedNewest', counts);
}

/** Posts of what somebody asks for: whoever subscribes wants the newest. */
export const MOST_ASKED = 50;
