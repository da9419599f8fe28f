import { compareText } from '../../model/compare-text.js';
import { sourcePath } from '../site/paths.js';
import type { SiteView, SourceView } from '../site/view.js';
import type { Said } from '../words/speech.js';
import { type Context, contextOf } from './context.js';
import { healthSentence, inTrouble } from './health.js';
import { leaders } from './leaders.js';
import type { LinkTo, Page } from './page.js';
import { html, joined, type Piece, Raw } from './template.js';

/** Sources in full after which only names and counts are listed: 5,000 rows in full would be 1.7 MB. */
const IN_FULL = 300;

/** All sources by their newest post; those in trouble last and folded: people come to see who writes here. */
export function sourceListPage(site: SiteView): Page {
  const context = contextOf(site);
  const { say } = context.words;
  const sources = site.sources.toSorted(newestFirst);
  const troubled = sources.filter(inTrouble);
  const resting = sources.filter((source) => !inTrouble(source) && isResting(source));
  const answering = sources.filter((source) => !inTrouble(source) && !isResting(source));
  return {
    path: 'sources/',
    title: say('sourcesSection').text,
    description: say('sourcesDescription').text,
    section: 'sources',
    feedsOf: null,
    main: (to) => html`<header class="head">
<h1>${say('sourcesSection')}</h1>
<p class="lede">${lede(context, answering.length, troubled.length)}</p>
<p class="feeds"><a class="main" href="${to('sources.opml')}">${say('sourcesOpml')}</a></p>
${filter(context, say('filterSources'))}
</header>
${section(context, 'answering', answering.slice(0, IN_FULL), to)}${others(context, answering.slice(IN_FULL), to)}${section(context, 'resting', resting, to)}${folded(context, troubled, to)}`,
  };
}

/** The field that narrows a long list; the script shows it. */
export const filter = ({ words: { say } }: Context, label: Said): Raw =>
  html`<form class="find" role="search" hidden><label class="vh" for="filter">${label}</label><input id="filter" type="search" placeholder="${say('filterMore', { label }).text}" autocomplete="off"></form>
<p class="note" role="status" id="found"></p>`;

/** Home and feed of a source; its feed's address is nobody's business where it is private. */
export function sourceLinks({ words: { say } }: Context, { home, feed }: SourceView): Piece {
  const links = [
    home && html`<a href="${home}" rel="noopener">${say('sourceHome')}</a>`,
    feed && html`<a href="${feed}" rel="noopener">${say('sourceFeed')}</a>`,
  ];
  return joined(links, ' · ');
}

function section(
  context: Context,
  title: 'answering' | 'resting',
  sources: readonly SourceView[],
  to: LinkTo,
): Raw | null {
  const { say } = context.words;
  if (sources.length === 0) return null;
  return html`<section class="group"><h2>${say(title)}</h2><p class="note">${say(`${title}Note`)}</p>
<ul>${sources.map((source) => row(context, source, to))}</ul></section>
`;
}

function folded(context: Context, sources: readonly SourceView[], to: LinkTo): Raw | null {
  if (sources.length === 0) return null;
  const { say } = context.words;
  return html`<section class="group"><h2>${say('notAnswering')}</h2><p class="note">${say('notAnsweringNote')}</p>
<details><summary class="ui">${say('showTroubled', { n: sources.length })}</summary>
<ul>${sources.map((source) => row(context, source, to))}</ul></details></section>
`;
}

function others({ words }: Context, sources: readonly SourceView[], to: LinkTo): Raw | null {
  if (sources.length === 0) return null;
  const byTitle = sources.toSorted((a, b) => compareText(a.title.toLowerCase(), b.title.toLowerCase()));
  const lines = byTitle.map(({ key, title, count }) => ({
    name: title,
    address: to(sourcePath(key)),
    count,
  }));
  return html`<section class="group"><h2>${words.say('quieter')}</h2><p class="note">${words.say('quieterNote')}</p>${leaders(words, lines, 'leaders cols ui')}</section>
`;
}

function row(context: Context, source: SourceView, to: LinkTo): Raw {
  const { say, shortDate } = context.words;
  const health = healthSentence(context.words, source);
  return html`<li class="src"><div><strong><a href="${to(sourcePath(source.key))}"><bdi>${source.title}</bdi></a></strong> <span class="ui soft">${sourceLinks(context, source)}</span></div><span class="ui soft n">${source.count === 0 ? say('noPostsShort') : say('posts', { n: source.count })}</span><span class="ui soft n">${source.newest && say('lastPost', { date: shortDate(source.newest) })}</span>${
    health && html`<p class="ui${new Raw(inTrouble(source) ? ' ill' : ' soft')}">${health}</p>`
  }</li>
`;
}

function lede({ words: { say } }: Context, answering: number, troubled: number): Raw {
  const all = answering + troubled;
  if (all === 0) return say('noSources');
  const blogs = { n: all, blogs: say('blogs', { n: all }) };
  if (troubled === 0) return say('sourcesAnswer', blogs);
  return say('sourcesDiffer', {
    feed: say('sourcesFeed', blogs),
    answer: say('someAnswer', { n: answering }),
    not: say('someDoNot', { n: troubled }),
  });
}

const isResting = ({ listed, health }: SourceView): boolean =>
  !listed || health.kind === 'new' || health.kind === 'disabled';

const newestFirst = (a: SourceView, b: SourceView): number =>
  compareText(b.newest ?? '', a.newest ?? '') ||
  compareText(a.title.toLowerCase(), b.title.toLowerCase()) ||
  compareText(a.key, b.key);
