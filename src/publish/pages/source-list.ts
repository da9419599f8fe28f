import { counted, figure, shortDate } from '../../model/words.js';
import { sourcePath } from '../site/paths.js';
import type { SiteView, SourceView } from '../site/view.js';
import { healthSentence, inTrouble } from './health.js';
import { leaders } from './leaders.js';
import type { LinkTo, Page } from './page.js';
import { html, joined, type Piece, Raw } from './template.js';

/** Sources in full after which only names and counts are listed: 5,000 rows in full would be 1.7 MB. */
const IN_FULL = 300;

/** All sources by their newest post; those in trouble last and folded: people come to see who writes here. */
export function sourceListPage(site: SiteView): Page {
  const sources = site.sources.toSorted(newestFirst);
  const troubled = sources.filter(inTrouble);
  const resting = sources.filter((source) => !inTrouble(source) && isResting(source));
  const answering = sources.filter((source) => !inTrouble(source) && !isResting(source));
  return {
    path: 'sources/',
    title: 'Sources',
    description: 'The blogs behind this site and how they are doing.',
    section: 'sources',
    feedsOf: null,
    main: (to) => html`<header class="head">
<h1>Sources</h1>
<p class="lede">${lede(answering.length, troubled.length)}</p>
<p class="feeds"><a class="main" href="${to('sources.opml')}">All sources as OPML</a></p>
${filter('sources')}
</header>
${section('Answering', 'Newest post first.', answering.slice(0, IN_FULL), to)}${others(answering.slice(IN_FULL), to)}${section('Resting', 'Not asked, or not yet.', resting, to)}${folded(troubled, to)}`,
  };
}

/** The field that narrows a long list; the script shows it. */
export const filter = (what: string): Raw =>
  html`<form class="find" role="search" hidden><label class="vh" for="filter">Show ${what} that contain</label><input id="filter" type="search" placeholder="Show ${what} that contain…" autocomplete="off"></form>
<p class="note" role="status" id="found"></p>`;

/** Home and feed of a source; its feed's address is nobody's business where it is private. */
export function sourceLinks({ home, feed }: SourceView): Piece {
  const links = [
    home && html`<a href="${home}" rel="noopener">Home</a>`,
    feed && html`<a href="${feed}" rel="noopener">Feed</a>`,
  ];
  return joined(links, ' · ');
}

function section(title: string, note: string, sources: readonly SourceView[], to: LinkTo): Raw | null {
  if (sources.length === 0) return null;
  return html`<section class="group"><h2>${title}</h2><p class="note">${note}</p>
<ul>${sources.map((source) => row(source, to))}</ul></section>
`;
}

function folded(sources: readonly SourceView[], to: LinkTo): Raw | null {
  if (sources.length === 0) return null;
  return html`<section class="group"><h2>Not answering</h2><p class="note">Their posts stay here. Each is asked again, at growing intervals.</p>
<details><summary class="ui">Show ${sources.length === 1 ? 'this source' : `these ${figure(sources.length)} sources`}</summary>
<ul>${sources.map((source) => row(source, to))}</ul></details></section>
`;
}

function others(sources: readonly SourceView[], to: LinkTo): Raw | null {
  if (sources.length === 0) return null;
  const byTitle = sources.toSorted((a, b) => compare(a.title.toLowerCase(), b.title.toLowerCase()));
  const lines = byTitle.map(({ key, title, count }) => ({
    name: title,
    address: to(sourcePath(key)),
    count,
  }));
  return html`<section class="group"><h2>Quieter for now</h2><p class="note">They answer; by name, with the number of posts.</p>${leaders(lines, 'leaders cols ui')}</section>
`;
}

function row(source: SourceView, to: LinkTo): Raw {
  const health = healthSentence(source);
  return html`<li class="src"><div><strong><a href="${to(sourcePath(source.key))}"><bdi>${source.title}</bdi></a></strong> <span class="ui soft">${sourceLinks(source)}</span></div><span class="ui soft n">${source.count === 0 ? 'No posts yet' : counted(source.count, 'post')}</span><span class="ui soft n">${source.newest && `last ${shortDate(source.newest)}`}</span>${
    health && html`<p class="ui${new Raw(inTrouble(source) ? ' ill' : ' soft')}">${health}</p>`
  }</li>
`;
}

function lede(answering: number, troubled: number): string {
  const all = answering + troubled;
  if (all === 0) return 'No sources yet.';
  const feeds = `${counted(all, 'blog')} ${all === 1 ? 'feeds' : 'feed'} this site.`;
  if (troubled === 0) return `${feeds} ${all === 1 ? 'It answers' : 'All of them answer'}.`;
  return `${feeds} ${figure(answering)} ${answering === 1 ? 'answers' : 'answer'}; ${figure(troubled)} ${troubled === 1 ? 'does' : 'do'} not.`;
}

const isResting = ({ listed, health }: SourceView): boolean =>
  !listed || health.kind === 'new' || health.kind === 'disabled';

const newestFirst = (a: SourceView, b: SourceView): number =>
  compare(b.newest ?? '', a.newest ?? '') ||
  compare(a.title.toLowerCase(), b.title.toLowerCase()) ||
  compare(a.key, b.key);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
