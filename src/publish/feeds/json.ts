import { extension, Feed } from './feed-package.js';
import type { FeedRecord } from './feed-record.js';
import type { FeedFormat } from './format.js';
import { once, PLACE, PLACE_DATE } from './pieces.js';
import { type EntryRecord, textOf } from './record.js';

/** JSON Feed 1.1. The package writes 1.0; its extensions are applied last and say the rest. */
export const json: FeedFormat = {
  extension: 'json',
  mediaType: 'application/feed+json',
  label: 'JSON Feed',
  render,
};

function* render(record: FeedRecord, self: string): Generator<string> {
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
  const head = narrowed(feed.json1());
  const end = head.lastIndexOf(']\n}');
  yield head.slice(0, end);
  for (const [at, entry] of record.entries.entries()) {
    yield at === 0 ? '\n  ' : ',\n  ';
    yield item(entry);
  }
  yield (record.entries.length === 0 ? '' : '\n ') + head.slice(end);
}

/** Indented by one space a level: four are a third of the file. Strings hold no raw line ends. */
const narrowed = (text: string): string =>
  text.replace(/\n +/g, (line) => `\n${' '.repeat((line.length - 1) / 4)}`);

/** The members of an item in the order in which the package writes them, and ours behind them. */
const members = once(() => {
  const feed = new Feed({ title: PLACE });
  feed.addItem({
    id: PLACE,
    title: PLACE,
    link: PLACE,
    date: PLACE_DATE,
    published: PLACE_DATE,
    description: PLACE,
    content: PLACE,
    image: PLACE,
    category: [{ name: PLACE }],
    extensions: ['authors', 'language', 'attachments', '_tagwire'].map((name) => extension(name, PLACE)),
  });
  return [...feed.json1().matchAll(/^ {12}"(\w+)": /gm)].map(([, name = '']) => name);
});

/** What stands around an item alone in a list, indented as in the whole file. */
const BEFORE = '{\n "items": [\n  ';
const BEHIND = '\n ]\n}';

function item(entry: EntryRecord): string {
  const values = valuesOf(entry);
  const said: Record<string, unknown> = {};
  for (const name of members()) said[name] = values[name] ?? undefined;
  return JSON.stringify({ items: [said] }, null, 1).slice(BEFORE.length, -BEHIND.length);
}

/** An item as programs are handed it alone, in the same words. */
export const jsonItem = (entry: EntryRecord): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(valuesOf(entry)).filter(([, value]) => value !== null));

/** By the names of members; null and undefined stay away. */
const valuesOf = (entry: EntryRecord): Readonly<Record<string, unknown>> => ({
  id: entry.id,
  content_html: entry.content ?? entry.summary,
  url: entry.url,
  title: entry.title,
  summary: entry.content && textOf(entry.summary),
  image: entry.image,
  date_modified: new Date(entry.updated).toISOString(),
  date_published: new Date(entry.published).toISOString(),
  tags: entry.tags.map(({ slug }) => slug),
  authors: entry.authors.map(person),
  language: entry.language,
  attachments: entry.enclosures.length > 0 ? entry.enclosures.map(attachment) : null,
  _tagwire: {
    source: {
      title: entry.source.title,
      url: entry.source.home ?? entry.source.url,
      feed: entry.source.feed,
    },
    why: entry.why,
    also: entry.also,
  },
});

const person = ({ name, url }: EntryRecord['authors'][number]) => ({ name, ...(url !== null && { url }) });

const attachment = ({ url, type, length, title, duration }: EntryRecord['enclosures'][number]) => ({
  url,
  mime_type: type,
  ...(title !== null && { title }),
  ...(length !== null && { size_in_bytes: length }),
  ...(duration !== null && { duration_in_seconds: duration }),
});
