import type { FeedEntry, Markup } from '../model/feed.js';
import type { Enclosure, HttpUrl, Instant, Person } from '../model/values.js';
import type { FeedContent } from './atom.js';
import { COMMAS } from './categories.js';
import { unreadableDate } from './date-of.js';
import { parseDate } from './dates/dates.js';
import { address, count, isObject, type JsonObject, list, objects, string, stringOf } from './json-values.js';
import { hostsOf, idLink, languageTag, type Place, pageScope, type Scope, siteScope } from './links.js';
import { meantHtml, withLineFeeds } from './markup.js';
import { seconds, typeByName } from './media.js';
import { distinct, peopleNamed } from './people.js';
import type { Problems } from './problems.js';
import { NO_RHYTHM } from './rhythm.js';
import { plainTitle } from './titles.js';

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

/** JSON Feed 1.0 and 1.1; what has the wrong type is read if it is plain what it means. */
export function jsonFeed(
  feed: JsonObject,
  url: HttpUrl | null,
  noted: Problems,
  isSecret: Scope['isSecret'] = () => false,
): FeedContent {
  const self = address(feed, 'feed_url', { base: url, noted });
  const base = url ?? (self === null || isSecret(self) ? null : self);
  const home = address(feed, 'home_page_url', { base, noted });
  const language = languageTag(string(feed, 'language') ?? '');
  const scope = { base, isStated: false, language, feedLanguage: null, isSecret, noted };
  const site = siteScope(scope, home);
  const hosts = hostsOf(home, base);
  const items = list(feed['items']).filter(isObject);
  return {
    id: null,
    title: plainTitle(string(feed, 'title') ?? '', 'text'),
    home,
    self,
    description: plainTitle(string(feed, 'description') ?? '', 'text'),
    language,
    authors: authors(feed, scope),
    icon: address(feed, 'favicon', scope),
    image: address(feed, 'icon', scope),
    updated: null,
    hubs: objects(feed['hubs'], 'url').flatMap((hub) => address(hub, 'url', scope) ?? []),
    rhythm: NO_RHYTHM,
    entries: items.map((item, at) => jsonItem(item, site, hosts, `item ${at + 1}`)),
  };
}

function jsonItem(item: JsonObject, scope: Scope, hosts: readonly string[], where: string): FeedEntry {
  const html = string(item, 'content_html');
  const id = string(item, 'id');
  const url = address(item, 'url', scope) ?? address(item, 'external_url', scope) ?? idLink(id, scope);
  const page = pageScope(scope, url, hosts).base;
  return {
    id,
    url,
    title: plainTitle(string(item, 'title') ?? '', 'text'),
    authors: authors(item, scope),
    content: html === null ? markup('text', string(item, 'content_text'), page) : markup('html', html, page),
    summary: markup('text', string(item, 'summary'), page),
    published: date(item, 'date_published', where, scope),
    updated: date(item, 'date_modified', where, scope),
    categories: tags(item['tags']),
    enclosures: objects(item['attachments'], 'url').flatMap((attachment) => enclosure(attachment, scope)),
    image: address(item, 'image', scope) ?? address(item, 'banner_image', scope),
    language: languageTag(string(item, 'language') ?? ''),
    source: null,
  };
}

const markup = (type: Markup['type'], value: string | null, base: HttpUrl | null): Markup | null =>
  value === null ? null : { type, value: type === 'html' ? meantHtml(value) : withLineFeeds(value), base };

/** A list of words; one text is as many as there are commas in it, an object is what it is called. */
function tags(value: unknown): readonly string[] {
  const words = typeof value === 'string' ? value.split(COMMAS) : Array.isArray(value) ? value : [];
  const names = words.flatMap((word: unknown) =>
    isObject(word)
      ? (string(word, 'name') ?? string(word, 'label') ?? string(word, 'term') ?? [])
      : (stringOf(word) ?? []),
  );
  return [...new Set(names.flatMap((name) => plainTitle(name, 'unknown') ?? []))];
}

/** 1.1 has a list, 1.0 one `author`. */
function authors(object: JsonObject, place: Place): readonly Person[] {
  const [listed, single] = [people(object['authors'], place), people(object['author'], place)];
  return listed.length > 0 ? listed : single;
}

const people = (value: unknown, place: Place): readonly Person[] =>
  distinct(
    objects(value, 'name').flatMap((person) => {
      const url = address(person, 'url', place);
      const named = peopleNamed(string(person, 'name') ?? '', place);
      // A person needs a name: the address has to do.
      if (named.length === 0) return url === null ? [] : [{ name: new URL(url).hostname, url }];
      return named.map((one) => ({ ...one, url: one.url ?? url }));
    }),
  );

function date(item: JsonObject, key: string, where: string, { noted, language }: Scope): Instant | null {
  const source = string(item, key);
  const read = source === null ? null : parseDate(source, language);
  if (source !== null && read === null) noted.add(unreadableDate(where, source));
  return read;
}

function enclosure(attachment: JsonObject, place: Place): readonly Enclosure[] {
  const url = address(attachment, 'url', place);
  if (url === null) return [];
  return [
    {
      url,
      type: string(attachment, 'mime_type') ?? typeByName(url),
      length: count(attachment['size_in_bytes']),
      title: string(attachment, 'title'),
      duration:
        count(attachment['duration_in_seconds']) ?? seconds(string(attachment, 'duration_in_seconds')),
    },
  ];
}
