/** Where a term was found. */
export type Field = 'title' | 'text' | 'category' | 'url' | 'host' | 'author' | 'source' | 'code';

/** One term that counted for a tag. */
export interface TermHit {
  /** The term as the rule has it, `title:stm32`. */
  readonly term: string;
  readonly field: Field;
  readonly points: number;
}

/** Why an entry has a tag. `terms` is empty for a group's default. */
export interface TagReason {
  readonly tag: string;
  readonly points: number;
  /** What the points came from; or the rule that gave the tag without points. */
  readonly by: 'terms' | 'source' | 'implied' | 'default';
  readonly terms: readonly TermHit[];
}

/** What the rules say of an entry. */
export interface Filing {
  /** Slugs, sorted. */
  readonly tags: readonly string[];
  /** In the order of `tags`. */
  readonly why: readonly TagReason[];
  /** False where `only` holds the entry back: stored, never published. */
  readonly admitted: boolean;
}
