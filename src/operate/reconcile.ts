import type { Desk } from '../merge/desk.js';
import type { Entry } from '../model/entry.js';
import { standing, streamChanges } from '../model/stream.js';
import type { Instant, SourceKey } from '../model/values.js';
import type { Store } from '../store/store.js';

/** How far the streams were from what is stored. */
export interface Reconciled {
  /** Posts that a stream lacked. */
  readonly added: number;
  /** Posts in a stream that no entry stands behind. */
  readonly removed: number;
}

/** Has the streams carry what the stored entries say and nothing else, and counts each source's entries. Keeps the id of each post in memory. */
export async function reconcile(store: Store, desk: Desk): Promise<Reconciled> {
  const carried = new Map<string, Map<string, Instant>>();
  for (const name of Object.keys((await store.summary()).counts))
    carried.set(name, await postsIn(store, name));
  let added = 0;
  for (const source of [...store.sources().keys()]) {
    const tally = new SourceTally();
    for await (const { entries } of store.entries(source)) {
      for (const entry of entries) {
        tally.add(entry);
        const missing = entry.streams.filter((name) => carried.get(name)?.delete(entry.id) !== true);
        added += missing.length;
        if (missing.length > 0) await tell(store, desk, source, entry);
      }
    }
    tally.keep(store, source);
  }
  return { added, removed: await removeOrphans(store, carried) };
}

async function postsIn(store: Store, name: string): Promise<Map<string, Instant>> {
  const data = await store.stream(name);
  const posts = new Map(data?.window.map(({ post }) => [post.id, post.published]));
  for (const { n } of data?.docs ?? []) {
    for (const { post } of (await store.doc(name, n))?.posts ?? []) posts.set(post.id, post.published);
  }
  return posts;
}

function tell(store: Store, desk: Desk, source: SourceKey, entry: Entry): Promise<void> {
  return store.restream(streamChanges({ ...standing(entry), streams: [] }, entry, desk.post(source, entry)));
}

async function removeOrphans(
  store: Store,
  carried: ReadonlyMap<string, ReadonlyMap<string, Instant>>,
): Promise<number> {
  let removed = 0;
  for (const [name, posts] of carried) {
    for (const [id, published] of posts) {
      removed += 1;
      await store.restream([{ id, published, was: [name], now: [], post: null, held: false, isNew: false }]);
    }
  }
  return removed;
}

class SourceTally {
  private entries = 0;
  private withheld = 0;
  private oldest: Instant | null = null;

  add({ published, passes }: Entry): void {
    this.entries += 1;
    if (!passes) this.withheld += 1;
    if (this.oldest === null || published < this.oldest) this.oldest = published;
  }

  keep(store: Store, source: SourceKey): void {
    const { entries, withheld, oldest } = this;
    const record = store.sources().get(source);
    if (record !== undefined) store.putSource({ ...record, entries, withheld, oldest });
  }
}
