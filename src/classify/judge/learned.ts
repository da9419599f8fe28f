import type { Hits } from '../match/hits.js';
import type { CompiledRules } from '../rules/rules.js';
import { type HeldTerm, heldTerm, pointsOf } from './tag-points.js';
import { viewsOf } from './views.js';

/**
 * Learned words from which each more has all count less, so that a long post is not filed by its length: four
 * times as many count half each. Measured like what is in learn/weights.ts: 5 and 10 come to the same.
 */
const MANY_LEARNED = 10;

/** What learned words say of an entry. */
export interface Heard {
  /** The tags of which they say something. */
  readonly tags: readonly number[];
  /** What they come to by tag, in millionths; null where they say nothing. */
  readonly points: readonly (number | null)[];
  /** The words that were found for one tag, in no order: while `hits` are of this entry. */
  heldOf(tag: number): readonly HeldTerm[];
}

const NOTHING: Heard = { tags: [], points: [], heldOf: () => [] };

/**
 * Adds up what learned words say. A post has a hundred that speak of two or three tags each, so terms are
 * made only of those for which someone asks.
 */
export function hear({ tags, learnedOf }: CompiledRules, hits: Hits): Heard {
  const words = hits.touched.filter((leaf) => learnedOf[leaf] !== undefined);
  if (words.length === 0) return NOTHING;
  const part = Math.min(1, Math.sqrt(MANY_LEARNED / words.length));
  const viewOf = viewsOf({ tags }, hits);
  const heard: number[] = [];
  const points = new Array<number | null>(tags.length).fill(null);
  for (const leaf of words)
    for (const term of learnedOf[leaf] ?? []) {
      const { tag } = term;
      const found = viewOf(tag).find(term.expr);
      if (found === null) continue;
      const before = points[tag] ?? null;
      if (before === null) heard.push(tag);
      points[tag] = (before ?? 0) + pointsOf(term, found, part);
    }
  const heldOf = (tag: number): readonly HeldTerm[] => {
    if ((points[tag] ?? null) === null) return [];
    const view = viewOf(tag);
    const held: HeldTerm[] = [];
    for (const leaf of words)
      for (const term of learnedOf[leaf] ?? []) {
        const found = term.tag === tag ? view.find(term.expr) : null;
        if (found !== null) held.push(heldTerm(term, found, part));
      }
    return held;
  };
  return { tags: heard, points, heldOf };
}
