import type { Entry } from '../../model/entry.js';
import type { Post } from '../../model/post.js';
import type { Doc, Placement, StreamData } from '../../model/stream.js';
import type { SourceRecord } from '../../sources/record.js';
import { newFacts } from '../facts.js';
import type { Facts } from '../store.js';
import { isRecord } from './document.js';

/*
 * What members of our files look like, as far as all versions of the layout have it and the code would throw
 * without it. A file that is JSON may be damaged all the same: by a flipped bit in a name, or by an edit.
 */

/** Whether this is an object whose members all have a shape. */
export const isRecordOf = (members: unknown, isWhole: (value: unknown) => boolean): boolean =>
  isRecord(members) && Object.values(members).every(isWhole);

/** Whether this is a list whose elements all have a shape. */
export const isListOf = (list: unknown, isWhole: (value: unknown) => boolean): boolean =>
  Array.isArray(list) && list.every(isWhole);

export const isText = (value: unknown): value is string => typeof value === 'string';
export const isNumber = (value: unknown): value is number => typeof value === 'number';

/** An entry of a source. */
export function isEntry(value: unknown): value is Entry {
  if (!isRecord(value)) return false;
  const texts = [value['key'], value['id'], value['published'], value['updated'], value['visible']];
  const lists = [value['ids'], value['tags'], value['streams'], value['copies'], value['authors']];
  return texts.every(isText) && lists.every(Array.isArray) && isRecord(value['from']);
}

/** How an entry stood in the streams. */
export const isPlacement = (value: unknown): value is Placement =>
  isRecord(value) && isText(value['id']) && Array.isArray(value['streams']);

/** A line of what a source's last document listed. */
export const isListed = (value: unknown): value is readonly [string | null, string] =>
  Array.isArray(value) && value.length === 2 && (value[0] === null || isText(value[0])) && isText(value[1]);

/** What is known of a source; its addresses are texts. */
export function isSourceRecord(value: unknown): value is SourceRecord {
  if (!isRecord(value) || !isRecord(value['poll'])) return false;
  return [value['key'], value['url'], value['origin'], value['poll']['url']].every(isText);
}

/** Those of the facts of a database that are of the kind that they should be. */
export function wholeFacts(facts: Readonly<Record<string, unknown>>): Partial<Facts> {
  const known = new Map<string, unknown>(Object.entries(newFacts()));
  const isWhole = ([name, value]: readonly [string, unknown]): boolean => {
    const usual = known.get(name) ?? null;
    return usual === null || (value !== null && typeof value === typeof usual);
  };
  return Object.fromEntries(Object.entries(facts).filter(isWhole));
}

export const areFacts = (facts: unknown): facts is Facts =>
  isRecord(facts) && Object.keys(wholeFacts(facts)).length === Object.keys(facts).length;

/** A post of a window, with the number of its document. */
export const isShown = (value: unknown): value is StreamData['window'][number] =>
  isRecord(value) && isPost(value['post']) && isNumber(value['doc']);

/** A post of a document. */
export const isSealed = (value: unknown): value is Doc['posts'][number] =>
  isRecord(value) && isPost(value['post']);

/** What a stream knows of a document, or of one that was joined. */
export const isNumbered = (value: unknown): boolean => isRecord(value) && isNumber(value['n']);

function isPost(value: unknown): value is Post {
  if (!isRecord(value)) return false;
  const texts = [value['id'], value['source'], value['key'], value['published'], value['updated']];
  const lists = [value['authors'], value['tags'], value['enclosures'], value['also']];
  return texts.every(isText) && lists.every(Array.isArray) && isRecord(value['from']);
}
