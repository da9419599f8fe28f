import { MINUTE_MS } from '../../model/spans.js';
import { httpUrl, type Instant, toMs } from '../../model/values.js';
import { plainText } from '../../post/clean.js';
import { archiveBefore, archivePath, BLOGROLL, feedPath, streamPath } from '../site/paths.js';
import type { Archive, AskedStream, SiteView, Stream } from '../site/view.js';
import { digestPost } from './digest-post.js';
import type { FeedRecord } from './feed-record.js';
import { MAIN_FORMAT } from './formats.js';
import { entryRecord } from './record.js';

const { extension } = MAIN_FORMAT;

/** The live feed of a stream. */
export function feedRecord(site: SiteView, stream: Stream): FeedRecord {
  const at = site.config.site.url;
  const newest = stream.archives.at(-1);
  return {
    ...common(site, stream, stream.posts),
    page: `${at}${streamPath(stream)}`,
    current: null,
    previousArchive: newest === undefined ? null : `${at}${archivePath(stream, newest.n, extension)}`,
  };
}

/** The digests of a tag. Theirs is a feed of its own, without archives. */
export function digestRecord(site: SiteView, stream: Stream): FeedRecord {
  const posts = stream.posts.map((post) => digestPost(site, stream, post));
  const page = `${site.config.site.url}${streamPath(stream)}`;
  return { ...common(site, stream, posts), page, current: null, previousArchive: null };
}

/** A sealed archive document (RFC 5005 4); it is published in the main format only. */
export function archiveRecord(site: SiteView, { stream, n, posts }: Archive): FeedRecord {
  const at = site.config.site.url;
  const previous = archiveBefore(stream, n);
  return {
    ...common(site, stream, posts),
    page: `${at}${archivePath(stream, n, 'html')}`,
    current: `${at}${feedPath(stream, extension)}`,
    previousArchive: previous === null ? null : `${at}${archivePath(stream, previous, extension)}`,
  };
}

/**
 * The feed of what somebody asks for. No hub hears of its news, so it names none: subscribers would wait for
 * it.
 */
export function askedRecord(site: SiteView, asked: AskedStream): FeedRecord {
  return {
    ...common(site, asked, asked.posts),
    hub: null,
    page: `${site.config.site.url}${streamPath(asked)}`,
    current: null,
    previousArchive: null,
  };
}

function common(site: SiteView, stream: Stream | AskedStream, posts: Stream['posts']) {
  const { site: about, publish, fetch } = site.config;
  const titles = new Map(site.tags.map((tag) => [tag.slug, tag.title]));
  const own = plainText(about.title);
  const title = stream.kind === 'site' ? own : `${own}: ${plainText(stream.title)}`;
  const described = plainText(stream.description || (stream.kind === 'site' ? about.description : ''));
  return {
    id: `${site.firstUrl}${feedPath(stream, extension)}`,
    title,
    description: described || title,
    language: about.language,
    author: about.author && { name: plainText(about.author.name), url: about.author.url },
    logo: about.logo === null ? null : httpUrl(about.logo, about.url),
    hub: publish.hub,
    blogroll: `${about.url}${BLOGROLL}`,
    ttlMinutes: Math.max(1, Math.round(fetch.interval.minMs / MINUTE_MS)),
    updated: newestUpdate(posts, stream.born),
    scheme: `${about.url}tags/`,
    entries: posts.map((post) => entryRecord(site, titles, post)),
  };
}

/** The newest entry's, never the clock's; an empty feed's is the moment it was first published. */
function newestUpdate(posts: Stream['posts'], born: Instant): Instant {
  let newest: Instant | null = null;
  for (const { updated } of posts) {
    if (newest === null || toMs(updated) > toMs(newest)) newest = updated;
  }
  return newest ?? born;
}
