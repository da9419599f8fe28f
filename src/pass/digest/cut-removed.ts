import type { Post } from '../../model/post.js';
import { digestChange, digestName, type StreamChange } from '../../model/stream.js';
import type { Instant } from '../../model/values.js';
import type { Store, StoreReader } from '../../store/store.js';
import { streamPosts } from '../../store/stream-posts.js';

/**
 * Cuts out of digests what is no longer stored, as far as removals have left them in doubt; one that lists
 * nothing any more goes.
 */
export async function cutRemoved(store: Store, now: Instant): Promise<void> {
  const { digests } = await store.facts();
  if (!digests || digests.doubtful.length === 0) return;
  const byTag = new Map<string, Set<string>>();
  for (const doubt of digests.doubtful) {
    const [slug = '', name = ''] = doubt.split(' ');
    byTag.set(slug, (byTag.get(slug) ?? new Set()).add(name));
  }
  for (const [slug, names] of byTag) {
    const changes: StreamChange[] = [];
    for (const digest of await digestsOf(store, slug, names)) {
      const left = await storedOf(store, digest.digest ?? []);
      if (left.length === digest.digest?.length) continue;
      const change = digestChange(slug, {
        ...digest,
        digest: left,
        updated: now > digest.updated ? now : digest.updated,
      });
      changes.push(left.length > 0 ? change : { ...change, was: change.now, now: [], post: null });
    }
    if (changes.length > 0) await store.tell(changes);
  }
  await store.flush();
  await store.setFacts({ digests: { ...digests, doubtful: [] } });
}

async function digestsOf(
  store: StoreReader,
  slug: string,
  names: ReadonlySet<string>,
): Promise<readonly Post[]> {
  const found = new Map<string, Post>();
  for await (const digests of streamPosts(store, digestName(slug)))
    for (const digest of digests) if (names.has(digest.key)) found.set(digest.id, digest);
  return [...found.values()];
}

async function storedOf(store: StoreReader, posts: readonly Post[]): Promise<readonly Post[]> {
  const left: Post[] = [];
  for (const post of posts)
    if ((await store.search(post.id)).some(({ entry }) => entry.id === post.id)) left.push(post);
  return left;
}
