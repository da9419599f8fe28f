import type { StreamData } from '../../model/stream.js';
import type { StoreReader } from '../../store/store.js';
import { streamView, type ViewContext } from './make-view.js';
import { openSegment, siteArchives } from './site-archives.js';
import type { Stream } from './view.js';

/** A stored stream as its outputs see it. Which archives the site has depends on its open segment. */
export async function readStreamView(
  store: Pick<StoreReader, 'doc'>,
  data: StreamData,
  context: ViewContext,
): Promise<Stream> {
  const stream = streamView(data, context);
  if (stream.kind !== 'site') return stream;
  const open = openSegment(data);
  const doc = open === null ? null : await store.doc(data.name, open.n);
  const posts = doc?.posts.map(({ post }) => post) ?? [];
  return { ...stream, archives: siteArchives(data, posts, context.config.publish.limit) };
}
