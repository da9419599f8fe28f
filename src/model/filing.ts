/** Where a term was found. */
export type Field =
  | 'title'
  | 'text'
  | 'category'
  | 'url'
  | 'host'
  | 'author'
  | 'source'
  | 'code'
  /** The language that the post or its feed declares. */
  | 'lang'
  /** The language that its text is written in, where none is declared. */
  | 'detected'
  /** Its other tags. */
  | 'tag';

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
  readonly by: 'terms' | 'source' | 'implied' | 'default' | 'hand';
  readonly terms: readonly TermHit[];
  /** What the operator has to say of a post that is filed by hand. */
  readonly note?: string;
}

/** What an operator says of one post, whatever the rules do. */
export interface HandFiling {
  /** The post's id or link. */
  readonly post: string;
  /** Slugs of tags that it has. */
  readonly add: readonly string[];
  /** Slugs of tags that it has not; none is among `add` too. */
  readonly drop: readonly string[];
  readonly note: string | null;
}

/** What the rules say of an entry. */
export interface Filing {
  /** Slugs, sorted. */
  readonly tags: readonly string[];
  /** In the order of `tags`. */
  readonly why: readonly TagReason[];
  /** Tags that it must not have, since it was filed so by hand. */
  readonly dropped: readonly string[];
  /** False where `only` holds the entry back: stored, never published. */
  readonly admitted: boolean;
}
