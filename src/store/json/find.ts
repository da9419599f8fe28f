import type { SourceKey } from '../../model.js';
import type { Entry, Known, Lookup } from '../store.js';
import type { EntryIndex, Location } from './entry-index.js';

/** What the index and the entries it points to know of an entry of a document. */
export async function knownOf(
  source: SourceKey,
  lookup: Lookup,
  index: EntryIndex,
  read: (at: Location) => Promise<Entry | null>,
): Promise<Known> {
  const byIdentity = await index.byIdentity(lookup.identity);
  const byPlace = lookup.place === null ? [] : (await index.byPlace(lookup.place)).at;
  const byLink = lookup.link === null ? null : await index.byLink(lookup.link);

  const ownAt = byIdentity.at.find((at) => at.source === source);
  const movedAt = byPlace.length === 1 ? byPlace[0] : undefined;
  const own = ownAt === undefined ? null : await read(ownAt);
  const moved = movedAt === undefined || own !== null ? null : await read(movedAt);
  const self = own?.key ?? moved?.key ?? null;
  const siblings = byLink?.at.filter((at) => at.source === source && at.key !== self) ?? [];
  const holders = await publishedAt(byLink?.at.filter((at) => at.source !== source) ?? [], read);
  return {
    own,
    moved,
    holder: holders.length === 1 ? (holders[0] ?? null) : null,
    linkShared: siblings.length > 0 || holders.length > 1,
    idTaken: byIdentity.at.some((at) => at.source !== source),
    removed: byIdentity.buried || (byLink?.buried ?? false),
  };
}

/** Of the copies of a post the one that is published; several where one source uses the link for several posts. */
async function publishedAt(
  locations: readonly Location[],
  read: (at: Location) => Promise<Entry | null>,
): Promise<readonly { readonly source: SourceKey; readonly entry: Entry }[]> {
  const holders = [];
  for (const at of locations) {
    const entry = await read(at);
    if (entry !== null && entry.copyOf === null) holders.push({ source: at.source, entry });
  }
  return holders;
}
