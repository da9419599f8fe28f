import type { Entry } from '../model/entry.js';
import { shortHash } from '../model/hash.js';
import type { Post } from '../model/post.js';
import { isDigest, type Placement, placementOf, type StreamChange } from '../model/stream.js';
import type { Instant, SourceKey } from '../model/values.js';
import type { Reconciled, StoreReader } from './store.js';

/** Makes posts of entries, and has streams told of them. */
export interface Teller {
  /** What is published of an entry; null where nothing is. */
  postOf(source: SourceKey, entry: Entry): Post | null;
  /** Has the streams told how an entry stood and stands. */
  tell(source: SourceKey, before: Placement, entry: Entry): void;
  /** Has them told of changes as they are. */
  leaveUntold(changes: readonly StreamChange[]): void;
}

/**
 * Has the streams carry what the stored entries say and nothing else. Keeps the id and a hash of each post in
 * memory.
 * @param relieve called now and then, to write what has piled up
 */
export async function reconcile(
  store: StoreReader,
  writer: Teller,
  relieve: () => Promise<void>,
): Promise<Reconciled> {
  const carried = new Map<string, Map<string, Carried>>();
  for (const name of Object.keys((await store.counts()).counts).filter((one) => !isDigest(one)))
    carried.set(name, await postsIn(store, name));
  let added = 0;
  let changed = 0;
  for (const source of (await store.sources()).keys()) {
    for await (const entries of store.entries(source)) {
      for (const entry of entries) {
        const hash = hashOf(writer.postOf(source, entry));
        const found = entry.streams.map((name) => take(carried.get(name), entry.id));
        const missing = found.filter((one) => one === null).length;
        const stale = found.filter((one) => one !== null && one.hash !== hash).length;
        added += missing;
        changed += stale;
        if (missing > 0) writer.tell(source, { ...placementOf(entry), streams: [] }, entry);
        else if (stale > 0) writer.tell(source, placementOf(entry), entry);
        await relieve();
      }
    }
  }
  let removed = 0;
  for (const [name, posts] of carried) {
    for (const [id, { published }] of posts) {
      removed += 1;
      const rest = { now: [], post: null, archivedOnly: false, isNew: false };
      writer.leaveUntold([{ id, published, was: [name], ...rest }]);
    }
    await relieve();
  }
  return { added, changed, removed };
}

/** A post as a stream has it. */
interface Carried {
  readonly published: Instant;
  readonly hash: string;
}

const hashOf = (post: Post | null): string => shortHash(JSON.stringify(post));

function take(posts: Map<string, Carried> | undefined, id: string): Carried | null {
  const found = posts?.get(id) ?? null;
  posts?.delete(id);
  return found;
}

async function postsIn(store: StoreReader, name: string): Promise<Map<string, Carried>> {
  const data = await store.stream(name);
  const posts = new Map<string, Carried>();
  const note = (post: Post): void =>
    void posts.set(post.id, { published: post.published, hash: hashOf(post) });
  for (const { n } of data?.docs ?? [])
    for (const { post } of (await store.doc(name, n))?.posts ?? []) note(post);
  for (const { post } of data?.window ?? []) note(post);
  return posts;
}
