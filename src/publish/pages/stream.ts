import { FORMATS } from '../feeds/formats.js';
import { archivePath, feedPath, streamPath } from '../site/paths.js';
import type { Named, SiteView, Stream } from '../site/view.js';
import { descriptionOf, memberships } from './bundle.js';
import { type Context, contextOf, kindOf, streamTitle } from './context.js';
import type { LinkTo, Page } from './page.js';
import { postArticle } from './post.js';
import { streamRail } from './stream-rail.js';
import { feedLinks } from './subscribe.js';
import { html, joined, type Raw } from './template.js';

/** The page of a tag or of a bundle: what it is, its feeds, its newest posts, the way to the older ones. */
export function streamPage(site: SiteView, stream: Stream): Page {
  const context = contextOf(site);
  const description = descriptionOf(context, stream);
  const { title, url } = site.config.site;
  return {
    path: streamPath(stream),
    title: streamTitle(context, stream),
    description: description.text,
    section: 'tags',
    feedsOf: stream,
    data: {
      '@type': 'CollectionPage',
      name: streamTitle(context, stream),
      url: url + streamPath(stream),
      description: description.text,
      isPartOf: { '@type': 'WebSite', name: title, url },
    },
    main: (to) => html`<header class="head">
${streamHeading(context, stream)}
<p class="lede">${description}</p>
${feedLinks(context, stream, url, to)}
${digestLinks(context, stream, to)}<p class="note">${stock(context, stream)}${memberships(context, stream, to)}</p>
</header>
<div class="two">
<section aria-labelledby="posts"><h2 class="vh" id="posts">${context.words.say('newestPosts')}</h2>
${posts(context, stream, to)}
</section>
${streamRail(context, stream, to)}
</div>`,
  };
}

/** `Tag: ffi`, the kind softly. */
export function streamHeading(
  context: Context,
  { kind, title }: Pick<Named, 'kind'> & { readonly title: string },
): Raw {
  const called = kindOf(context, { kind });
  return called === null ? html`<h1>${title}</h1>` : html`<h1><small>${called}</small> ${title}</h1>`;
}

/** The tags that need no saying on a stream's pages. */
export const ownTags = ({ kind, slug }: Stream): ReadonlySet<string> => new Set(kind === 'tag' ? [slug] : []);

function posts(context: Context, stream: Stream, to: LinkTo): Raw {
  if (stream.posts.length === 0) {
    return html`<p>${context.words.say('streamEmpty')}</p>`;
  }
  const style = { context, to, form: 'whole', about: ownTags(stream) } as const;
  return html`${stream.posts.map((post) => postArticle(post, style))}${pager(context, stream, to)}`;
}

function pager({ words: { say, monthsBetween } }: Context, stream: Stream, to: LinkTo): Raw | null {
  const newest = stream.archives.at(-1);
  if (newest === undefined) return null;
  return html`<nav class="pager" aria-label="${say('archive').text}"><span>${say('newestPosts')}</span><a rel="next" href="${to(archivePath(stream, newest.n, 'html'))}">${say('older', { months: monthsBetween(newest.from, newest.to) })}</a></nav>`;
}

/** The way to the feeds of a tag's digests, where it has some. */
function digestLinks({ site, words }: Context, { kind, slug }: Stream, to: LinkTo): Raw | null {
  if (kind !== 'tag' || !site.config.publish.digest.includes('weekly')) return null;
  const feeds = FORMATS.map(
    ({ extension, label }) =>
      html`<a href="${to(feedPath({ kind: 'weekly', slug }, extension))}">${label}</a>`,
  );
  return html`<p class="note">${words.say('digestLinks', { feeds: joined(feeds, words.say('comma')) })}</p>
`;
}

function stock({ words }: Context, { count: posts, writers, since }: Stream): Raw {
  const { say } = words;
  if (posts === 0 || since === null) return say('noPosts');
  return say('streamStock', {
    posts: say('posts', { n: posts }),
    sources: say('sources', { n: writers.length }),
    month: words.monthAndYear(since),
  });
}
