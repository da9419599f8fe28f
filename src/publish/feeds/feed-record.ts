import { type HttpUrl, httpUrl, type Instant, toMs } from '../../model/values.js';
import { plainText } from '../../post/clean.js';
import { archivePath, feedPath, streamPath } from '../site/paths.js';
import type { Archive, SiteView, Stream } from '../site/view.js';
import { type EntryRecord, entryRecord } from './record.js';

/** A feed as all three formats say it: cleaned, with absolute addresses. */
export interface FeedRecord {
  /** The same in the live feed and its archives, which are parts of one feed (RFC 5005 4). */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly language: string;
  readonly author: { readonly name: string; readonly url: string | null } | null;
  readonly logo: string | null;
  readonly hub: string | null;
  /** RSS `ttl`: how long a copy is good for. */
  readonly ttlMinutes: number;
  readonly updated: Instant;
  /** The page that shows the same posts. */
  readonly page: string;
  readonly self: { readonly atom: string; readonly rss: string; readonly json: string };
  /** For an archive document: the live feed that it belongs to. */
  readonly current: string | null;
  readonly previousArchive: string | null;
  /** The page of all tags: the scheme that categories are from. */
  readonly scheme: string;
  readonly entries: readonly EntryRecord[];
}

/** The live feed of a stream. */
export function feedRecord(site: SiteView, stream: Stream): FeedRecord {
  const at = site.config.site.url;
  const newest = stream.archives.at(-1);
  return {
    ...common(site, stream, stream.posts),
    page: `${at}${streamPath(stream)}`,
    self: addresses(at, stream),
    current: null,
    previousArchive: newest === undefined ? null : `${at}${archivePath(stream, newest.n, 'atom')}`,
  };
}

/** A sealed archive document (RFC 5005 4); it is published as Atom only. */
export function archiveRecord(site: SiteView, { stream, n, posts }: Archive): FeedRecord {
  const at = site.config.site.url;
  const self = addresses(at, stream);
  const previous = stream.archives.findLast((archive) => archive.n < n);
  return {
    ...common(site, stream, posts),
    page: `${at}${archivePath(stream, n, 'html')}`,
    self: { ...self, atom: `${at}${archivePath(stream, n, 'atom')}` },
    current: self.atom,
    previousArchive: previous === undefined ? null : `${at}${archivePath(stream, previous.n, 'atom')}`,
  };
}

function common(site: SiteView, stream: Stream, posts: Stream['posts']) {
  const { site: about, publish, fetch } = site.config;
  const titles = new Map(site.tags.map((tag) => [tag.slug, tag.title]));
  const own = plainText(about.title);
  const title = stream.kind === 'site' ? own : `${own}: ${plainText(stream.title)}`;
  const described = plainText(stream.description || (stream.kind === 'site' ? about.description : ''));
  return {
    id: `${about.url}${feedPath(stream, 'atom')}`,
    title,
    description: described || title,
    language: about.language,
    author: about.author && { name: plainText(about.author.name), url: about.author.url },
    logo: about.logo === null ? null : httpUrl(about.logo, about.url),
    hub: publish.hub,
    ttlMinutes: Math.max(1, Math.round(fetch.interval.minMs / 60_000)),
    updated: newestUpdate(posts, stream.born),
    scheme: `${about.url}tags/`,
    entries: posts.map((post) => entryRecord(site, titles, post)),
  };
}

const addresses = (at: HttpUrl, stream: Stream): FeedRecord['self'] => ({
  atom: `${at}${feedPath(stream, 'atom')}`,
  rss: `${at}${feedPath(stream, 'rss')}`,
  json: `${at}${feedPath(stream, 'json')}`,
});

/** The newest entry's, never the clock's; an empty feed's is the moment it was first published. */
function newestUpdate(posts: Stream['posts'], born: Instant): Instant {
  let newest: Instant | null = null;
  for (const { updated } of posts) {
    if (newest === null || toMs(updated) > toMs(newest)) newest = updated;
  }
  return newest ?? born;
}
