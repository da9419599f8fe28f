import { escapeHtml } from '../../html/escape.js';
import { asText, Feed } from './feed-package.js';
import type { FeedRecord } from './feed-record.js';
import type { FeedFormat } from './format.js';
import { once, PLACE, PLACE_DATE, piecesOf } from './pieces.js';
import type { EntryRecord } from './record.js';
import { byNumber, element, escapeByNumber, textByNumber, textElement } from './xml.js';

/** Atom 1.0 (RFC 4287); with `current`, an archive document of RFC 5005. */
export const atom: FeedFormat = {
  extension: 'atom',
  mediaType: 'application/atom+xml',
  label: 'Atom',
  render,
};

function* render(record: FeedRecord, self: string): Generator<string> {
  const feed = new Feed({
    id: asText(record.id),
    title: asText(record.title),
    description: asText(record.description),
    updated: new Date(record.updated),
    generator: 'tagwire',
    link: record.page,
    feedLinks: { atom: self },
    copyright: PLACE,
    ...(record.hub !== null && { hub: record.hub }),
    ...(record.logo !== null && { image: asText(record.logo) }),
    ...(record.author && { author: person(record.author) }),
  });
  const head = complete(feed.atom1(), record);
  const end = head.lastIndexOf('\n</feed>');
  yield head.slice(0, end);
  for (const entry of record.entries) yield entryElement(entry, record);
  yield head.slice(end);
}

const person = ({ name, url }: EntryRecord['authors'][number]) => ({
  name: asText(name),
  ...(url !== null && { link: url }),
});

/** What the package has no word for: as `rights` it leaves a place for it. */
const MARKS = /&(?:amp|lt|gt);|<feed xmlns="[^"]*"|<rights>place:<\/rights>/g;

/** One pass over the package's output that adds what it has no words for. */
const complete = (xml: string, record: FeedRecord): string =>
  xml.replace(MARKS, (mark) => {
    if (mark.startsWith('&')) return byNumber(mark);
    return mark.startsWith('<feed')
      ? `${mark} xmlns:fh="http://purl.org/syndication/history/1.0"${mediaSpace(record)} xml:lang="${escapeByNumber(record.language)}"`
      : feedExtras(record).join('\n    ');
  });

/** Declared where it is used: most feeds have no pictures. */
const mediaSpace = ({ entries }: FeedRecord): string =>
  entries.some(({ image }) => image !== null) ? ' xmlns:media="http://search.yahoo.com/mrss/"' : '';

/** Places for all that an entry can have, with an author who has an address and one who has none. */
const pieces = once(() => {
  const feed = new Feed({ id: PLACE, title: PLACE });
  feed.addItem({
    title: PLACE,
    id: PLACE,
    link: PLACE,
    date: PLACE_DATE,
    published: PLACE_DATE,
    description: PLACE,
    content: PLACE,
    author: [{ name: PLACE, link: PLACE }, { name: PLACE }],
    category: [{ term: PLACE, name: PLACE, scheme: PLACE }],
  });
  return piecesOf(feed.atom1(), 'entry', [
    'title',
    'id',
    'link',
    'updated',
    'summary',
    'content',
    'author',
    'unlinked',
    'category',
    'published',
  ]);
});

function entryElement(entry: EntryRecord, { language, scheme }: FeedRecord): string {
  const { title, id, link, updated, summary, content, author, unlinked, category, published } = pieces();
  const lang =
    (entry.language ?? language) === language ? '' : ` xml:lang="${escapeByNumber(entry.language ?? '')}"`;
  let xml = `\n    <entry${lang}>`;
  xml += title(escapeHtml(entry.title)) + id(escapeByNumber(entry.id)) + link(escapeByNumber(entry.url));
  xml += updated(new Date(entry.updated).toISOString()) + summary(entry.summary);
  if (entry.content !== null) xml += content(entry.content);
  for (const { name, url } of entry.authors)
    xml += url === null ? unlinked(textByNumber(name)) : author(textByNumber(name), textByNumber(url));
  for (const tag of entry.tags)
    xml += category(label(tag.title), escapeByNumber(scheme), escapeByNumber(tag.slug));
  xml += published(new Date(entry.published).toISOString());
  for (const extra of entryExtras(entry)) xml += `\n        ${extra}`;
  return `${xml}\n    </entry>`;
}

/** A quoted attribute as the package writes it, and the `<` that it leaves. */
const label = (text: string): string =>
  text.replaceAll('&', '&#x26;').replaceAll('<', '&#x3C;').replaceAll('"', '&quot;');

function feedExtras({ current, previousArchive }: FeedRecord): string[] {
  const link = (rel: string, href: string) => element('link', { rel, href });
  return [
    ...(current === null ? [] : ['<fh:archive/>', link('current', current)]),
    ...(previousArchive === null ? [] : [link('prev-archive', previousArchive)]),
  ];
}

function entryExtras({ source, enclosures, also, image }: EntryRecord): string[] {
  const links = [
    element('link', { rel: 'alternate', href: source.home ?? source.url }),
    ...(source.feed === null ? [] : [element('link', { rel: 'self', href: source.feed })]),
  ];
  return [
    ...enclosures.map(({ url, type, length, title }) =>
      element('link', { rel: 'enclosure', href: url, type, length, title }),
    ),
    ...(image === null ? [] : [element('media:thumbnail', { url: image })]),
    ...also.flatMap(({ url, title }) =>
      url === null ? [] : element('link', { rel: 'related', href: url, title }),
    ),
    `<source>${textElement('id', source.id)}${textElement('title', source.title)}${textElement('updated', source.updated)}${links.join('')}</source>`,
  ];
}
