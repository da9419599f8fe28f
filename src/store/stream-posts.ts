import type { Post } from '../model/post.js';
import type { StoreReader } from './store.js';

/**
 * All posts of a stream, of its window first, then a document at a time: no more of them is in memory. One
 * that is in both comes twice.
 */
export async function* streamPosts(
  store: Pick<StoreReader, 'stream' | 'doc'>,
  name: string,
): AsyncGenerator<readonly Post[]> {
  const data = await store.stream(name);
  yield data?.window.map(({ post }) => post) ?? [];
  for (const { n } of data?.docs ?? []) yield (await store.doc(name, n))?.posts.map(({ post }) => post) ?? [];
}
