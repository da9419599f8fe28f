import { compareText } from './compare-text.js';
import type { Entry } from './entry.js';
import type { Instant, SourceKey } from './values.js';

/** Why a stored post isn't shown in the site's feeds. */
export type UnshownReason =
  /** `only` holds it back. */
  | { readonly kind: 'only' }
  /** Another source's copy of it is published. */
  | { readonly kind: 'copy'; readonly of: SourceKey }
  /** It was old when it came, or one of too many: in archives and on pages alone. */
  | { readonly kind: 'start' };

/** How many posts of a source are not shown for one reason, and when the newest of them was published. */
export interface UnshownCount {
  readonly count: number;
  readonly newest: Instant;
}

/** Reason, as `unshownKey` writes it → its posts. */
export type Unshown = Readonly<Record<string, UnshownCount>>;

type Stored = Pick<Entry, 'admitted' | 'copyOf' | 'archivedOnly' | 'streams'>;

/**
 * Why an entry isn't shown; null where it is. A copy that `only` holds back is held back: the other one is
 * not shown either, unless its source has a gate of its own.
 */
export function unshownReason({ admitted, copyOf, archivedOnly, streams }: Stored): UnshownReason | null {
  if (!admitted) return { kind: 'only' };
  if (copyOf !== null) return { kind: 'copy', of: copyOf.source };
  return archivedOnly && streams.length > 0 ? { kind: 'start' } : null;
}

/** A reason as one word, or two: `only`, `copy a-example-1a2b3c4d`. */
export const unshownKey = (reason: UnshownReason): string =>
  reason.kind === 'copy' ? `copy ${reason.of}` : reason.kind;

/** The reason of a key. */
function reasonOf(key: string): UnshownReason {
  const [kind, of] = key.split(' ');
  if (kind === 'copy' && of !== undefined) return { kind, of };
  return { kind: kind === 'only' ? 'only' : 'start' };
}

/** The counts with one entry more. */
export function withUnshown(counts: Unshown, entry: Stored & { readonly published: Instant }): Unshown {
  const reason = unshownReason(entry);
  if (reason === null) return counts;
  const key = unshownKey(reason);
  const { count, newest } = counts[key] ?? { count: 0, newest: entry.published };
  const later = entry.published > newest ? entry.published : newest;
  return { ...counts, [key]: { count: count + 1, newest: later } };
}

const ORDER: readonly UnshownReason['kind'][] = ['only', 'copy', 'start'];

/** The counts as a list: by reason, of copies the most first. */
export const listUnshown = (
  counts: Unshown,
): readonly (UnshownCount & { readonly reason: UnshownReason })[] =>
  Object.entries(counts)
    .map(([key, count]) => ({ ...count, key, reason: reasonOf(key) }))
    .sort(
      (a, b) =>
        ORDER.indexOf(a.reason.kind) - ORDER.indexOf(b.reason.kind) ||
        b.count - a.count ||
        compareText(a.key, b.key),
    )
    .map(({ key: _key, ...one }) => one);
