import { asText, extension, Feed, type Item } from './feed-package.js';
import type { FeedRecord } from './feed-record.js';
import type { FeedFormat } from './format.js';
import { once, PLACE, PLACE_DATE, piecesOf } from './pieces.js';
import type { EntryRecord } from './record.js';
import { byNumber, element, escapeByNumber, textByNumber, textElement } from './xml.js';

const NAMESPACES = {
  'xmlns:atom': 'http://www.w3.org/2005/Atom',
  'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
  'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
  'xmlns:media': 'http://search.yahoo.com/mrss/',
  'xmlns:source': 'http://source.scripting.com/',
} as const;

/** RSS 2.0. */
export const rss: FeedFormat = {
  extension: 'rss',
  mediaType: 'application/rss+xml',
  label: 'RSS',
  render,
};

function* render(record: FeedRecord, self: string): Generator<string> {
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
  // The head has a namespace more where an item has content.
  if (record.entries.some(({ content }) => content !== null)) feed.addItem(PLACES);
  const xml = feed.rss2();
  const end = xml.lastIndexOf(END);
  const start = xml.lastIndexOf('\n        <item>');
  yield xml.slice(0, start < 0 ? end : start).replace(/&(?:amp|lt|gt);/g, byNumber);
  for (const extra of channelExtras(record, self)) yield `\n        ${extra}`;
  for (const entry of record.entries) yield itemElement(entry, record);
  yield END;
}

const END = '\n    </channel>\n</rss>';

/** RSS 2.0 knows these three formats only. */
const isRaster = (logo: string | null): logo is string => logo !== null && /\.(?:gif|jpe?g|png)$/i.test(logo);

const PLACES: Item = {
  title: PLACE,
  id: PLACE,
  link: PLACE,
  date: PLACE_DATE,
  description: PLACE,
  content: PLACE,
  category: [{ name: PLACE, domain: PLACE }],
  // For its place among the others: it is text rather than CDATA.
  extensions: [extension('title', { _text: PLACE }), extension('dc:creator', { _text: PLACE })],
};

const pieces = once(() => {
  const feed = new Feed({ title: PLACE, link: PLACE });
  feed.addItem(PLACES);
  return piecesOf(feed.rss2(), 'item', [
    'title',
    'link',
    'guid',
    'date',
    'description',
    'content',
    'category',
    'creator',
  ]);
});

function itemElement(entry: EntryRecord, { scheme, language }: FeedRecord): string {
  const { title, link, guid, date, description, content, category, creator } = pieces();
  let xml = '\n        <item>';
  xml += title(textByNumber(entry.title)) + link(textByNumber(entry.url)) + guid(textByNumber(entry.id));
  xml += date(new Date(entry.published).toUTCString()) + description(entry.summary);
  if (entry.content !== null) xml += content(entry.content);
  for (const { slug } of entry.tags) xml += category(escapeByNumber(scheme), textByNumber(slug));
  // `author` of RSS 2.0 is an e-mail address, which nobody wants published
  for (const { name } of entry.authors) xml += creator(textByNumber(name));
  if (entry.language !== null && entry.language !== language)
    xml += `\n            ${textElement('dc:language', entry.language)}`;
  for (const extra of extras(entry)) xml += `\n            ${extra}`;
  return `${xml}\n        </item>`;
}

/** Where the feed itself and the list of its sources are, for readers of Dave Winer's namespace. */
const channelExtras = ({ blogroll }: FeedRecord, self: string): string[] => [
  textElement('source:self', self),
  ...(blogroll === null ? [] : [textElement('source:blogroll', blogroll)]),
];

/** What the package has no words for. RSS 2.0 allows one enclosure an item; the others are Media RSS. */
function extras({ updated, source, image, enclosures: [first, ...others] }: EntryRecord): string[] {
  return [
    textElement('atom:updated', updated),
    element('source', { url: source.url }, textByNumber(source.title)),
    ...(first === undefined
      ? []
      : [element('enclosure', { url: first.url, length: first.length ?? 0, type: first.type })]),
    ...others.map(({ url, type, length, duration }) =>
      element('media:content', { url, type, fileSize: length || null, duration }),
    ),
    ...(image === null ? [] : [element('media:thumbnail', { url: image })]),
  ];
}
