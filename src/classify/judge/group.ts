import type { Group } from '../../config/config.js';
import { compareText } from '../../model/compare-text.js';
import type { TagPoints } from './tag-points.js';

/**
 * The winners among the tags of a group that hold: best first, at most `max`, only those with at least `keep`
 * times the best one's points.
 */
export function chooseInGroup(group: Group, held: readonly TagPoints[]): TagPoints[] {
  const members = held.filter(({ tag }) => tag.tag.group === group.slug).sort(betterFirst);
  const best = members[0]?.points ?? 0;
  return members.slice(0, group.max).filter(({ points }) => points >= threshold(group, best));
}

/** In millionths; rounded, because 0.8 × 1.5 is 1.2000000000000002. */
export const threshold = (group: Group, best: number): number => Math.round(group.keep * best);

/** More points, then more distinct terms, then the slug: never the order of the file. */
export function betterFirst(a: TagPoints, b: TagPoints): number {
  return b.points - a.points || b.hits - a.hits || compareText(a.tag.tag.slug, b.tag.tag.slug);
}
