import type { FeedEntry, Markup } from '../model/feed.js';
import type { Enclosure, HttpUrl, Instant, Person } from '../model/values.js';
import type { FeedContent } from './atom.js';
import { parseDate } from './dates/dates.js';
import { languageTag, resolve, type Scope } from './links.js';
import { type Problems, unreadableDate } from './problems.js';
import { NO_RHYTHM } from './rhythm.js';
import { plainTitle } from './titles.js';

type JsonObject = Readonly<Record<string, unknown>>;

/** What addresses resolve against, and where those that are none are noted. */
type Place = Omit<Scope, 'language'>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const objects = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** Whether a JSON value is a JSON Feed: by its version, else by its items and a title. */
export const isJsonFeed = (value: unknown): value is JsonObject =>
  isObject(value) &&
  (/jsonfeed\.org\/version\//.test(string(value, 'version') ?? '') ||
    (Array.isArray(value['items']) && string(value, 'title') !== null));

/** For people: `JSON Feed 1.1`. */
export const jsonFormat = (feed: JsonObject): string => {
  const version = /version\/([\d.]+)$/.exec(string(feed, 'version') ?? '')?.[1];
  return version === undefined ? 'JSON Feed' : `JSON Feed ${version === '1' ? '1.0' : version}`;
};

/** JSON Feed 1.0 and 1.1; what has the wrong type counts as absent, except numbers as ids, which 1.0 had. */
export function jsonFeed(feed: JsonObject, url: HttpUrl | null, noted: Problems): FeedContent {
  const self = address(feed, 'feed_url', { base: url, noted });
  const base = url ?? self ?? address(feed, 'home_page_url', { base: null, noted });
  const place = { base, noted };
  const entries = objects(feed['items']).map((item, at) => jsonItem(item, place, `item ${at + 1}`));
  return {
    id: null,
    title: plainTitle(string(feed, 'title') ?? '', 'text'),
    home: address(feed, 'home_page_url', place),
    self,
    description: plainTitle(string(feed, 'description') ?? '', 'text'),
    language: languageTag(string(feed, 'language') ?? ''),
    authors: authors(feed, place),
    icon: address(feed, 'favicon', place),
    image: address(feed, 'icon', place),
    updated: null,
    hubs: objects(feed['hubs']).flatMap((hub) => address(hub, 'url', place) ?? []),
    rhythm: NO_RHYTHM,
    entries,
  };
}

function jsonItem(item: JsonObject, place: Place, where: string): FeedEntry {
  const { base, noted } = place;
  const html = string(item, 'content_html');
  const plain = string(item, 'content_text');
  const tags = Array.isArray(item['tags']) ? item['tags'] : [];
  return {
    id: idOf(item),
    url: address(item, 'url', place) ?? address(item, 'external_url', place),
    title: plainTitle(string(item, 'title') ?? '', 'text'),
    authors: authors(item, place),
    content: html === null ? markup('text', plain, base) : markup('html', html, base),
    summary: markup('text', string(item, 'summary'), base),
    published: date(item, 'date_published', where, noted),
    updated: date(item, 'date_modified', where, noted),
    categories: [
      ...new Set(tags.flatMap((tag) => (typeof tag === 'string' ? (plainTitle(tag, 'text') ?? []) : []))),
    ],
    enclosures: objects(item['attachments']).flatMap((attachment) => enclosure(attachment, place)),
    image: address(item, 'image', place) ?? address(item, 'banner_image', place),
    language: languageTag(string(item, 'language') ?? ''),
    source: null,
  };
}

/** Trimmed; null where it is no string, or an empty one. */
function string(object: JsonObject, key: string): string | null {
  const value = object[key];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

const address = (object: JsonObject, key: string, place: Place): HttpUrl | null =>
  resolve(string(object, key), place);

const markup = (type: Markup['type'], value: string | null, base: HttpUrl | null): Markup | null =>
  value === null ? null : { type, value, base };

function idOf(item: JsonObject): string | null {
  const id = item['id'];
  return typeof id === 'number' ? String(id) : string(item, 'id');
}

/** 1.1 has a list, 1.0 one `author`. */
function authors(object: JsonObject, place: Place): readonly Person[] {
  const listed = objects(object['authors']);
  const people = listed.length > 0 ? listed : objects([object['author']]);
  return people.flatMap((person) => {
    const name = plainTitle(string(person, 'name') ?? '', 'text');
    return name === null ? [] : { name, url: address(person, 'url', place) };
  });
}

function date(item: JsonObject, key: string, where: string, noted: Problems): Instant | null {
  const source = string(item, key);
  const read = source === null ? null : parseDate(source);
  if (source !== null && read === null) noted.add(unreadableDate(where, source));
  return read;
}

function enclosure(attachment: JsonObject, place: Place): readonly Enclosure[] {
  const url = address(attachment, 'url', place);
  if (url === null) return [];
  return [
    {
      url,
      type: string(attachment, 'mime_type'),
      length: count(attachment['size_in_bytes']),
      title: string(attachment, 'title'),
      duration: count(attachment['duration_in_seconds']),
    },
  ];
}

const count = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.round(value) : null;
