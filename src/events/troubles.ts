import type { Instant } from '../model/values.js';
import { type HealthEvent, TROUBLE_KINDS, type TroubleKind } from './event.js';

/** What is wrong with the site now, in words, and since when. */
export type Troubles = Readonly<
  Partial<Record<TroubleKind, { readonly since: Instant; readonly what: string }>>
>;

/** What was looked at: in words what is wrong, null where nothing is. */
export type Found = Readonly<Partial<Record<TroubleKind, string | null>>>;

/**
 * The troubles after somebody has looked, and what that makes of events: its beginning and its end, however
 * the words for it change between. Nothing new is the very same object.
 */
export function troublesAfter(
  known: Troubles,
  found: Found,
  at: Instant,
): { readonly troubles: Troubles; readonly events: readonly HealthEvent[] } {
  let troubles = known;
  const events: HealthEvent[] = [];
  for (const of of TROUBLE_KINDS) {
    const what = found[of];
    const before = known[of];
    if (what === undefined || (what === null) === (before === undefined)) continue;
    const { [of]: _over, ...others } = troubles;
    troubles = what === null ? others : { ...others, [of]: { since: at, what } };
    if (what !== null) events.push({ kind: 'trouble', of, at, what });
    else if (before !== undefined) events.push({ kind: 'trouble-over', of, at, since: before.since });
  }
  return { troubles, events };
}
