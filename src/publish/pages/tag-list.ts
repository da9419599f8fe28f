import type { Group } from '../../config/config.js';
import { compareText } from '../../model/compare-text.js';
import { FEED_LIST, streamPath } from '../site/paths.js';
import type { SiteView, StreamSummary } from '../site/view.js';
import type { Said } from '../words/speech.js';
import { combination } from './bundle.js';
import { type Context, contextOf } from './context.js';
import { type Leader, leaders, tagLeader } from './leaders.js';
import type { LinkTo, Page } from './page.js';
import { filter } from './source-list.js';
import { html, type Piece } from './template.js';

/** All tags by group, and the bundles, each with its number of posts. */
export function tagListPage(site: SiteView): Page {
  const context = contextOf(site);
  const { say, listed } = context.words;
  const groups = site.config.groups.map((group) => ({
    ...group,
    tags: byTitle(site.tags.filter((tag) => tag.group === group.slug)),
  }));
  const topics = byTitle(site.tags.filter((tag) => tag.group === null));
  const kinds = [
    ...groups.map(({ title, tags }) => tags.length > 0 && groupSize(context, tags.length, title)),
    topics.length > 0 && say('topics', { n: topics.length }),
    site.bundles.length > 0 && say('bundles', { n: site.bundles.length }),
  ].filter((kind) => kind !== false);
  return {
    path: 'tags/',
    title: say('allTags').text,
    description: say('tagsDescription').text,
    section: 'tags',
    feedsOf: null,
    main: (to) => {
      const lines = (tags: readonly StreamSummary[]) => tags.map((tag) => tagLeader(tag, to));
      return html`<header class="head">
<h1>${say('allTags')}</h1>
<p class="lede">${kinds.length === 0 ? say('noTags') : say('tagsLede', { kinds: listed(kinds, 'and') })}</p>
<p class="feeds"><a class="main" href="${to(FEED_LIST)}">${say('feedsOpml')}</a></p>
${filter(context, say('filterTags'))}
</header>
${groups.map(({ tags, ...group }) => section(context, group.title, groupNote(context, group), lines(tags)))}${section(context, say('topicsTitle'), say('topicsNote'), lines(topics))}${section(context, say('bundlesTitle'), say('bundlesNote'), bundles(context, to), 'leaders ui')}`;
    },
  };
}

function section(
  { words }: Context,
  title: Piece,
  note: Piece,
  list: readonly Leader[],
  classes = 'leaders cols ui',
): Piece {
  if (list.length === 0) return null;
  return html`<section class="group"><h2>${title}</h2><p class="note">${note}</p>${leaders(words, list, classes)}</section>
`;
}

const bundles = (context: Context, to: LinkTo): Leader[] =>
  byTitle(context.site.bundles).map(({ slug, title, count }) => {
    const bundle = context.bundles.get(slug);
    return {
      name: bundle
        ? context.words.say('bundleOf', { bundle: title, tags: combination(context, bundle) })
        : title,
      address: to(streamPath({ kind: 'bundle', slug })),
      count,
    };
  });

/** `16 categories`: the title of a group is the plural of what is in it. */
const groupSize = ({ words }: Context, tags: number, title: string): Said =>
  words.say('groupSize', { n: tags, group: title, plural: title.toLowerCase() });

/** How many of a group's tags a post has; in one without a default that may be none. */
const groupNote = ({ words: { say } }: Context, group: Pick<Group, 'max' | 'default'>): Said =>
  group.max === 2 && group.default !== null ? say('groupNoteTwo') : say('groupNote', { n: group.max });

const byTitle = (tags: readonly StreamSummary[]): StreamSummary[] =>
  tags.toSorted((a, b) => compareText(a.title.toLowerCase(), b.title.toLowerCase()));
