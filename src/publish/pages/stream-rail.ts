import { figure, monthAndYear } from '../../model/words.js';
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

/** What stands beside a stream's posts: companions, writers, years. */
export function streamRail(context: Context, stream: Stream, to: LinkTo): Raw {
  return html`<aside class="rail" aria-label="About this ${stream.kind}">
${section('Often together with', related(context, stream, to), null)}${section('Who writes about it', writers(context, stream, to), opml(stream, to))}${section('By year', years(stream, to), beginning(stream, to))}<p class="ui"><a href="${to('tags/')}">View all tags</a></p>
</aside>`;
}

function section(title: string, list: readonly Leader[], more: Raw | null): Raw | null {
  if (list.length === 0) return null;
  return html`<section><h2>${title}</h2>${leaders(list)}${more}</section>
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

function opml(stream: Stream, to: LinkTo): Raw {
  const all = stream.writers.length > 1 ? `All ${figure(stream.writers.length)}` : 'This source';
  return html`<p><a href="${to(opmlPath(stream))}">${all} as OPML</a></p>`;
}

function beginning(stream: Stream, to: LinkTo): Raw | null {
  const first = stream.archives[0];
  if (first === undefined) return null;
  return html`<p><a href="${to(archivePath(stream, first.n, 'html'))}">From the beginning, ${monthAndYear(first.from)}</a></p>`;
}
