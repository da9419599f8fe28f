import type { Field } from '../../model/filing.js';
import type { CompiledTag, JudgedTerm } from '../rules/rules.js';

/** A term that holds of an entry. */
export interface HeldTerm {
  readonly term: JudgedTerm;
  readonly field: Field;
  /** It was found in passing, so it counts half. */
  readonly passing: boolean;
  /** Millionths. */
  readonly points: number;
}

/** How one tag stands with an entry before tags compete. */
export interface TagPoints {
  readonly tag: CompiledTag;
  /** The tag's place among all. */
  readonly index: number;
  /** Millionths. */
  readonly points: number;
  /** Distinct terms that speak for it. */
  readonly hits: number;
  readonly hinted: boolean;
  /** In no order. */
  readonly held: readonly HeldTerm[];
  readonly vetoes: readonly HeldTerm[];
}
