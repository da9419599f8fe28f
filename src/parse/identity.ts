import { createHash } from 'node:crypto';
import type { FeedEntry } from '../model/feed.js';
import { LONGEST_ADDRESS } from '../model/values.js';
import { figure } from '../model/words.js';
import type { Problems } from './problems.js';

/** The entries that are any, with ids that tell them apart. */
export interface Identified {
  readonly entries: readonly FeedEntry[];
  readonly dropped: number;
}

/** Two entries of one id are one entry and its correction (RFC 4287 4.1.1); this many posts are a mistake. */
const MANY = 3;

/**
 * Leaves out entries that say nothing, folds those that a feed repeats whole, and takes the id from entries
 * that share it with many others (`urn:uuid:` stood in all 17 of one feed).
 */
export function identified(found: readonly FeedEntry[], noted: Problems): Identified {
  const saying = found.filter(saysAnything).map((entry) => withPlainId(entry, noted));
  const seen = new Set<string>();
  const entries = saying.filter((entry) => {
    const key = JSON.stringify([entry.id, entry.url, entry.title]);
    const recognisable = entry.url !== null || (entry.id !== null && entry.title !== null);
    return !recognisable || (!seen.has(key) && seen.add(key));
  });
  const repeated = saying.length - entries.length;
  if (repeated > 0) noted.add(`${repeated} repeated ${repeated === 1 ? 'entry' : 'entries'}`);
  const shared = sharedIds(entries);
  for (const id of shared) noted.add(`several entries have the id ${JSON.stringify(id.slice(0, 100))}`);
  return {
    entries: entries.map((entry) =>
      entry.id !== null && shared.has(entry.id) ? { ...entry, id: null } : entry,
    ),
    dropped: found.length - saying.length,
  };
}

function withPlainId(entry: FeedEntry, noted: Problems): FeedEntry {
  const { id } = entry;
  if (id === null) return entry;
  if (id.length > LONGEST_ADDRESS)
    noted.add(`an id of ${figure(id.length)} characters is replaced by its hash`);
  return { ...entry, id: plainId(id) };
}

const USER = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#\\]*@/i;

/**
 * An id as it is known and published: verbatim, but that an address loses a user name and password, and that
 * one which is longer than any address is known by its hash.
 */
export function plainId(id: string): string {
  if (id.length > LONGEST_ADDRESS) return `urn:sha256:${createHash('sha256').update(id).digest('hex')}`;
  return id.replace(USER, '$1');
}

/** Whether there is anything at all in it. */
const saysAnything = (entry: FeedEntry): boolean =>
  Object.values(entry).some((value) => value !== null && !(Array.isArray(value) && value.length === 0));

/** Ids that stand for many posts, told apart by their addresses or else their titles. */
function sharedIds(entries: readonly FeedEntry[]): ReadonlySet<string> {
  const posts = new Map<string, Set<string>>();
  for (const { id, url, title } of entries) {
    if (id === null) continue;
    const ofId = posts.get(id) ?? new Set();
    posts.set(id, ofId.add(url ?? title ?? ''));
  }
  return new Set([...posts].flatMap(([id, ofId]) => (ofId.size < MANY ? [] : id)));
}
