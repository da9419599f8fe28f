import type { Entry } from '../../src/model/entry.js';
import type { Feed, FeedEntry } from '../../src/model/feed.js';
import type { Post } from '../../src/model/post.js';
import type { HttpUrl, Instant, SafeHtml } from '../../src/model/values.js';
import { newPollState } from '../../src/schedule/index.js';
import type { SourceRecord } from '../../src/sources/record.js';

/** Builders with dull defaults: a test names what it is about and nothing else. */

export const at = (text: string): Instant => text as Instant;
export const url = (text: string): HttpUrl => text as HttpUrl;
export const html = (text: string): SafeHtml => text as SafeHtml;

/** The instant `days` after 1 January 2026. */
export const day = (days: number): Instant =>
  new Date(Date.UTC(2026, 0, 1) + days * 86_400_000).toISOString().replace('.000Z', 'Z') as Instant;

export function feedEntry(part: Partial<FeedEntry> = {}): FeedEntry {
  return {
    id: 'https://blog.example/1',
    url: url('https://blog.example/1'),
    title: 'A post',
    authors: [],
    content: { type: 'html', value: '<p>Some words.</p>', base: null },
    summary: null,
    published: day(1),
    updated: null,
    categories: [],
    enclosures: [],
    image: null,
    language: null,
    source: null,
    ...part,
  };
}

export function feed(entries: readonly FeedEntry[], part: Partial<Feed> = {}): Feed {
  return {
    format: 'Atom 1.0',
    encoding: 'utf-8',
    repaired: false,
    problems: [],
    dropped: 0,
    id: 'https://blog.example/feed',
    title: 'A blog',
    home: url('https://blog.example/'),
    self: null,
    description: null,
    language: 'en',
    authors: [{ name: 'Ann', url: null }],
    icon: null,
    image: null,
    updated: day(1),
    hubs: [],
    rhythm: { ttlMinutes: null, updateEveryMs: null, skipHours: [], skipDays: [] },
    entries,
    ...part,
  };
}

export function sourceRecord(key: string, part: Partial<SourceRecord> = {}): SourceRecord {
  const address = url(`https://${key.replace(/-[0-9a-f]{8}$/, '')}.example/feed`);
  return {
    key,
    url: address,
    origin: address,
    former: [],
    private: false,
    poll: newPollState(address),
    feed: null,
    entries: 0,
    withheld: 0,
    unshown: {},
    oldest: null,
    made: null,
    shown: null,
    ...part,
  };
}

export function entry(key: string, part: Partial<Entry> = {}): Entry {
  const address = `https://blog.example/${key}`;
  return {
    key,
    id: address,
    ids: [address],
    url: url(address),
    title: `Post ${key}`,
    authors: [],
    content: html('<p>Some words.</p>'),
    summary: null,
    published: day(1),
    updated: day(1),
    seen: day(1),
    categories: [],
    enclosures: [],
    image: null,
    language: null,
    from: { id: 'https://blog.example/feed', title: 'A blog', updated: day(1), home: null, feed: null },
    visible: 'v',
    pass: 1,
    tags: ['ffi'],
    why: [],
    admitted: true,
    keptTags: null,
    archivedOnly: false,
    copyOf: null,
    copies: [],
    streams: ['site', 'tags/ffi'],
    ...part,
  };
}

export function post(id: string, part: Partial<Post> = {}): Post {
  return {
    id,
    uuid: id,
    source: 'blog-00000000',
    key: id,
    url: url(`https://blog.example/${id}`),
    title: `Post ${id}`,
    authors: [],
    published: day(1),
    updated: day(1),
    language: null,
    excerpt: html('<p>Some words.</p>'),
    content: null,
    tags: ['ffi'],
    enclosures: [],
    image: null,
    from: { id: 'https://blog.example/feed', title: 'A blog', updated: day(1), home: null, feed: null },
    also: [],
    why: [],
    ...part,
  };
}
