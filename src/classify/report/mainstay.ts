import type { Judgement } from '../judge/judge.js';
import type { CompiledTag, JudgedTerm } from '../rules/rules.js';

/** The term of a tag without which most of its entries would not have it. */
export interface Mainstay {
  readonly tag: string;
  /** As the rule has it. */
  readonly term: string;
  /** Entries that would have too few points for the tag without this term. */
  readonly entries: number;
  /** Entries that terms have filed under the tag. */
  readonly of: number;
  /** Whether the tag has other terms, so that more could have spoken for it. */
  readonly hasOthers: boolean;
}

/** Fewer entries of a tag than this rest on one term by chance. */
const ENOUGH = 20;

/** Most of a tag's entries rest on one of several terms: is that one safe? */
export const isLopsided = ({ entries, of, hasOthers }: Mainstay): boolean =>
  hasOthers && of >= ENOUGH && entries * 2 > of;

/** Counts, entry by entry, the terms that could not have been missing. */
export class Mainstays {
  private readonly needed = new Map<JudgedTerm, number>();
  private readonly filed = new Map<number, number>();

  see({ standings, filed }: Judgement): void {
    for (const [index, by] of filed) {
      const standing = by === 'terms' ? standings.get(index) : undefined;
      if (standing === undefined) continue;
      this.filed.set(index, (this.filed.get(index) ?? 0) + 1);
      for (const { term, points } of standing.held)
        if (standing.points - points < standing.tag.min)
          this.needed.set(term, (this.needed.get(term) ?? 0) + 1);
    }
  }

  /** Of each tag that has one, in the order of the rules; of terms that are alike the first. */
  ofEach(tags: readonly CompiledTag[]): readonly Mainstay[] {
    return tags.flatMap(({ tag, judged }, index): Mainstay[] => {
      let most: JudgedTerm | null = null;
      for (const term of judged) if (this.count(term) > (most === null ? 0 : this.count(most))) most = term;
      if (most === null) return [];
      const hasOthers = judged.some((term) => term !== most && term.points > 0);
      const of = this.filed.get(index) ?? 0;
      return [{ tag: tag.slug, term: most.spec, entries: this.count(most), of, hasOthers }];
    });
  }

  private count(term: JudgedTerm): number {
    return this.needed.get(term) ?? 0;
  }
}
