import { compareText } from '../model/compare-text.js';
import type { DocRef, StreamChange } from '../model/stream.js';
import type { Instant } from '../model/values.js';

/** Changes that a stream applies at once. */
const PART = 500;
/**
 * Posts of the documents that are read for them: ten segments, fifty archives. 500 posts of 100,000 that a
 * rule moved were in all segments; those took 1.6 GB.
 */
const READ = 5_000;

/** The changes by the streams that they are about, in their order. */
export function byStream<C extends Pick<StreamChange, 'was' | 'now'>>(
  changes: readonly C[],
): ReadonlyMap<string, readonly C[]> {
  const streams = new Map<string, C[]>();
  for (const change of changes) {
    for (const name of new Set([...change.was, ...change.now])) {
      const list = streams.get(name);
      if (list === undefined) streams.set(name, [change]);
      else list.push(change);
    }
  }
  return streams;
}

/**
 * The changes of a stream in parts, oldest posts first and those of one post in their order: a part needs the
 * few documents of its dates in memory, where a change of rules would need all.
 */
export function inParts<C extends Pick<StreamChange, 'id' | 'published' | 'isNew'>>(
  changes: readonly C[],
  docs: readonly DocRef[],
): readonly (readonly C[])[] {
  const dates = new Map<string, Instant>();
  const dated = changes.map((change) => {
    const date = dates.get(change.id) ?? change.published;
    dates.set(change.id, date);
    return { change, date };
  });
  dated.sort((a, b) => compareText(a.date, b.date));
  const parts: C[][] = [];
  let part: C[] = [];
  let read = new Set<DocRef>();
  let posts = 0;
  for (const { change, date } of dated) {
    const wanted = change.isNew ? [] : docs.filter(({ from, to }) => from <= date && date <= to);
    const more = sizeOf(wanted.filter((doc) => !read.has(doc)));
    const isFull = part.length === PART || (more > 0 && posts + more > READ);
    if (isFull && part.length > 0) {
      parts.push(part);
      [part, read, posts] = [[], new Set(), 0];
    }
    part.push(change);
    posts += sizeOf(wanted.filter((doc) => !read.has(doc)));
    for (const doc of wanted) read.add(doc);
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

const sizeOf = (docs: readonly DocRef[]): number => docs.reduce((sum, { count }) => sum + count, 0);
