import type { UnshownCount } from '../../model/unshown.js';
import { counted, shortDate } from '../../model/words.js';
import { sourcePath, statusPath } from '../site/paths.js';
import type { SourceView } from '../site/view.js';
import type { Context } from './context.js';
import type { LinkTo } from './page.js';
import { html, joined, type Piece, type Raw } from './template.js';

/** Sources that are named as those whose copies are shown. */
const NAMED = 3;

/**
 * "Why isn’t my post here?": how many posts of a source the feeds don't show, by reason. Null where they show
 * all, and for a private source.
 */
export function unshownSection(context: Context, source: SourceView, to: LinkTo): Raw | null {
  if (source.unshown.length === 0 || source.feed === null) return null;
  return html`<section class="group" id="not-shown"><h2>Why isn’t my post here?</h2>
<ul>${lines(context, source, to)}</ul>
<p class="note"><a href="${to(statusPath(source.key))}">The newest of these, and how the feed is doing, as JSON</a></p></section>
`;
}

function lines(context: Context, { unshown }: SourceView, to: LinkTo): readonly Raw[] {
  const only = unshown.filter(({ reason }) => reason.kind === 'only');
  const start = unshown.filter(({ reason }) => reason.kind === 'start');
  const copies = unshown.filter(({ reason }) => reason.kind === 'copy');
  const named = copies.slice(0, NAMED).flatMap(({ reason }): readonly Piece[] => {
    const of = reason.kind === 'copy' ? context.sources.get(reason.of) : undefined;
    return of === undefined ? [] : [html`<a href="${to(sourcePath(of.key))}"><bdi>${of.title}</bdi></a>`];
  });
  const others = copies.length - named.length;
  const more = others > 0 ? [counted(others, 'other source')] : [];
  return [
    ...line(
      only,
      (n) =>
        html`${posts(n)} kept out: ${n === 1 ? 'it has' : 'they have'} none of the words that this site is about`,
    ),
    ...line(copies, (n) => html`${posts(n)} shown as published by ${joined([...named, ...more], ', ')}`),
    ...line(
      start,
      (n) => html`${posts(n)} in the archives and on pages only: old when ${n === 1 ? 'it' : 'they'} came`,
    ),
  ];
}

/** `3 posts are`. */
const posts = (n: number): string => `${counted(n, 'post')} ${n === 1 ? 'is' : 'are'}`;

/** All these together, and the newest of them. */
function line(counts: readonly UnshownCount[], said: (n: number) => Raw): readonly Raw[] {
  const newest = counts
    .map((one) => one.newest)
    .sort()
    .at(-1);
  if (newest === undefined) return [];
  const n = counts.reduce((sum, { count }) => sum + count, 0);
  return [html`<li>${said(n)}; ${n === 1 ? 'it is' : 'the newest is'} of ${shortDate(newest)}.</li>`];
}
