import { asText, type Extension, extension, Feed, type Item } from './feed-package.js';
import type { FeedRecord } from './feed-record.js';
import type { FeedFormat } from './format.js';
import type { EntryRecord } from './record.js';
import { byNumber, escapeByNumber, HTML_PLACES, withHtml } from './xml.js';

const NAMESPACES = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
} as const;

/** RSS 2.0. */
export const rss: FeedFormat = {
  extension: 'rss',
  mediaType: 'application/rss+xml',
  label: 'RSS',
  render,
};

function render(record: FeedRecord, self: string): string {
  const feed = new Feed({
    title: asText(record.title),
    description: asText(record.description),
    updated: new Date(record.updated),
    generator: 'tagwire',
    language: record.language,
    ttl: record.ttlMinutes,
    link: record.page,
    feedLinks: { rss: self },
    ...(record.hub !== null && { hub: record.hub }),
    ...(isRaster(record.logo) && { image: asText(record.logo) }),
  });
  feed.addExtension(extension('_attributes', NAMESPACES));
  for (const entry of record.entries) feed.addItem(item(entry, record.scheme));
  return complete(feed.rss2(), record);
}

/** RSS 2.0 knows these three formats only. */
const isRaster = (logo: string | null): logo is string => logo !== null && /\.(?:gif|jpe?g|png)$/i.test(logo);

function item(entry: EntryRecord, scheme: string): Item {
  return {
    id: asText(entry.id),
    title: entry.title, // for its place in the item; the extension says it as text rather than CDATA
    link: entry.url,
    date: new Date(entry.published),
    description: HTML_PLACES.summary,
    ...(entry.content !== null && { content: HTML_PLACES.content }),
    category: entry.tags.map(({ slug }) => ({ name: slug, domain: escapeByNumber(scheme) })),
    extensions: [
      text('title', entry.title),
      // `author` of RSS 2.0 is an e-mail address, which nobody wants published
      extension(
        'dc:creator',
        entry.authors.map(({ name }) => ({ _text: asText(name) })),
      ),
      text('atom:updated', entry.updated),
      text('source', entry.source.title, { url: entry.source.url }),
      ...enclosures(entry),
    ],
  };
}

/** RSS 2.0 allows one enclosure an item; the others are Media RSS. */
function enclosures({ enclosures: [first, ...rest] }: EntryRecord): Extension[] {
  if (first === undefined) return [];
  const others = rest.map(({ url, type, length, duration }) => ({
    _attributes: attributes({ url, type, fileSize: length || null, duration }),
  }));
  return [
    extension('enclosure', {
      _attributes: attributes({ url: first.url, length: first.length ?? 0, type: first.type }),
    }),
    ...(others.length > 0 ? [extension('media:content', others)] : []),
  ];
}

const text = (name: string, value: string, of: Readonly<Record<string, string>> = {}): Extension =>
  extension(name, { _attributes: attributes(of), _text: asText(value) });

/** The package escapes nothing but quotes in attributes. */
const attributes = (values: Readonly<Record<string, string | number | null>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) =>
      value === null ? [] : [[key, escapeByNumber(String(value))]],
    ),
  );

/** Plain text of RSS by number, and the HTML of each item in its place. */
function complete(xml: string, record: FeedRecord): string {
  const entries = record.entries.values();
  let entry: EntryRecord | undefined;
  return xml.replace(/<item>|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|&(?:amp|lt|gt);/g, (mark) => {
    if (mark === '<item>') entry = entries.next().value;
    return mark.startsWith('<![CDATA[') ? withHtml(mark, entry) : byNumber(mark);
  });
}
