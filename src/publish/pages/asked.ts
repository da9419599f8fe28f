import type { Bundle } from '../../config/config.js';
import type { Post } from '../../model/post.js';
import type { Instant } from '../../model/values.js';
import { counted } from '../../model/words.js';
import { streamPath } from '../site/paths.js';
import type { AskedStream, SiteView } from '../site/view.js';
import { combination } from './bundle.js';
import { contextOf, streamTitle } from './context.js';
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
  const title = combination(contextOf(site), tags);
  return { kind: 'combination', slug, title, description: `Posts filed under ${title}.`, posts, born };
}

/** The stream of what a query finds. */
export const searchStream = (text: string, posts: readonly Post[], born: Instant): AskedStream => ({
  kind: 'search',
  slug: encodeURIComponent(text),
  title: text,
  description: `Posts that a search for ${text} finds.`,
  posts,
  born,
});

/** The page of what somebody asks for: what it is, its feeds, its posts. */
export function askedPage(site: SiteView, asked: AskedStream): Page {
  const { url } = site.config.site;
  return {
    path: streamPath(asked),
    title: streamTitle(asked),
    description: asked.description,
    section: asked.kind === 'search' ? 'search' : 'tags',
    feedsOf: asked,
    main: (to) => html`<header class="head">
${streamHeading(asked)}
<p class="lede">${asked.description}</p>
${feedLinks(asked, url, to)}
<p class="note">${stockOf(asked)}</p>
</header>
<section aria-labelledby="posts"><h2 class="vh" id="posts">Newest posts</h2>
${asked.posts.length === 0 ? NOTHING : askedPosts(site, asked, to)}
</section>`,
  };
}

const NOTHING = html`<p>Nothing here yet. The feeds work; subscribe and wait.</p>`;

/** Its posts, newest first. */
export function askedPosts(site: SiteView, { posts }: AskedStream, to: LinkTo): Raw {
  const style = { context: contextOf(site), to, form: 'whole', about: new Set<string>() } as const;
  return html`${posts.map((post) => postArticle(post, style))}`;
}

/** How many posts it has. */
export function stockOf({ posts }: AskedStream): string {
  if (posts.length === 0) return 'No posts yet.';
  const sources = counted(new Set(posts.map(({ source }) => source)).size, 'source');
  return posts.length < MOST_ASKED
    ? `${counted(posts.length, 'post')} from ${sources}.`
    : `The newest ${counted(posts.length, 'post')}, from ${sources}.`;
}

/** Posts of what somebody asks for: whoever subscribes wants the newest. */
export const MOST_ASKED = 50;
