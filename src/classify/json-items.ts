import { escaped } from './escape.js';
import type { Subject } from './index.js';

/** A JSON Feed as it was read, every member kept, with its items as objects. */
export interface JsonFeedDocument {
  readonly members: JsonObject;
  readonly items: readonly JsonObject[];
}
export type JsonObject = { readonly [name: string]: unknown };

/** The document in `text`, or why it is none. Any version of JSON Feed; items that are no objects are left out. */
export function readJsonFeed(text: string): JsonFeedDocument | string {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return `not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (!isObject(value) || !Array.isArray(value['items'])) return 'not a JSON Feed: it has no "items"';
  return { members: value, items: value['items'].filter(isObject) };
}

/** What rules can see of an item; `tags` as the source's own categories unless they are what rules are held against. */
export function subjectOf(item: JsonObject, feed: JsonObject, withTags = true): Subject {
  const html = text(item['content_html']) ?? plain(item['content_text']) ?? plain(item['summary']) ?? '';
  return {
    title: text(item['title']),
    html,
    categories: withTags ? tagsOf(item) : [],
    url: text(item['url']) ?? text(item['external_url']),
    authors: authorsOf(item) ?? authorsOf(feed) ?? [],
    source: text(feed['title']),
  };
}

/** The names under `tags`, as they stand. */
export function tagsOf(item: JsonObject): string[] {
  const tags = item['tags'];
  return Array.isArray(tags) ? tags.flatMap((tag) => text(tag) ?? []) : [];
}

/** `authors` of version 1.1, else `author` of version 1; null where neither names anyone. */
function authorsOf(object: JsonObject): string[] | null {
  const list = Array.isArray(object['authors']) ? object['authors'] : [object['author']];
  const names = list.flatMap((author) => (isObject(author) ? (text(author['name']) ?? []) : []));
  return names.length > 0 ? names : null;
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null;

function plain(value: unknown): string | null {
  const given = text(value);
  return given === null ? null : escaped(given);
}
