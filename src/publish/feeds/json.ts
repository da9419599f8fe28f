import { extension, Feed, type Item } from './feed-package.js';
import type { FeedRecord } from './feed-record.js';
import type { FeedFormat } from './format.js';
import { type EntryRecord, textOf } from './record.js';

/** JSON Feed 1.1. The package writes 1.0; its extensions are applied last and say the rest. */
export const json: FeedFormat = {
  extension: 'json',
  mediaType: 'application/feed+json',
  label: 'JSON Feed',
  render,
};

function render(record: FeedRecord, self: string): string {
  const feed = new Feed({
    title: record.title,
    description: record.description,
    link: record.page,
    feedLinks: { json: self },
    ...(record.logo !== null && { image: record.logo }),
  });
  const say = (name: string, objects: unknown) => feed.addExtension(extension(name, objects));
  say('version', 'https://jsonfeed.org/version/1.1');
  say('language', record.language);
  if (record.author) say('authors', [person(record.author)]);
  if (record.hub !== null) say('hubs', [{ type: 'WebSub', url: record.hub }]);
  for (const entry of record.entries) feed.addItem(item(entry));
  return feed.json1().replace(/\n +/g, (line) => LINES[line.length] ?? narrowed(line.length));
}

/**
 * A line end and its indentation by one space a level: four are a third of the file. Strings hold no raw line
 * ends.
 */
const narrowed = (length: number): string => `\n${' '.repeat((length - 1) / 4)}`;

/** By their lengths, for as deep as a feed is. */
const LINES = Array.from({ length: 42 }, (_, length) => narrowed(length));

function item(entry: EntryRecord): Item {
  const more: Record<string, unknown> = {
    authors: entry.authors.map(person),
    ...(entry.language !== null && { language: entry.language }),
    ...(entry.content !== null && { summary: textOf(entry.summary) }),
    ...(entry.enclosures.length > 0 && { attachments: entry.enclosures.map(attachment) }),
    _tagwire: {
      source: {
        title: entry.source.title,
        url: entry.source.home ?? entry.source.url,
        feed: entry.source.feed,
      },
      why: entry.why,
      also: entry.also,
    },
  };
  return {
    id: entry.id,
    title: entry.title,
    link: entry.url,
    date: new Date(entry.updated),
    published: new Date(entry.published),
    description: entry.summary,
    ...(entry.content !== null && { content: entry.content }),
    ...(entry.image !== null && { image: entry.image }),
    category: entry.tags.map(({ slug }) => ({ name: slug })),
    extensions: Object.entries(more).map(([name, objects]) => extension(name, objects)),
  };
}

const person = ({ name, url }: EntryRecord['authors'][number]) => ({ name, ...(url !== null && { url }) });

const attachment = ({ url, type, length, title, duration }: EntryRecord['enclosures'][number]) => ({
  url,
  mime_type: type,
  ...(title !== null && { title }),
  ...(length !== null && { size_in_bytes: length }),
  ...(duration !== null && { duration_in_seconds: duration }),
});
