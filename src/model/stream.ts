import type { Entry } from './entry.js';
import type { Post } from './post.js';
import type { Instant, SourceKey } from './values.js';

/** A stream as it is stored. */
export interface StreamData {
  readonly name: string;
  readonly born: Instant;
  readonly count: number;
  readonly since: Instant | null;
  /** Newest first; `doc` is the sealed document that holds it too, 0 for none. */
  readonly window: readonly { readonly post: Post; readonly doc: number }[];
  /** The limit that the window was made with; missing where an earlier program made it. */
  readonly limit?: number;
  readonly related: Readonly<Record<string, number>>;
  readonly writers: Readonly<Record<SourceKey, number>>;
  readonly years: Readonly<Record<string, number>>;
  /** Sealed documents, each leading on to the one before it. */
  readonly docs: readonly DocRef[];
  /** Documents that are no more, the longest gone first: theirs are the addresses that readers still know. */
  readonly joined: readonly Joined[];
  /** The highest number that a document has had; none is given twice. 0 where there was none. */
  readonly last: number;
}

export interface DocRef {
  readonly n: number;
  readonly count: number;
  readonly from: Instant;
  readonly to: Instant;
  /** The latest news among its posts; missing where none is. */
  readonly news?: Instant;
}

/** A document whose posts went to another one. */
export interface Joined {
  readonly n: number;
  readonly into: number;
}

/** A sealed document's posts, newest first. */
export interface Doc {
  readonly n: number;
  readonly posts: readonly DocPost[];
}

export interface DocPost {
  readonly post: Post;
  readonly archivedOnly: boolean;
}

/** How an entry stood in its streams before a change. */
export interface Placement {
  readonly id: string;
  readonly published: Instant;
  readonly streams: readonly string[];
}

/** One post's move between streams. */
export interface StreamChange {
  readonly id: string;
  readonly published: Instant;
  readonly was: readonly string[];
  readonly now: readonly string[];
  /** Null where `now` is empty. */
  readonly post: Post | null;
  readonly archivedOnly: boolean;
  /** Certainly in none of `now` yet: saves looking for it. */
  readonly isNew: boolean;
  /** A pass has just brought it as news: nobody has been told of it. */
  readonly isNews?: true;
}

/** How an entry stands in its streams. */
export function placementOf({ id, published, streams }: Placement): Placement {
  return { id, published, streams };
}

/**
 * What the streams have to do about an entry that stood as `before` says and now is `entry` (null: gone).
 * @param isNews a pass has just brought it as news
 */
export function streamChanges(
  before: Placement | null,
  entry: Entry | null,
  post: Post | null,
  isNews = false,
): readonly StreamChange[] {
  const streams = entry?.streams ?? [];
  const isSame =
    before === null || (entry !== null && before.id === entry.id && before.published === entry.published);
  const gone: StreamChange[] =
    isSame || before.streams.length === 0
      ? []
      : [
          {
            id: before.id,
            published: before.published,
            was: before.streams,
            now: [],
            post: null,
            archivedOnly: false,
            isNew: false,
          },
        ];
  const was = isSame && before !== null ? before.streams : [];
  if (entry === null || (was.length === 0 && streams.length === 0)) return gone;
  const { id, published, archivedOnly } = entry;
  const here = { id, published, was, now: streams, post, archivedOnly, isNew: before === null };
  return [...gone, isNews ? { ...here, isNews } : here];
}

const DIGESTS = 'weekly/';

/** The stream of a tag's digests, one post a week: no entry stands behind them. */
export const digestName = (slug: string): string => `${DIGESTS}${slug}`;

/** A digest as it stands from now on. */
export const digestChange = (slug: string, post: Post): StreamChange => ({
  ...{ id: post.id, published: post.published, was: [], now: [digestName(slug)], post },
  archivedOnly: false,
  isNew: false,
});

export const isDigest = (name: string): boolean => name.startsWith(DIGESTS);
