import { placementOf } from '../../model/stream.js';
import type { Instant } from '../../model/values.js';
import type { Reconciled, StoreReader } from '../store.js';
import type { EntryWriter } from './entry-writer.js';

/**
 * Has the streams carry what the stored entries say and nothing else. Keeps the id of each post in memory.
 * @param relieve called now and then, to write what has piled up
 */
export async function reconcile(
  store: StoreReader,
  writer: EntryWriter,
  relieve: () => Promise<void>,
): Promise<Reconciled> {
  const carried = new Map<string, Map<string, Instant>>();
  for (const name of Object.keys((await store.counts()).counts))
    carried.set(name, await postsIn(store, name));
  let added = 0;
  for (const source of (await store.sources()).keys()) {
    for await (const entries of store.entries(source)) {
      for (const entry of entries) {
        const missing = entry.streams.filter((name) => carried.get(name)?.delete(entry.id) !== true);
        added += missing.length;
        if (missing.length > 0) writer.tell(source, { ...placementOf(entry), streams: [] }, entry);
        await relieve();
      }
    }
  }
  let removed = 0;
  for (const [name, posts] of carried) {
    for (const [id, published] of posts) {
      removed += 1;
      writer.changes.push({
        id,
        published,
        was: [name],
        now: [],
        post: null,
        archivedOnly: false,
        isNew: false,
      });
    }
    await relieve();
  }
  return { added, removed };
}

async function postsIn(store: StoreReader, name: string): Promise<Map<string, Instant>> {
  const data = await store.stream(name);
  const posts = new Map(data?.window.map(({ post }) => [post.id, post.published]));
  for (const { n } of data?.docs ?? []) {
    for (const { post } of (await store.doc(name, n))?.posts ?? []) posts.set(post.id, post.published);
  }
  return posts;
}
