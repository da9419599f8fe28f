import type { StreamChange } from '../model/stream.js';

/**
 * What the streams have to be told may take so much in memory: some thousand posts of the usual size. Every
 * engine tells them when it is reached, so that documents are sealed at the same posts.
 */
export const UNTOLD_BYTES = 12_000_000;
/** Of a change and of a post, beside its texts. */
const CHANGE_BYTES = 150;
const POST_BYTES = 1000;

/** Bytes that a change takes in memory, more or less. */
export const bytesOf = ({ post }: StreamChange): number =>
  CHANGE_BYTES + (post === null ? 0 : POST_BYTES + post.excerpt.length + (post.content?.length ?? 0));
