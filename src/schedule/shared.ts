import { addressKey } from '../fetch/location.js';
import type { SourceKey } from '../model/values.js';
import type { PollState } from './state.js';

/**
 * Sources that end at one address, so that it is polled once: each such source but one with the key of the
 * one that is polled in its place. That is the source whose listed address it is, else the first.
 * @param sources those that are polled at all, in the order of feeds.json
 */
export function polledElsewhere(
  sources: Iterable<{ readonly key: SourceKey; readonly poll: PollState }>,
): ReadonlyMap<SourceKey, SourceKey> {
  const chosen = new Map<string, { readonly key: SourceKey; readonly unmoved: boolean }>();
  const all = [...sources].map(({ key, poll }) => ({
    key,
    address: addressKey(poll.url),
    unmoved: poll.url === poll.listed,
  }));
  for (const { key, address, unmoved } of all) {
    const known = chosen.get(address);
    if (known === undefined || (unmoved && !known.unmoved)) chosen.set(address, { key, unmoved });
  }
  const elsewhere = new Map<SourceKey, SourceKey>();
  for (const { key, address } of all) {
    const inPlace = chosen.get(address)?.key;
    if (inPlace !== undefined && inPlace !== key) elsewhere.set(key, inPlace);
  }
  return elsewhere;
}
