import type { Field } from '../../model/filing.js';
import type { Found } from '../match/tag-view.js';
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
  /** Distinct terms of the rule that speak for it. */
  readonly hits: number;
  readonly hinted: boolean;
  /** Terms of the rule, in no order. */
  readonly held: readonly HeldTerm[];
  readonly vetoes: readonly HeldTerm[];
}

/** @param part what counts of its points */
export const heldTerm = (term: JudgedTerm, found: Found, part: number): HeldTerm => ({
  term,
  field: found.field,
  passing: found.passing,
  points: pointsOf(term, found, part),
});

/** Millionths. */
export const pointsOf = (term: JudgedTerm, { bonus, passing }: Found, part: number): number =>
  Math.round((bonus ? term.titlePoints : passing ? term.passingPoints : term.points) * part);
