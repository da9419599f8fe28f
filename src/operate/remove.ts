import type { Entry } from '../model/entry.js';
import type { SourceKey } from '../model/values.js';
import type { OwnedEntry, Store } from '../store/store.js';

/** Takes posts out for good, with every source's copy of them. Returns how many entries went. */
export async function removePosts(store: Store, found: readonly OwnedEntry[]): Promise<number> {
  const doomed = new Map<string, OwnedEntry>();
  for (const one of found) {
    for (const copy of await wholePost(store, one)) doomed.set(`${copy.source} ${copy.entry.key}`, copy);
  }
  await store.remove([...doomed.values()], 'too');
  return doomed.size;
}

/**
 * Takes all that a source brought out for good. A post that is published from another source stays, without
 * this one's credit. Returns how many entries went.
 */
export async function removeSource(store: Store, source: SourceKey): Promise<number> {
  let removed = 0;
  for await (const entries of store.entries(source)) {
    const copies = entries.filter(({ copyOf }) => copyOf !== null).map((entry) => ({ source, entry }));
    const own = entries.filter(({ copyOf }) => copyOf === null).map((entry) => ({ source, entry }));
    for (const { entry } of copies) await takeBackCredit(store, source, entry);
    await store.remove(copies, 'not'); // the link is the other source's
    removed += copies.length + (await removePosts(store, own));
  }
  return removed;
}

/** The published copy of a post and all others. */
async function wholePost(store: Store, one: OwnedEntry): Promise<readonly OwnedEntry[]> {
  const { copyOf } = one.entry;
  const published = copyOf === null ? null : await store.entry(copyOf);
  const lead = copyOf === null || published === null ? one : { source: copyOf.source, entry: published };
  const post = [one, lead];
  for (const copy of lead.entry.copies) {
    const entry = await store.entry(copy);
    if (entry !== null) post.push({ source: copy.source, entry });
  }
  return post;
}

async function takeBackCredit(store: Store, source: SourceKey, { copyOf, key }: Entry): Promise<void> {
  if (copyOf === null) return;
  const withoutCredit = (lead: Entry): Entry => ({
    ...lead,
    copies: lead.copies.filter((one) => one.source !== source || one.key !== key),
  });
  await store.edit(copyOf.source, withoutCredit, { keys: new Set([copyOf.key]) });
}
