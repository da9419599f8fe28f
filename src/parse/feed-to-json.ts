import { plainText } from '../html/excerpt.js';
import { sanitize } from '../html/sanitize.js';
import type { Feed, FeedEntry, Markup } from '../model/feed.js';
import { hexHash } from '../model/hash.js';
import type { Enclosure, Person } from '../model/values.js';

/**
 * A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/); `undefined` members vanish when printed.
 */
export type JsonFeed = Readonly<Record<string, unknown>>;

/**
 * A feed as JSON Feed 1.1, its markup sanitised. `_tagwire` has what the format has no place for: how the
 * feed was read, its `updated`, and how often it says that it changes.
 */
export function feedToJson(feed: Feed): JsonFeed {
  const { format, encoding, repaired, problems, dropped, rhythm, updated, id } = feed;
  const unique = uniqueBeside(feed.entries.flatMap((entry) => entry.id ?? []));
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title ?? '',
    home_page_url: feed.home ?? undefined,
    feed_url: feed.self ?? undefined,
    description: feed.description ?? undefined,
    icon: feed.image ?? undefined,
    favicon: feed.icon ?? undefined,
    authors: authors(feed.authors),
    language: feed.language ?? undefined,
    hubs: feed.hubs.length === 0 ? undefined : feed.hubs.map((url) => ({ type: 'WebSub', url })),
    items: feed.entries.map((entry) => item(entry, entry.id ?? unique(madeId(entry)))),
    _tagwire: { format, encoding, repaired, problems, dropped, id, updated, rhythm },
  };
}

function item(entry: FeedEntry, id: string): JsonFeed {
  const content = entry.content ?? entry.summary;
  return {
    id,
    url: entry.url ?? undefined,
    title: entry.title ?? undefined,
    ...contentOf(content),
    summary:
      entry.summary === null || entry.content === null ? undefined : plainText(sanitize(entry.summary)),
    image: entry.image ?? undefined,
    date_published: entry.published ?? undefined,
    date_modified: entry.updated ?? undefined,
    authors: authors(entry.authors),
    tags: entry.categories.length === 0 ? undefined : entry.categories,
    language: entry.language ?? undefined,
    attachments: entry.enclosures.length === 0 ? undefined : entry.enclosures.map(attachment),
    _tagwire: entry.source === null ? undefined : { source: entry.source },
  };
}

/** An item must have one of the two. */
function contentOf(content: Markup | null): JsonFeed {
  if (content === null) return { content_text: '' };
  return content.type === 'text' ? { content_text: content.value } : { content_html: sanitize(content) };
}

const authors = (people: readonly Person[]): readonly JsonFeed[] | undefined =>
  people.length === 0 ? undefined : people.map(({ name, url }) => ({ name, url: url ?? undefined }));

/** `mime_type` is required; what says nothing is bytes. */
const attachment = ({ url, type, length, title, duration }: Enclosure): JsonFeed => ({
  url,
  mime_type: type ?? 'application/octet-stream',
  title: title ?? undefined,
  size_in_bytes: length ?? undefined,
  duration_in_seconds: duration ?? undefined,
});

/** For an entry without an id: its address, else a name made from what it says. */
function madeId({ url, title, published, content, summary }: FeedEntry): string {
  if (url !== null) return url;
  const said = JSON.stringify([title, published, content?.value ?? summary?.value]);
  return `urn:sha256:${hexHash(32, said)}`;
}

/** The format asks for ids that are unique within the feed; those that the feed gives itself stay. */
function uniqueBeside(given: readonly string[]): (id: string) => string {
  const taken = new Set(given);
  /** Of each id that is taken, the number to try next: a feed may repeat one entry ten thousand times. */
  const next = new Map<string, number>();
  return (id) => {
    let free = id;
    let n = next.get(id) ?? 2;
    for (; taken.has(free); n += 1) free = `${id}#${n}`;
    next.set(id, n);
    taken.add(free);
    return free;
  };
}
