import { escapeHtml } from '../../html/escape.js';
import { asText, Feed, type Item } from './feed-package.js';
import type { FeedRecord } from './feed-record.js';
import type { FeedFormat } from './format.js';
import type { EntryRecord } from './record.js';
import { byNumber, element, escapeByNumber, HTML_PLACES, textElement, withHtml } from './xml.js';

/**
 * Stands where the `feed` package can't say something; cleaned text never holds it. As `rights` it marks the
 * place of what an element still lacks, in a category's label a `<`, which the package leaves unescaped.
 */
const PLACE = '\u0001';

/** Atom 1.0 (RFC 4287); with `current`, an archive document of RFC 5005. */
export const atom: FeedFormat = {
  extension: 'atom',
  mediaType: 'application/atom+xml',
  label: 'Atom',
  render,
};

function render(record: FeedRecord, self: string): string {
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
  for (const entry of record.entries) feed.addItem(item(entry, record.scheme));
  return complete(feed.atom1(), record);
}

function item(entry: EntryRecord, scheme: string): Item {
  return {
    id: `urn:uuid:${entry.uuid}`, // the real one would be rewritten by `new URL`
    title: escapeHtml(entry.title),
    link: entry.url,
    date: new Date(entry.updated),
    published: new Date(entry.published),
    description: HTML_PLACES.summary,
    ...(entry.content !== null && { content: HTML_PLACES.content }),
    author: entry.authors.map(person),
    category: entry.tags.map(({ slug, title }) => ({
      term: slug,
      name: title.replaceAll('<', PLACE),
      scheme,
    })),
    copyright: PLACE,
  };
}

const person = ({ name, url }: EntryRecord['authors'][number]) => ({
  name: asText(name),
  ...(url !== null && { link: url }),
});

/** CDATA sections come first, so that nothing within a title is ever taken for our marks. */
const MARKS =
  /<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|&(?:amp|lt|gt);|<feed xmlns="[^"]*"|<entry>|<id>urn:uuid:[^<]*<\/id>|<rights>\u0001<\/rights>|\u0001/g;

/** One pass over the package's output that adds what it has no words for. */
function complete(xml: string, record: FeedRecord): string {
  const entries = record.entries.values();
  let entry: EntryRecord | undefined;
  return xml.replace(MARKS, (mark) => {
    if (mark.startsWith('<![CDATA[')) return withHtml(mark, entry);
    if (mark.startsWith('&')) return byNumber(mark);
    if (mark.startsWith('<feed')) {
      return `${mark} xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang="${escapeByNumber(record.language)}"`;
    }
    if (mark === '<entry>') {
      entry = entries.next().value;
      const language = entry?.language ?? record.language;
      return language === record.language ? mark : `<entry xml:lang="${escapeByNumber(language)}">`;
    }
    if (mark.startsWith('<id>')) return entry ? textElement('id', entry.id) : mark;
    if (mark === PLACE) return '&#x3C;';
    return entry ? entryExtras(entry).join('\n        ') : feedExtras(record).join('\n    ');
  });
}

function feedExtras({ current, previousArchive }: FeedRecord): string[] {
  const link = (rel: string, href: string) => element('link', { rel, href });
  return [
    ...(current === null ? [] : ['<fh:archive/>', link('current', current)]),
    ...(previousArchive === null ? [] : [link('prev-archive', previousArchive)]),
  ];
}

function entryExtras({ source, enclosures, also }: EntryRecord): string[] {
  const links = [
    element('link', { rel: 'alternate', href: source.home ?? source.url }),
    ...(source.feed === null ? [] : [element('link', { rel: 'self', href: source.feed })]),
  ];
  return [
    ...enclosures.map(({ url, type, length, title }) =>
      element('link', { rel: 'enclosure', href: url, type, length, title }),
    ),
    ...also.flatMap(({ url, title }) =>
      url === null ? [] : element('link', { rel: 'related', href: url, title }),
    ),
    `<source>${textElement('id', source.id)}${textElement('title', source.title)}${textElement('updated', source.updated)}${links.join('')}</source>`,
  ];
}
