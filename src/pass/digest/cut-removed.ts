import type { Post } from '../../model/post.js';
import { digestChange, isDigest, type StreamChange } from '../../model/stream.js';
import type { Instant } from '../../model/values.js';
import { streamOf } from '../../publish/site/paths.js';
import type { Store, StoreReader } from '../../store/store.js';
import { streamPosts } from '../../store/stream-posts.js';

/**
 * Cuts out of digests what is no longer stored of the posts that removals have left in doubt; a digest that
 * lists nothing any more goes.
 */
export async function cutRemoved(store: Store, now: Instant): Promise<void> {
  const { digests } = await store.facts();
  if (!digests || digests.doubtful.length === 0) return;
  const doubtful = new Set(digests.doubtful);
  const gone = new Map<string, boolean>();
  for (const stream of Object.keys((await store.counts()).counts).filter(isDigest)) {
    const changes: StreamChange[] = [];
    for (const digest of await listing(store, stream, doubtful)) {
      const own = digest.digest ?? [];
      for (const { id } of own)
        if (doubtful.has(id) && !gone.has(id)) gone.set(id, !(await isStored(store, id)));
      const left = own.filter(({ id }) => gone.get(id) !== true);
      if (left.length === own.length) continue;
      const updated = now > digest.updated ? now : digest.updated;
      const change = digestChange(streamOf(stream).slug, { ...digest, digest: left, updated });
      changes.push(left.length > 0 ? change : { ...change, was: change.now, now: [], post: null });
    }
    if (changes.length > 0) await store.tell(changes);
  }
  await store.flush();
  await store.setFacts(({ digests: stored }) =>
    stored ? { digests: { ...stored, doubtful: stored.doubtful.filter((id) => !doubtful.has(id)) } } : {},
  );
}

const isStored = async (store: StoreReader, post: string): Promise<boolean> =>
  (await store.search(post)).some(({ entry }) => entry.id === post);

/** The digests of a stream that list one of these posts. */
async function listing(
  store: StoreReader,
  stream: string,
  posts: ReadonlySet<string>,
): Promise<readonly Post[]> {
  const found = new Map<string, Post>();
  for await (const digests of streamPosts(store, stream))
    for (const one of digests) if (one.digest?.some(({ id }) => posts.has(id))) found.set(one.id, one);
  return [...found.values()];
}
