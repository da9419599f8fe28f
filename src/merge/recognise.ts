import { toMs } from '../model.js';
import type { Entry, Known } from '../store/store.js';
import type { Candidate } from './candidate.js';
import { identityKey } from './identity.js';

/** A candidate and the stored entry that it is, if it is one. */
export interface Recognised {
  readonly candidate: Candidate;
  readonly known: Known;
  readonly stored: Entry | null;
}

/** Feeds shift dates by time zones and roundings when a blog changes its software. */
const SAME_DAY_MS = 86_400_000;

/**
 * Which candidates are stored already, under their identity or a former one. An entry at the place (path and title) of a
 * stored one that the document lists no more is that one, its blog having moved or its ids having been changed, provided
 * that their dates agree or that the whole document has changed in this way. `listed` are all identities of the document.
 */
export function recognise(
  candidates: readonly Candidate[],
  known: readonly Known[],
  listed: ReadonlySet<string>,
): readonly Recognised[] {
  const pairs = candidates.map((candidate, index) => ({ candidate, known: known[index] ?? NOTHING }));
  const movedKeys = new Map<string, number>();
  for (const pair of pairs) {
    const moved = movedOf(pair, listed);
    if (moved !== null) movedKeys.set(moved.key, (movedKeys.get(moved.key) ?? 0) + 1);
  }
  const unknown = pairs.filter((pair) => pair.known.own === null);
  const allMoved = unknown.length > 1 && unknown.every((pair) => movedOf(pair, listed) !== null);
  return pairs.map((pair) => {
    const moved = movedOf(pair, listed);
    const isOne =
      moved !== null && movedKeys.get(moved.key) === 1 && (allMoved || datesAgree(pair.candidate, moved));
    return { ...pair, stored: pair.known.own ?? (isOne ? moved : null) };
  });
}

const NOTHING: Known = {
  own: null,
  moved: null,
  holder: null,
  linkShared: false,
  idTaken: false,
  removed: false,
};

/** The stored entry at the candidate's place, unless the document lists it under its own identity too. */
function movedOf(
  { candidate, known }: { candidate: Candidate; known: Known },
  listed: ReadonlySet<string>,
): Entry | null {
  const { moved } = known;
  if (known.own !== null || moved === null || candidate.linkShared) return null;
  return moved.ids.some((id) => listed.has(identityKey(id))) ? null : moved;
}

function datesAgree({ entry }: Candidate, stored: Entry): boolean {
  const date = entry.published ?? entry.updated;
  return date === null || Math.abs(toMs(date) - toMs(stored.published)) <= SAME_DAY_MS;
}
