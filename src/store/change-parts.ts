import { compareText } from '../model/newest-first.js';
import type { StreamChange } from '../model/stream.js';
import type { Instant } from '../model/values.js';

/** Changes that a stream applies at once. */
const PART = 500;

/** The changes by the streams that they are about, in their order. */
export function byStream(changes: readonly StreamChange[]): ReadonlyMap<string, readonly StreamChange[]> {
  const streams = new Map<string, StreamChange[]>();
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
 * The changes in parts, oldest posts first and those of one post together and in their order: a part needs
 * the few documents of its dates in memory, where a change of rules would need all.
 */
export function inParts(changes: readonly StreamChange[]): readonly (readonly StreamChange[])[] {
  const dates = new Map<string, Instant>();
  for (const { id, published } of changes) if (!dates.has(id)) dates.set(id, published);
  const dateOf = ({ id, published }: StreamChange): Instant => dates.get(id) ?? published;
  const sorted = [...changes].sort((a, b) => compareText(dateOf(a), dateOf(b)));
  const parts: StreamChange[][] = [];
  for (let at = 0; at < sorted.length; at += PART) parts.push(sorted.slice(at, at + PART));
  return parts;
}
