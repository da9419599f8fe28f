import type { Post } from '../../model/post.js';
import type { StreamData } from '../../model/stream.js';
import type { StoreReader } from '../../store/store.js';
import { streamView, type ViewContext } from './make-view.js';
import { openSegment, siteArchives } from './site-archives.js';
import type { Stream } from './view.js';

/** A stream as it was read. */
export interface ReadStream {
  readonly stream: Stream;
  /** Of the site: the posts of its open segment, by which its last archives are named. */
  readonly open: readonly Post[];
}

/**
 * A stored stream as its outputs see it. Which archives the site has depends on its open segment, to which
 * another worker may add posts at any time: who makes them goes by what was read here.
 */
export async function readStreamView(
  store: Pick<StoreReader, 'doc'>,
  data: StreamData,
  context: ViewContext,
): Promise<ReadStream> {
  const stream = streamView(data, context);
  if (stream.kind !== 'site') return { stream, open: [] };
  const segment = openSegment(data);
  const doc = segment === null ? null : await store.doc(data.name, segment.n);
  const open = doc?.posts.map(({ post }) => post) ?? [];
  return { stream: { ...stream, archives: siteArchives(data, open, context.config.publish.limit) }, open };
}
