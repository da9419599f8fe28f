import { archivePath, opmlPath, sourcePath, streamPath } from '../site/paths.js';
import type { ArchiveRef, Stream } from '../site/view.js';
import type { Context } from './context.js';
import { type Leader, leaders } from './leaders.js';
import type { LinkTo } from './page.js';
import { html, type Raw } from './template.js';

/** How many companions, writers and years are shown. */
const RELATED = 8;
const WRITERS = 6;
const YEARS = 12;

const ABOUT = { tag: 'aboutTag', weekly: 'aboutTag', bundle: 'aboutBundle', site: 'aboutSite' } as const;

/** What stands beside a stream's posts: companions, writers, years. */
export function streamRail(context: Context, stream: Stream, to: LinkTo): Raw {
  const { say } = context.words;
  return html`<aside class="rail" aria-label="${say(ABOUT[stream.kind]).text}">
${section(context, 'oftenTogether', related(context, stream, to), null)}${section(context, 'whoWrites', writers(context, stream, to), opml(context, stream, to))}${section(context, 'byYear', years(stream, to), beginning(context, stream, to))}<p class="ui"><a href="${to('tags/')}">${say('viewAllTags')}</a></p>
</aside>`;
}

function section(
  { words }: Context,
  title: 'oftenTogether' | 'whoWrites' | 'byYear',
  list: readonly Leader[],
  more: Raw | null,
): Raw | null {
  if (list.length === 0) return null;
  return html`<section><h2>${words.say(title)}</h2>${leaders(words, list)}${more}</section>
`;
}

const related = ({ tags }: Context, stream: Stream, to: LinkTo): Leader[] =>
  stream.related.slice(0, RELATED).flatMap(([slug, count]) => {
    const tag = tags.get(slug);
    return tag ? [{ name: tag.title, address: to(streamPath({ kind: 'tag', slug })), count }] : [];
  });

const writers = ({ sources }: Context, stream: Stream, to: LinkTo): Leader[] =>
  stream.writers.slice(0, WRITERS).flatMap(([key, count]) => {
    const source = sources.get(key);
    return source ? [{ name: source.title, address: to(sourcePath(key)), count }] : [];
  });

const years = (stream: Stream, to: LinkTo): Leader[] =>
  stream.years
    .slice(0, YEARS)
    .map(([year, count]) => ({ name: year, address: to(pathOfYear(stream, year)), count }));

/**
 * Where a year's posts begin: this page if it has any of them, else the newest archive that reaches into it.
 */
function pathOfYear(stream: Stream, year: string): string {
  if (stream.posts.some((post) => post.published.startsWith(year))) return streamPath(stream);
  const reaches = ({ from, to }: ArchiveRef) => from.slice(0, 4) <= year && year <= to.slice(0, 4);
  const archive = stream.archives.findLast(reaches);
  return archive ? archivePath(stream, archive.n, 'html') : streamPath(stream);
}

function opml({ words: { say } }: Context, stream: Stream, to: LinkTo): Raw {
  const { length } = stream.writers;
  const all = length > 1 ? say('allAsOpml', { n: length }) : say('oneAsOpml');
  return html`<p><a href="${to(opmlPath(stream))}">${all}</a></p>`;
}

function beginning({ words: { say, monthAndYear } }: Context, stream: Stream, to: LinkTo): Raw | null {
  const first = stream.archives[0];
  if (first === undefined) return null;
  return html`<p><a href="${to(archivePath(stream, first.n, 'html'))}">${say('fromBeginning', { month: monthAndYear(first.from) })}</a></p>`;
}
