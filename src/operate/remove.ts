import { type Entry, nameOf } from '../model/entry.js';
import type { SourceKey } from '../model/values.js';
import { Doubts } from '../pass/digest/doubt.js';
import { leadAt } from '../store/removal.js';
import type { Doomed, OwnedEntry, Store, StoreReader } from '../store/store.js';

/** What a post is called, given what was found of it. */
export const titleOf = ([first]: readonly OwnedEntry[]): string =>
  first?.entry.title ?? first?.entry.url ?? 'this post';

/** Takes posts out for good, with every source's copy of them. Returns how many entries went. */
export async function removePosts(store: Store, found: readonly OwnedEntry[]): Promise<number> {
  const parts = await wholePosts(store, found, new Set());
  const doubts = new Doubts();
  for (const { entries } of parts) for (const entry of entries) doubts.note(entry);
  await doubts.keep(store);
  async function* doomed(): AsyncIterable<readonly Doomed[]> {
    yield parts;
  }
  const gone = await store.remove({ of: 'post', title: titleOf(found) }, doomed());
  await doubts.keep(store);
  return gone;
}

/**
 * Takes all that a source brought out for good. A post that is published from another source stays, without
 * this one's credit. Returns how many entries went.
 */
export async function removeSource(store: Store, source: SourceKey): Promise<number> {
  const record = (await store.sources()).get(source);
  const doubts = new Doubts();
  for await (const entries of store.entries(source)) for (const entry of entries) doubts.note(entry);
  await doubts.keep(store);
  async function* doomed(): AsyncIterable<readonly Doomed[]> {
    const taken = new Set<string>();
    for await (const entries of store.entries(source)) {
      const copies = entries.filter(({ copyOf }) => copyOf !== null);
      const own = entries.filter(({ copyOf }) => copyOf === null).map((entry) => ({ source, entry }));
      yield [{ source, entries: copies, links: 'not' }, ...(await wholePosts(store, own, taken))];
    }
  }
  const title = record?.feed?.title ?? record?.url ?? source;
  const gone = await store.remove({ of: 'source', title }, doomed());
  await doubts.keep(store);
  return gone;
}

/**
 * The published copies of posts and all others, by source.
 * @param taken names of entries that are doomed already, to which these are added
 */
async function wholePosts(
  store: StoreReader,
  found: readonly OwnedEntry[],
  taken: Set<string>,
): Promise<readonly Doomed[]> {
  const bySource = new Map<SourceKey, Entry[]>();
  for (const one of found) {
    for (const { source, entry } of await wholePost(store, one)) {
      const name = nameOf({ source, key: entry.key });
      if (taken.has(name)) continue;
      taken.add(name);
      const others = bySource.get(source);
      if (others === undefined) bySource.set(source, [entry]);
      else others.push(entry);
    }
  }
  return [...bySource].map(([source, entries]) => ({ source, entries, links: 'too' }));
}

/** The published copy of a post and all others. */
async function wholePost(store: StoreReader, one: OwnedEntry): Promise<readonly OwnedEntry[]> {
  const { copyOf } = one.entry;
  const lead = (copyOf === null ? null : await leadAt(copyOf, (ref) => store.entry(ref))) ?? one;
  const post = [one, lead];
  for (const copy of lead.entry.copies) {
    const entry = await store.entry(copy);
    if (entry !== null) post.push({ source: copy.source, entry });
  }
  return post;
}
