import type { Bundle } from '../../config/config.js';
import { archivePath, feedPath, sourcePath, streamPath } from '../paths.js';
import type { ArchiveRef, SiteView, Stream } from '../view.js';
import { type Context, contextOf, streamTitle } from './context.js';
import { leaders } from './leaders.js';
import type { LinkTo, Page } from './page.js';
import { postArticle } from './post.js';
import { feedLinks } from './subscribe.js';
import { html, joined, type Piece, type Raw } from './template.js';
import { count, listed, monthAndYear, span } from './words.js';

/** How many companions, writers and years the rail shows. */
const RELATED = 8;
const WRITERS = 6;
const YEARS = 12;

/** The page of a tag or of a bundle: what it is, its feeds, its newest posts, the way to the older ones. */
export function streamPage(site: SiteView, stream: Stream): Page {
  const context = contextOf(site);
  const description = descriptionOf(site, stream);
  return {
    path: streamPath(stream),
    title: streamTitle(stream),
    description,
    section: 'tags',
    feedsOf: stream,
    data: {
      '@type': 'CollectionPage',
      name: streamTitle(stream),
      url: site.config.site.url + streamPath(stream),
      description,
      isPartOf: { '@type': 'WebSite', name: site.config.site.title, url: site.config.site.url },
    },
    main: (to) => html`<header class="head">
${heading(stream)}
<p class="lede">${description}</p>
${feedLinks(stream, site.config.site.url, to)}
<p class="note">${stock(stream)}${memberships(site, stream, to)}</p>
</header>
<div class="two">
<section aria-labelledby="posts"><h2 class="vh" id="posts">Newest posts</h2>
${posts(context, stream, to)}
</section>
${rail(context, stream, to)}
</div>`,
  };
}

/** `Tag: ffi`, the kind softly. */
export const heading = ({ kind, title }: Stream): Raw =>
  kind === 'site'
    ? html`<h1>${title}</h1>`
    : html`<h1><small>${kind === 'tag' ? 'Tag:' : 'Bundle:'}</small> ${title}</h1>`;

/** The tags that a stream is about: a tag's own, those that a bundle asks for. */
export function aboutTags({ config }: SiteView, { kind, slug }: Stream): ReadonlySet<string> {
  const bundle = kind === 'bundle' ? config.bundles.find((one) => one.slug === slug) : undefined;
  if (bundle) return new Set([...bundle.any, ...bundle.all]);
  return new Set(kind === 'tag' ? [slug] : []);
}

function posts(context: Context, stream: Stream, to: LinkTo): Raw {
  if (stream.posts.length === 0)
    return html`<p>Nothing filed here yet. The feeds work; subscribe and wait.</p>`;
  const about = stream.kind === 'tag' ? aboutTags(context.site, stream) : new Set<string>();
  return html`${stream.posts.map((post) => postArticle(post, { context, to, form: 'whole', about }))}${pager(stream, to)}`;
}

function pager(stream: Stream, to: LinkTo): Raw | null {
  const newest = stream.archives.at(-1);
  if (newest === undefined) return null;
  return html`<nav class="pager" aria-label="Archive"><span>Newest posts</span><a rel="next" href="${to(archivePath(stream, newest.n, 'html'))}">Older: ${span(newest.from, newest.to)} →</a></nav>`;
}

function descriptionOf({ config, tags }: SiteView, { kind, slug, title, description }: Stream): string {
  if (description !== '') return description;
  const bundle = kind === 'bundle' ? config.bundles.find((one) => one.slug === slug) : undefined;
  return bundle
    ? combination(bundle, (tag) => tags.find((one) => one.slug === tag)?.title ?? tag)
    : `Posts about ${title}.`;
}

/** `Posts filed under ffi or embedded, without getting started.` */
export function combination({ any, all, none }: Bundle, name: (slug: string) => string): string {
  const wanted = [listed(any.map(name), 'or'), listed(all.map(name), 'and')].filter((part) => part !== '');
  const without = none.length > 0 ? `, without ${listed(none.map(name), 'or')}` : '';
  return `Posts filed under ${wanted.join(', together with ') || 'any tag'}${without}.`;
}

function stock({ count: posts, writers, since }: Stream): string {
  if (posts === 0 || since === null) return 'No posts yet.';
  return `${count(posts, 'post')} from ${count(writers.length, 'source')} since ${monthAndYear(since)}.`;
}

function memberships({ config, bundles }: SiteView, stream: Stream, to: LinkTo): Piece {
  const of =
    stream.kind !== 'tag'
      ? []
      : config.bundles.filter(({ any, all }) => [...any, ...all].includes(stream.slug));
  const links = of.flatMap(({ slug }) => bundles.find((bundle) => bundle.slug === slug) ?? []);
  if (links.length === 0) return null;
  const named = links.map(
    ({ slug, title }) => html`<a href="${to(streamPath({ kind: 'bundle', slug }))}">${title}</a>`,
  );
  return html` Also part of the ${links.length === 1 ? 'bundle' : 'bundles'} ${joined(named, ', ')}.`;
}

function rail({ tags, sources }: Context, stream: Stream, to: LinkTo): Raw {
  const related = stream.related.slice(0, RELATED).flatMap(([slug, shared]) => {
    const tag = tags.get(slug);
    return tag ? [{ name: tag.title, address: to(streamPath({ kind: 'tag', slug })), count: shared }] : [];
  });
  const writers = stream.writers.slice(0, WRITERS).flatMap(([key, written]) => {
    const source = sources.get(key);
    return source ? [{ name: source.title, address: to(sourcePath(key)), count: written }] : [];
  });
  const years = stream.years.slice(0, YEARS).map(([year, written]) => ({
    name: year,
    address: to(pathOfYear(stream, year)),
    count: written,
  }));
  const everyone = html`<p><a href="${to(feedPath(stream, 'opml'))}">${stream.writers.length > 1 ? `All ${stream.writers.length}` : 'This'} as OPML</a></p>`;
  return html`<aside class="rail" aria-label="About this ${stream.kind}">
${
  related.length > 0 &&
  html`<section><h2>Often together with</h2>${leaders(related)}</section>
`
}${
  writers.length > 0 &&
  html`<section><h2>Who writes about it</h2>${leaders(writers)}${everyone}</section>
`
}${
  years.length > 0 &&
  html`<section><h2>By year</h2>${leaders(years)}${wholeArchive(stream, to)}</section>
`
}<p class="ui"><a href="${to('tags/')}">View all tags</a></p>
</aside>`;
}

function wholeArchive(stream: Stream, to: LinkTo): Raw | null {
  const first = stream.archives[0];
  return first === undefined
    ? null
    : html`<p><a href="${to(archivePath(stream, first.n, 'html'))}">From the beginning, ${monthAndYear(first.from)}</a></p>`;
}

/** Where a year's posts begin: the newest archive that reaches into it, else this page. */
function pathOfYear(stream: Stream, year: string): string {
  const reaches = ({ from, to }: ArchiveRef) => from.slice(0, 4) <= year && year <= to.slice(0, 4);
  const archive = stream.archives.findLast(reaches);
  return archive && !stream.posts.some((post) => post.published.startsWith(year))
    ? archivePath(stream, archive.n, 'html')
    : streamPath(stream);
}
