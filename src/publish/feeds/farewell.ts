import { utf8 } from '../../files/utf8.js';
import { escapeHtml } from '../../html/escape.js';
import type { Post } from '../../model/post.js';
import { nameUuid, OF_ADDRESSES } from '../../model/uuid.js';
import { httpUrl, type Instant } from '../../model/values.js';
import type { OutputFile } from '../output-file.js';
import { feedPath } from '../site/paths.js';
import type { SiteView, Stream } from '../site/view.js';
import { siteSpeech } from '../words/languages.js';
import type { Speech } from '../words/speech.js';
import type { FeedRecord } from './feed-record.js';
import { FORMATS, MAIN_FORMAT } from './formats.js';
import { feedRecord } from './make-feed-record.js';

/** A tag or bundle that is no longer in feeds.json, or the digests of a tag. */
export interface RemovedStream {
  readonly kind: 'tag' | 'bundle' | 'weekly';
  readonly slug: string;
  /** Of digests, that of their tag. */
  readonly title: string;
  /** When the pass that applied the change began. */
  readonly removed: Instant;
}

/** The feeds of a removed stream: one last entry tells its subscribers, with the same bytes in every pass. */
export function* renderFarewell(site: SiteView, gone: RemovedStream): Generator<OutputFile> {
  const words = siteSpeech(site.config.site, site.theme);
  const title = gone.kind === 'weekly' ? words.say('digestFeed', { tag: gone.title }).text : gone.title;
  const stream: Stream = {
    ...gone,
    title,
    description: '',
    posts: [farewell(site, { ...gone, title }, words)],
    count: 1,
    born: gone.removed,
    since: gone.removed,
    related: [],
    writers: [],
    years: [],
    archives: [],
    joined: [],
  };
  // Its own page is gone; the list of all tags is where to look for another.
  const { url } = site.config.site;
  const record: FeedRecord = { ...feedRecord(site, stream), page: `${url}tags/` };
  for (const { extension, render } of FORMATS) {
    const path = feedPath(gone, extension);
    yield { path, body: utf8(render(record, url + path)) };
  }
}

function farewell(site: SiteView, gone: RemovedStream, words: Speech): Post {
  const { url, title: publisher } = site.config.site;
  const { extension } = MAIN_FORMAT;
  const feed = feedPath(gone, extension);
  const uuid = nameUuid(`${site.firstUrl}${feed}#${gone.removed}`, OF_ADDRESSES);
  const text = words.say('farewell', { site: publisher, title: gone.title }).text;
  return {
    id: `urn:uuid:${uuid}`,
    uuid,
    source: '',
    key: uuid,
    url: httpUrl(`tags/#${feed}`, url), // of its own: readers tell posts apart by their links, too
    title: words.say('farewellTitle', { title: gone.title }).text,
    authors: [{ name: publisher, url }],
    published: gone.removed,
    updated: gone.removed,
    language: words.languageOf('farewell'),
    excerpt: escapeHtml(text),
    content: null,
    tags: [],
    enclosures: [],
    image: null,
    from: {
      id: site.firstUrl,
      title: publisher,
      updated: gone.removed,
      home: url,
      feed: httpUrl(feedPath({ kind: 'site', slug: '' }, extension), url),
    },
    also: [],
    why: [],
  };
}
