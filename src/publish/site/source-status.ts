import { unreachable } from '../../model/unreachable.js';
import type { UnshownReason } from '../../model/unshown.js';
import type { Instant } from '../../model/values.js';
import { causeInWords } from '../words/cause.js';
import { ENGLISH } from '../words/languages.js';
import { sourcePath, statusPath } from './paths.js';
import type { Output, SiteView, SourceView, UnshownPost } from './view.js';

/**
 * `sources/KEY/status.json`: how a source is doing, and why posts of it are not in the feeds, for its author
 * and for programs. No text of any post, nothing of a private source, no clock and no count of tries.
 */
export const sourceStatus: Output = {
  *source(site, source, _posts, unshown) {
    if (source.feed === null) return;
    const status = statusOf(site, source, unshown);
    yield { path: statusPath(source.key), body: `${JSON.stringify(status, null, 1)}\n` };
  },
};

function statusOf(site: SiteView, source: SourceView, unshown: readonly UnshownPost[]): object {
  const { url } = site.config.site;
  const reason = (why: UnshownReason): object => {
    if (why.kind !== 'copy') return { reason: why.kind };
    const of = site.sources.find(({ key }) => key === why.of);
    return {
      reason: why.kind,
      of: of === undefined ? null : { title: of.title, page: url + sourcePath(of.key) },
    };
  };
  return {
    title: source.title,
    page: url + sourcePath(source.key),
    feed: source.feed,
    ...stateOf(source),
    shown: shownOf(source),
    notShown: source.unshown.map(({ reason: why, count, newest }) => ({
      ...reason(why),
      posts: count,
      newest,
    })),
    newest: unshown.map(({ url: link, published, reason: why }) => ({
      url: link,
      published,
      ...reason(why),
    })),
  };
}

/** What the feeds have: posts that were old when they came are on pages alone. */
function shownOf({ count, newest, unshown }: SourceView): object {
  const old = unshown.find(({ reason }) => reason.kind === 'start')?.count ?? 0;
  return { posts: count - old, newest: count > old ? newest : null };
}

interface State {
  readonly state: 'answering' | 'new' | 'disabled' | 'failing' | 'gone' | 'left';
  readonly cause: string | null;
  readonly since: Instant | null;
}

function stateOf({ health, listed }: SourceView): State {
  if (!listed) return { state: 'left', cause: null, since: null };
  switch (health.kind) {
    case 'fine':
      return { state: 'answering', cause: null, since: null };
    case 'new':
    case 'disabled':
      return { state: health.kind, cause: null, since: null };
    case 'gone':
      return { state: 'gone', cause: 'Gone for good (410)', since: health.since };
    case 'failing':
      return {
        state: 'failing',
        cause: alone(causeInWords(ENGLISH, health.cause).text),
        since: health.since,
      };
    default:
      return unreachable(health);
  }
}

/** A cause without the comma that some have before “since …”. */
const alone = (cause: string): string => cause.replace(/,$/, '');
