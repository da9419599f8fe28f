import type { StreamChange, StreamData } from '../model/stream.js';

/** What these changes, which have been applied, made news in a stream's window: ids, the oldest first. */
export function freshIn(
  { window }: Pick<StreamData, 'window'>,
  changes: readonly Pick<StreamChange, 'id' | 'isNews'>[],
): readonly string[] {
  const news = new Set(changes.filter(({ isNews }) => isNews).map(({ id }) => id));
  if (news.size === 0) return [];
  return window.flatMap(({ post }) => (news.has(post.id) ? [post.id] : [])).toReversed();
}
