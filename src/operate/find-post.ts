import { nameOf } from '../model/entry.js';
import type { SourceKey } from '../model/values.js';
import { uuidOf } from '../post/published-id.js';
import type { OwnedEntry, StoreReader } from '../store/store.js';

/** A post's place on the site's own pages, on whatever host they are looked at. */
const OWN_PAGE = /\/sources\/([a-z0-9-]+)\/(?:index\.html)?#([0-9a-f]{32})$/;

/** What a name means that an operator gives a post. */
export interface FoundEntries {
  /** Copies of one post are several. */
  readonly entries: readonly OwnedEntry[];
  /** It is the address of a page of the site, which no post has for its id or link. */
  readonly isOwnPage: boolean;
}

/** The stored entries of a name: an id, a link in any spelling, or a post's place on the site's own pages. */
export async function findEntries(store: StoreReader, name: string): Promise<FoundEntries> {
  const found = await store.search(name);
  const [, source, uuid] = OWN_PAGE.exec(name) ?? [];
  if (found.length > 0 || source === undefined || uuid === undefined)
    return { entries: found, isOwnPage: false };
  const shown = await shownAt(store, source, uuid);
  return { entries: shown === null ? [] : [shown], isOwnPage: true };
}

async function shownAt(store: StoreReader, source: SourceKey, uuid: string): Promise<OwnedEntry | null> {
  const record = (await store.sources()).get(source);
  if (record === undefined) return null;
  for await (const entries of store.entries(source)) {
    const entry = entries.find(
      ({ ids, id }) => uuidOf(ids[0] ?? id, record.origin).replaceAll('-', '') === uuid,
    );
    if (entry !== undefined) return { source, entry };
  }
  return null;
}

/** Copies of one post as one: that which is published, if any is. */
export async function postsOf(
  store: StoreReader,
  found: readonly OwnedEntry[],
): Promise<readonly OwnedEntry[]> {
  const leads = new Map<string, OwnedEntry>();
  for (const one of found) {
    const { copyOf } = one.entry;
    const lead = copyOf === null ? null : await store.entry(copyOf);
    const post = copyOf === null || lead === null ? one : { source: copyOf.source, entry: lead };
    leads.set(nameOf({ source: post.source, key: post.entry.key }), post);
  }
  return [...leads.values()];
}
