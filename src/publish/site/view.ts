import type { Config } from '../../config/config.js';
import type { Post } from '../../model/post.js';
import type { UnshownCount, UnshownReason } from '../../model/unshown.js';
import type { HttpUrl, Instant, SourceKey } from '../../model/values.js';
import type { Health } from '../../schedule/index.js';
import type { OutputFile } from '../output-file.js';
import type { Theme } from './theme.js';

/**
 * What the outputs render: records without behaviour, made by the store's streams. Outputs are pure: the same
 * view gives the same bytes, and nothing in a view is a clock.
 */

/** A feed with its page: the whole site's, a tag's or a bundle's. */
export interface Stream {
  /** `weekly`: digests of a tag, which have feeds only. */
  readonly kind: 'site' | 'tag' | 'bundle' | 'weekly';
  /** '' for the site; of digests, that of their tag. */
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  /** Newest first, `publish.limit` or, for news, more. */
  readonly posts: readonly Post[];
  /** All its posts, archives included. */
  readonly count: number;
  /** When it was first published: an empty feed's `updated`. */
  readonly born: Instant;
  /** Published date of its oldest post; null where it has none. */
  readonly since: Instant | null;
  /** Tags by how many posts they share with it, most first; slugs. */
  readonly related: readonly (readonly [slug: string, posts: number])[];
  /** Sources by how many of its posts they wrote, most first. */
  readonly writers: readonly (readonly [source: SourceKey, posts: number])[];
  /** Posts a year, newest year first. */
  readonly years: readonly (readonly [year: string, posts: number])[];
  /** Sealed documents, each leading on to the one before it (RFC 5005 4). */
  readonly archives: readonly ArchiveRef[];
  /** Archives whose posts stand in another one by now, and which it is. */
  readonly joined: readonly { readonly n: number; readonly into: number }[];
}

/** The newest posts that somebody asks for by an address: made when it is asked for, and kept nowhere. */
export interface AskedStream {
  readonly kind: 'combination' | 'search';
  /** As addresses have it: `ffi+unsafe`, or a query, escaped. */
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  /** Newest first. */
  readonly posts: readonly Post[];
  /** When the site was born: an empty feed's `updated`. */
  readonly born: Instant;
}

/** Whatever has feeds and a page, as far as addresses depend on it. */
export interface Named {
  readonly kind: Stream['kind'] | AskedStream['kind'];
  readonly slug: string;
}

/** A number; of the site `12-3`, of what is still open with what tells it from others. */
export type ArchiveName = number | string;

export interface ArchiveRef {
  readonly n: ArchiveName;
  readonly count: number;
  /** Published dates of its oldest and newest post. */
  readonly from: Instant;
  readonly to: Instant;
}

/** A sealed archive document of a stream. */
export interface Archive {
  readonly stream: Stream;
  readonly n: ArchiveName;
  /** Newest first; none where they stand in another archive by now. */
  readonly posts: readonly Post[];
}

/** A source as a page shows it: states and dates, never a count of tries or an age. */
export interface SourceView {
  readonly key: SourceKey;
  readonly title: string;
  /** The feed's address; null where the source is private. */
  readonly feed: HttpUrl | null;
  readonly home: HttpUrl | null;
  readonly count: number;
  readonly newest: Instant | null;
  /** In feeds.json, or only remembered because its posts stay. */
  readonly listed: boolean;
  readonly health: Health;
  /** How many of its posts the feeds don't show, by reason; none of a private source. */
  readonly unshown: readonly (UnshownCount & { readonly reason: UnshownReason })[];
}

/** A post that the feeds don't show, as its source's status names it. */
export interface UnshownPost {
  readonly url: HttpUrl | null;
  readonly published: Instant;
  readonly reason: UnshownReason;
}

/** A tag or bundle in lists. */
export interface StreamSummary {
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly group: string | null;
  readonly count: number;
}

/** What every page may refer to. */
export interface SiteView {
  readonly config: Config;
  /** What the ids of its own feeds begin with, wherever it is by now. */
  readonly firstUrl: HttpUrl;
  /** Made by `readTheme()`; `PLAIN_THEME` where pages do not matter. */
  readonly theme: Theme;
  readonly tags: readonly StreamSummary[];
  readonly bundles: readonly StreamSummary[];
  readonly sources: readonly SourceView[];
  readonly count: number;
  readonly since: Instant | null;
}

/**
 * Posts that search loads together, at most 500. Only the newest segment grows; the oldest is dropped as a
 * whole.
 */
export interface SearchSegment {
  /** From 1, never used again. */
  readonly n: number;
  /** In the order they were added; an edit replaces its post in place. */
  readonly posts: readonly Post[];
}

/** A segment as the list of segments names it. */
export interface SearchSegmentRef {
  readonly n: number;
  readonly count: number;
  /** Published date of its oldest post; null where it is empty. */
  readonly since: Instant | null;
}

/**
 * One kind of published file. Each part is optional and is called only for what changed; an output is one
 * file and one line in `index.ts`.
 */
export interface Output {
  /** Files that configuration and theme alone shape: no news changes them. */
  fixed?(site: SiteView): Iterable<OutputFile>;
  /** Lists of the whole site: they may change with any news. */
  site?(site: SiteView): Iterable<OutputFile>;
  /** Lists of published files, made when all others are: `has` says whether a path is published. */
  listing?(site: SiteView, has: (path: string) => boolean): Iterable<OutputFile>;
  stream?(site: SiteView, stream: Stream): Iterable<OutputFile>;
  /** A tag's digests. */
  digest?(site: SiteView, stream: Stream): Iterable<OutputFile>;
  archive?(site: SiteView, archive: Archive): Iterable<OutputFile>;
  /** `unshown`: the newest posts that the feeds don't show. */
  source?(
    site: SiteView,
    source: SourceView,
    posts: readonly Post[],
    unshown: readonly UnshownPost[],
  ): Iterable<OutputFile>;
  search?(site: SiteView, segment: SearchSegment): Iterable<OutputFile>;
  /** The list of all segments: whenever one of them is added, changed or dropped. */
  searchIndex?(site: SiteView, segments: readonly SearchSegmentRef[]): Iterable<OutputFile>;
}
