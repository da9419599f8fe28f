import type { Entry } from '../model/entry.js';
import type { Instant } from '../model/values.js';

/** An entry of a document, in its place there. */
export interface Placed {
  readonly entry: Entry;
  readonly isNew: boolean;
}

/**
 * The places that new entries get among those of their date, so that feeds keep the order of the document:
 * counted from the first that is stored already, else from the first of all.
 * @param placed entries in the order of the document
 */
export function ordersOf(placed: readonly Placed[]): ReadonlyMap<string, number> {
  const byDate = new Map<Instant, Placed[]>();
  for (const one of placed) {
    const same = byDate.get(one.entry.published);
    if (same === undefined) byDate.set(one.entry.published, [one]);
    else same.push(one);
  }
  const orders = new Map<string, number>();
  for (const same of byDate.values()) {
    if (same.length === 1) continue;
    const at = Math.max(
      0,
      same.findIndex(({ isNew }) => !isNew),
    );
    const stored = same[at];
    const start = stored === undefined || stored.isNew ? 0 : (stored.entry.order ?? 0);
    for (const [index, { entry, isNew }] of same.entries())
      if (isNew) orders.set(entry.key, start + index - at);
  }
  return orders;
}
