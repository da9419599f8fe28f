import type { Post } from '../../model/post.js';
import type { StreamChange } from '../../model/stream.js';
import type { SourceKey } from '../../model/values.js';

/**
 * A change that the streams have yet to be told. Its post is kept as JSON, as it is written: some thousand
 * wait, and as objects they took 3.5 KB each of V8's heap, which may grow to nearly twice what is alive in
 * it.
 */
export interface WaitingChange extends Omit<StreamChange, 'post'> {
  readonly post: { readonly source: SourceKey; readonly json: Buffer } | null;
}

export const waiting = (change: StreamChange): WaitingChange =>
  withPost(
    change,
    change.post && { source: change.post.source, json: Buffer.from(JSON.stringify(change.post)) },
  );

/** The change with its post made anew. */
export const told = (change: WaitingChange): StreamChange =>
  withPost(change, change.post && (JSON.parse(change.post.json.toString()) as Post));

/** Member by member: what begins as a copy V8 describes anew each time. */
function withPost<P>(
  { id, published, was, now, archivedOnly, isNew, isNews }: Omit<StreamChange, 'post'>,
  post: P,
): Omit<StreamChange, 'post'> & { readonly post: P } {
  return isNews
    ? { id, published, was, now, post, archivedOnly, isNew, isNews }
    : { id, published, was, now, post, archivedOnly, isNew };
}
