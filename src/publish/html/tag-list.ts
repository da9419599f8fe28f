import { streamPath } from '../paths.js';
import type { SiteView, StreamSummary } from '../view.js';
import { tagLeader } from './home.js';
import { leaders } from './leaders.js';
import type { LinkTo, Page } from './page.js';
import { filter } from './source-list.js';
import { html, type Piece, type Raw } from './template.js';
import { count, listed } from './words.js';

/** All tags by group, and the bundles, each with its number of posts. */
export function tagListPage(site: SiteView): Page {
  const { config, tags, bundles } = site;
  const grouped = config.groups.map((group) => ({
    group,
    tags: byTitle(tags.filter((tag) => tag.group === group.slug)),
  }));
  const topics = byTitle(tags.filter((tag) => tag.group === null));
  const kinds = [
    ...grouped.map(({ group, tags }) => `${count(tags.length, 'tag')} in ${group.title}`),
    topics.length > 0 ? count(topics.length, 'topic') : '',
    bundles.length > 0 ? count(bundles.length, 'bundle') : '',
  ].filter((kind) => kind !== '');
  return {
    path: 'tags/',
    title: 'All tags',
    description: 'Every tag, with the number of its posts.',
    section: 'tags',
    feedsOf: null,
    main: (to) => html`<header class="head">
<h1>All tags</h1>
<p class="lede">${kinds.length === 0 ? 'No tags yet.' : `${listed(kinds, 'and')}. Each has its own page and its own feeds.`}</p>
${filter('tags')}
</header>
${grouped.map(({ group, tags }) => section(group.title, groupNote(group.max), tagLeaders(tags, to)))}${section('Topics', 'A post has as many as fit.', tagLeaders(topics, to))}${section('Bundles', 'Several tags in one feed.', bundleLeaders(bundles, to))}`,
  };
}

function section(title: string, note: string, list: Raw | null): Piece {
  return (
    list &&
    html`<section class="group"><h2>${title}</h2><p class="note">${note}</p>${list}</section>
`
  );
}

const tagLeaders = (tags: readonly StreamSummary[], to: LinkTo): Raw | null =>
  tags.length === 0
    ? null
    : leaders(
        tags.map((tag) => tagLeader(tag, to)),
        'leaders cols ui',
      );

const bundleLeaders = (bundles: readonly StreamSummary[], to: LinkTo): Raw | null =>
  bundles.length === 0
    ? null
    : leaders(
        byTitle(bundles).map(({ slug, title, count }) => ({
          name: title,
          address: to(streamPath({ kind: 'bundle', slug })),
          count,
        })),
        'leaders ui',
      );

const groupNote = (max: number): string =>
  max === 1 ? 'Every post is in one.' : `A post is in one to ${max} of them.`;

const byTitle = (tags: readonly StreamSummary[]): StreamSummary[] =>
  tags.toSorted((a, b) => (a.title.toLowerCase() < b.title.toLowerCase() ? -1 : 1));
