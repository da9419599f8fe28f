import type { Entry } from '../../model/entry.js';
import { newestFirst } from '../../model/newest-first.js';
import { unshownReason } from '../../model/unshown.js';
import type { UnshownPost } from './view.js';

/** Among so many of a source's newest entries those without a link, or not shown, are looked for. */
const LOOKED_THROUGH = 200;
/** So many posts that are not shown are named. */
const NAMED_UNSHOWN = 20;

/** What a source's page shows, and what its status names. */
export interface PostsOfSource {
  /** Published entries, the newest first. */
  readonly shown: readonly Entry[];
  readonly unshown: readonly UnshownPost[];
}

/** How many of a source's newest entries its page is chosen from. */
export const entriesOf = (limit: number): number => Math.max(limit, LOOKED_THROUGH);

/**
 * The posts of a source's page: its newest, and those without a link, for which feeds send readers there.
 * @param limit posts in a feed, `publish.limit`
 */
export function postsOfSource(newest: readonly Entry[], limit: number): PostsOfSource {
  const sorted = newest.toSorted((a, b) => newestFirst(a, b));
  const published = sorted.filter(({ streams }) => streams.length > 0);
  return {
    shown: published.filter(({ url }, index) => index < limit || url === null),
    unshown: sorted.slice(0, LOOKED_THROUGH).flatMap(unshownPost).slice(0, NAMED_UNSHOWN),
  };
}

function unshownPost(entry: Entry): readonly UnshownPost[] {
  const reason = unshownReason(entry);
  return reason === null ? [] : [{ url: entry.url, published: entry.published, reason }];
}
