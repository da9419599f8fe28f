import { distance } from 'fastest-levenshtein';

/** Longer words are no slips of the pen, and comparing them with everything would take its time. */
const MAX_LENGTH = 64;

/**
 * The known word that was probably meant, casing aside; null where none comes near. One letter of short words
 * may be wrong, two from four letters on, a third of longer ones; letters that changed places count as one.
 */
export function closestWord(word: string, known: Iterable<string>): string | null {
  if (word.length > MAX_LENGTH) return null;
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let least = Math.max(word.length < 4 ? 1 : 2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const edits = slips(wanted, candidate.toLowerCase());
    if (edits < least) {
      best = candidate;
      least = edits;
    }
  }
  return best;
}

/**
 * The known word that a single slip makes of the word: two letters changed places, one is too many or
 * missing, or, in words of five letters or more, one is wrong. Of shorter ones too many are words of their
 * own.
 */
export function oneSlipFrom(word: string, known: readonly string[]): string | null {
  const wanted = word.toLowerCase();
  const isSlip = (other: string): boolean =>
    slips(wanted, other) === 1 &&
    (wanted.length !== other.length || wanted.length > 4 || sorted(wanted) === sorted(other));
  return known.find((other) => wanted === other || isSlip(other)) ?? null;
}

function slips(a: string, b: string): number {
  const edits = distance(a, b);
  return edits === 2 && a.length === b.length && sorted(a) === sorted(b) ? 1 : edits;
}

const sorted = (word: string): string => [...word].sort().join('');

/** `did you mean "match"?`, or null. */
export function didYouMean(word: string, known: Iterable<string>): string | null {
  const meant = closestWord(word, known);
  return meant === null ? null : `did you mean ${JSON.stringify(meant)}?`;
}
