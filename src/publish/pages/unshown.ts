import type { UnshownCount } from '../../model/unshown.js';
import { sourcePath, statusPath } from '../site/paths.js';
import type { SourceView } from '../site/view.js';
import type { Said } from '../words/speech.js';
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
  const { say } = context.words;
  return html`<section class="group" id="not-shown"><h2>${say('whyNot')}</h2>
<ul>${lines(context, source, to)}</ul>
<p class="note"><a href="${to(statusPath(source.key))}">${say('whyNotJson')}</a></p></section>
`;
}

function lines(context: Context, { unshown }: SourceView, to: LinkTo): readonly Raw[] {
  const { say } = context.words;
  const only = unshown.filter(({ reason }) => reason.kind === 'only');
  const start = unshown.filter(({ reason }) => reason.kind === 'start');
  const copies = unshown.filter(({ reason }) => reason.kind === 'copy');
  const named = copies.slice(0, NAMED).flatMap(({ reason }): readonly Piece[] => {
    const of = reason.kind === 'copy' ? context.sources.get(reason.of) : undefined;
    return of === undefined ? [] : [html`<a href="${to(sourcePath(of.key))}"><bdi>${of.title}</bdi></a>`];
  });
  const others = copies.length - named.length;
  const more = others > 0 ? [say('otherSources', { n: others })] : [];
  const sources = joined([...named, ...more], say('comma'));
  return [
    ...line(context, only, (all) => say('keptOut', all)),
    ...line(context, copies, (all) => say('shownElsewhere', { ...all, sources })),
    ...line(context, start, (all) => say('archivedOnly', all)),
  ];
}

/** Posts that are unshown for one reason. */
interface Together {
  readonly n: number;
  readonly posts: Said;
  /** Of the newest of them. */
  readonly date: Said;
}

/** All these together, and the newest of them. */
function line(
  { words }: Context,
  counts: readonly UnshownCount[],
  said: (all: Together) => Raw,
): readonly Raw[] {
  const newest = counts
    .map((one) => one.newest)
    .sort()
    .at(-1);
  if (newest === undefined) return [];
  const n = counts.reduce((sum, { count }) => sum + count, 0);
  return [html`<li>${said({ n, posts: words.say('posts', { n }), date: words.shortDate(newest) })}</li>`];
}
