import { isDigest } from '../../../model/stream.js';
import { feedAt } from '../../../publish/feeds/feed-at.js';
import { renderArchiveAtFeed, renderStreamAtFeed } from '../../../publish/on-demand.js';
import { readStreamView } from '../../../publish/site/read-view.js';
import type { StoreReader } from '../../../store/store.js';
import { type AskedKind, isOpened } from './asked.js';
import type { Edition } from './editions.js';

/**
 * The page of a published feed, for a person who opens the feed itself: browsers show markup or offer a file.
 * Null where there is none, as of digests and the site's archives: such a feed is handed out as it is.
 */
export const openedFeeds: AskedKind = (request, path) => {
  const feed = isOpened(request) ? feedAt(path) : null;
  if (feed === null || isDigest(feed.stream) || (!feed.isLive && feed.archive === null)) return null;
  const { format, stream: name, archive: n } = feed;
  const make = async (store: StoreReader, { context, view }: Edition) => {
    const data = await store.stream(name);
    if (data === null) return null;
    const { stream } = await readStreamView(store, data, context);
    if (n === null) return renderStreamAtFeed(view, stream, format);
    const doc = await store.doc(name, n);
    if (doc === null) return null;
    return renderArchiveAtFeed(view, { stream, n, posts: doc.posts.map(({ post }) => post) }, format);
  };
  return (edition) =>
    Object.hasOwn(edition.context.counts.counts, name)
      ? { kind: 'made', key: `opened ${path}`, form: 'opened', make: (store) => make(store, edition) }
      : null;
};
