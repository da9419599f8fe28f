import { distance } from 'fastest-levenshtein';

/** Longer words are no slips of the pen, and comparing them with everything would take its time. */
const MAX_LENGTH = 64;

/**
 * The known word that was probably meant, casing aside; null where none comes near. Two letters may differ from
 * four on, since two letters that changed places count as two.
 */
export function closestWord(word: string, known: Iterable<string>): string | null {
  if (word.length > MAX_LENGTH) return null;
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let least = Math.max(word.length < 4 ? 1 : 2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const edits = distance(wanted, candidate.toLowerCase());
    if (edits < least) {
      best = candidate;
      least = edits;
    }
  }
  return best;
}

/** `did you mean "match"?`, or null. */
export function didYouMean(word: string, known: Iterable<string>): string | null {
  const meant = closestWord(word, known);
  return meant === null ? null : `did you mean ${JSON.stringify(meant)}?`;
}
