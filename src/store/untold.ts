import type { Post } from '../model/post.js';
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
const bytesOf = ({ post }: StreamChange): number => CHANGE_BYTES + (post === null ? 0 : bytesOfPost(post));

/** Those of a post, with the posts that a digest holds. */
function bytesOfPost({ excerpt, content, digest = [] }: Post): number {
  const held = digest.reduce((sum, post) => sum + bytesOfPost(post), 0);
  return POST_BYTES + excerpt.length + (content?.length ?? 0) + held;
}

/** The same of some. */
export const weightOf = (changes: readonly StreamChange[]): number =>
  changes.reduce((sum, change) => sum + bytesOf(change), 0);

/** What the streams have yet to be told, in memory. */
export class Untold<Kept> {
  private kept: Kept[] = [];
  private weight = 0;

  /** @param keep what a change is kept as */
  constructor(private readonly keep: (change: StreamChange) => Kept) {}

  add(changes: readonly StreamChange[]): void {
    for (const change of changes) this.kept.push(this.keep(change));
    this.weight += weightOf(changes);
  }

  /** There is so much that it should be told before there is more. */
  get isFull(): boolean {
    return this.weight >= UNTOLD_BYTES;
  }

  /** Hands it over. */
  take(): readonly Kept[] {
    const { kept } = this;
    this.kept = [];
    this.weight = 0;
    return kept;
  }
}
