import { counted, figure, listed } from '../../model/words.js';
import { FEED_LIST, streamPath } from '../site/paths.js';
import type { SiteView, StreamSummary } from '../site/view.js';
import { combination } from './bundle.js';
import { type Context, contextOf } from './context.js';
import { type Leader, leaders, tagLeader } from './leaders.js';
import type { LinkTo, Page } from './page.js';
import { filter } from './source-list.js';
import { html, type Piece } from './template.js';

/** All tags by group, and the bundles, each with its number of posts. */
export function tagListPage(site: SiteView): Page {
  const context = contextOf(site);
  const groups = site.config.groups.map((group) => ({
    ...group,
    tags: byTitle(site.tags.filter((tag) => tag.group === group.slug)),
  }));
  const topics = byTitle(site.tags.filter((tag) => tag.group === null));
  const kinds = [
    ...groups.map(({ title, tags }) => tags.length > 0 && groupSize(tags.length, title)),
    topics.length > 0 && counted(topics.length, 'topic'),
    site.bundles.length > 0 && counted(site.bundles.length, 'bundle'),
  ].filter((kind) => kind !== false);
  return {
    path: 'tags/',
    title: 'All tags',
    description: 'Every tag, with the number of its posts.',
    section: 'tags',
    feedsOf: null,
    main: (to) => {
      const lines = (tags: readonly StreamSummary[]) => tags.map((tag) => tagLeader(tag, to));
      return html`<header class="head">
<h1>All tags</h1>
<p class="lede">${kinds.length === 0 ? 'No tags yet.' : `${listed(kinds, 'and')}. Each has its own page and its own feeds.`}</p>
<p class="feeds"><a class="main" href="${to(FEED_LIST)}">All feeds as OPML</a></p>
${filter('tags')}
</header>
${groups.map(({ title, max, tags }) => section(title, groupNote(max), lines(tags)))}${section('Topics', 'A post has as many as fit.', lines(topics))}${section('Bundles', 'Several tags in one feed.', bundles(context, to), 'leaders ui')}`;
    },
  };
}

function section(title: string, note: string, list: readonly Leader[], classes = 'leaders cols ui'): Piece {
  if (list.length === 0) return null;
  return html`<section class="group"><h2>${title}</h2><p class="note">${note}</p>${leaders(list, classes)}</section>
`;
}

const bundles = (context: Context, to: LinkTo): Leader[] =>
  byTitle(context.site.bundles).map(({ slug, title, count }) => {
    const bundle = context.bundles.get(slug);
    return {
      name: bundle ? `${title}: ${combination(context, bundle)}` : title,
      address: to(streamPath({ kind: 'bundle', slug })),
      count,
    };
  });

/** `16 categories`: the title of a group is the plural of what is in it. */
const groupSize = (tags: number, title: string): string =>
  tags === 1 ? `1 tag in ${title}` : `${figure(tags)} ${title.toLowerCase()}`;

function groupNote(max: number): string {
  if (max === 1) return 'Every post is in one of them at most.';
  return max === 2 ? 'Every post is in one or two of them.' : `A post is in at most ${max} of them.`;
}

const byTitle = (tags: readonly StreamSummary[]): StreamSummary[] =>
  tags.toSorted((a, b) => (a.title.toLowerCase() < b.title.toLowerCase() ? -1 : 1));
