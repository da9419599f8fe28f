import { sanitize } from '../../html/sanitize.js';
import type { FeedEntry, Markup } from '../../model/feed.js';
import { jsonFeed } from '../../parse/json-feed.js';
import { problems } from '../../parse/problems.js';
import { type Subject, subjectOf } from '../match/subject.js';
import type { Labelled } from './evaluate.js';

export type JsonObject = Readonly<Record<string, unknown>>;

/** One item of a JSON Feed: as it was read, and as rules see it. */
export interface JsonItem {
  readonly object: JsonObject;
  readonly subject: Subject;
}

/** A JSON Feed as it was read, every member kept. Items that are no objects are not among `items`. */
export interface JsonFeedDocument {
  readonly object: JsonObject;
  readonly items: readonly JsonItem[];
}

/**
 * The JSON Feed in `text`, or in words what it is instead; one item alone is a feed of one. Its items go the
 * way of every polled feed, so rules see of them what they would see in a pass.
 */
export function readLabelledFeed(text: string): JsonFeedDocument | string {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return `not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (isObject(value) && !('items' in value) && 'id' in value) value = { items: [value] };
  if (!isObject(value) || !Array.isArray(value['items'])) return 'not a JSON Feed: it has no "items"';
  const feed = jsonFeed(value, null, problems());
  const objects = value['items'].filter(isObject);
  const items = feed.entries.flatMap((entry, index): JsonItem[] => {
    const object = objects[index];
    const authors = entry.authors.length > 0 ? entry.authors : feed.authors;
    return object ? [{ object, subject: subjectOfEntry({ ...entry, authors }, feed.title) }] : [];
  });
  return { object: value, items };
}

/** What rules see of an entry that is not stored. */
export const subjectOfEntry = (entry: FeedEntry, source: string | null): Subject =>
  subjectOf({ ...entry, content: safe(entry.content), summary: safe(entry.summary) }, source);

const safe = (markup: Markup | null): string | null => (markup && sanitize(markup)) || null;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An item whose `tags` are the answer that rules are held against, so that rules don't see them. */
export const labelledItem = ({ object, subject }: JsonItem): Labelled => ({
  subject: { ...subject, categories: [] },
  ids: typeof object['id'] === 'string' ? [object['id']] : [],
  tags: tagsOf(object),
});

/** The names under an item's `tags`, as they stand. */
function tagsOf(item: JsonObject): readonly string[] {
  const tags = item['tags'];
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}
