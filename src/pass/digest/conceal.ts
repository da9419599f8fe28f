import type { Post } from '../../model/post.js';
import { digestChange, isDigest } from '../../model/stream.js';
import { concealed } from '../../post/conceal.js';
import { streamOf } from '../../publish/site/paths.js';
import type { SourceRecord } from '../../sources/record.js';
import type { Store } from '../../store/store.js';
import { streamPosts } from '../../store/stream-posts.js';

/**
 * Takes the address of a private source out of digests: they have its posts as they were when their weeks
 * closed, and the source may have become private since.
 */
export async function concealInDigests(store: Store, record: SourceRecord): Promise<void> {
  const isOf = ({ source }: Post): boolean => source === record.key;
  for (const stream of Object.keys((await store.counts()).counts).filter(isDigest)) {
    const { slug } = streamOf(stream);
    for await (const digests of streamPosts(store, stream)) {
      const listing = digests.filter(({ digest = [] }) => digest.some(isOf));
      const changes = listing.map(({ digest = [], ...post }) =>
        digestChange(slug, {
          ...post,
          digest: digest.map((one) => (isOf(one) ? concealed(one, record) : one)),
        }),
      );
      if (changes.length > 0) await store.tell(changes);
    }
  }
  await store.flush(); // no entry stands behind a digest that would tell it again after a crash
}
