import type { Config } from '../../config/config.js';
import { digestChange, digestName } from '../../model/stream.js';
import type { Store } from '../../store/store.js';
import { streamPosts } from '../../store/stream-posts.js';

/**
 * Hands digests of tags that were called otherwise on to what those are called now, under the ids and dates
 * that subscribers know. Of a week that the tag has a digest of, its own stays. To be done before streams of
 * old names go; what was cut short is done again.
 */
export async function moveDigests(store: Store, { tags, publish }: Config): Promise<void> {
  const renamed = tags.filter(({ aliases }) => aliases.length > 0);
  if (!publish.digest.includes('weekly') || renamed.length === 0) return;
  const { counts } = await store.counts();
  for (const { slug, aliases } of renamed) {
    const left = aliases.map(digestName).filter((name) => (counts[name] ?? 0) > 0);
    if (left.length > 0) await moveTo(store, slug, left);
  }
}

async function moveTo(store: Store, slug: string, left: readonly string[]): Promise<void> {
  const weeks = new Set<string>();
  for await (const digests of streamPosts(store, digestName(slug)))
    for (const { key } of digests) weeks.add(key);
  for (const name of left)
    for await (const digests of streamPosts(store, name)) {
      const moved = digests.filter(({ key }) => !weeks.has(key));
      for (const { key } of moved) weeks.add(key);
      await store.tell(moved.map((digest) => digestChange(slug, { ...digest, tags: [slug] })));
    }
  await store.flush();
}
