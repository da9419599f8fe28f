import type { Entry, EntryRef } from '../model/entry.js';
import { identityKey, type Lookup, linkOf, placeOf, twinsOf } from '../model/identity.js';
import type { SourceKey } from '../model/values.js';
import type { Known, OwnedEntry } from './words.js';

/** Where entries may stand that are known by a key, or were. */
export interface EntryPlaces<At extends EntryRef> {
  byIdentity(identity: string): Promise<readonly At[]>;
  byPlace(place: string): Promise<readonly At[]>;
  byTwin(twin: string): Promise<readonly At[]>;
  byLink(link: string): Promise<readonly At[]>;
}

type Read<At> = (at: At) => Promise<Entry | null>;

/**
 * What the index and the entries it points to know of an entry of a document. The index remembers former
 * links and titles too: what counts is what the entries say.
 */
export async function knownOf<At extends EntryRef>(
  source: SourceKey,
  lookup: Lookup,
  index: EntryPlaces<At>,
  read: Read<At>,
): Promise<Omit<Known, 'removed'>> {
  const { identity, place, twin, link } = lookup;
  const sameId = await index.byIdentity(identity);
  const own = (await entriesAt(sameId.filter((at) => at.source === source).slice(0, 1), read))[0] ?? null;
  const samePlace = own !== null || place === null ? [] : await entriesAt(await index.byPlace(place), read);
  const atPlace = samePlace.filter(({ entry }) => placeOf(source, entry) === place);
  const moved = atPlace.length === 1 ? (atPlace[0]?.entry ?? null) : null;
  const sameTwin = own !== null || twin === null ? [] : await entriesAt(await index.byTwin(twin), read);
  const twins = sameTwin.filter(({ entry }) => twinsOf(source, entry).includes(twin ?? ''));
  const sameLink = link === null ? [] : await entriesAt(await index.byLink(link), read);
  const onLink = sameLink.filter(({ entry }) => linkOf(entry) === link);
  const siblings = onLink.filter((one) => one.source === source && one.entry.key !== own?.entry.key);
  const others = siblings.filter(({ entry }) => entry.key !== moved?.key);
  const holders = onLink.filter((one) => one.source !== source && one.entry.copyOf === null);
  const elsewhere = sameId.filter((at) => at.source !== source);
  return {
    own: own?.entry ?? null,
    moved,
    twin: twins.length === 1 ? (twins[0]?.entry ?? null) : null,
    linked: siblings.length === 1 ? (siblings[0]?.entry ?? null) : null,
    holder: holders.length === 1 ? (holders[0] ?? null) : null,
    linkShared: others.length > 0 || holders.length > 1,
    idTaken: elsewhere.length > 0,
    idHolder: own === null ? await holderOf(identity, elsewhere, read) : null,
  };
}

async function holderOf<At extends EntryRef>(
  identity: string,
  locations: readonly At[],
  read: Read<At>,
): Promise<OwnedEntry | null> {
  for (const owned of await entriesAt(locations, read)) {
    if (identityKey(owned.entry.id) === identity) return owned;
  }
  return null;
}

/** The entries that are still there. */
async function entriesAt<At extends EntryRef>(
  locations: readonly At[],
  read: Read<At>,
): Promise<readonly OwnedEntry[]> {
  const entries: OwnedEntry[] = [];
  for (const at of locations) {
    const entry = await read(at);
    if (entry !== null) entries.push({ source: at.source, entry });
  }
  return entries;
}
