import { type Entry, type EntryRef, nameOf } from '../../model/entry.js';
import type { Lookup } from '../../model/identity.js';
import type { SourceKey } from '../../model/values.js';
import { knownOf } from '../find.js';
import type { Known } from '../store.js';
import type { Queries } from './connect.js';

/** What is known of a document's entries, by three queries for all of them. */
export async function findKnown(
  queries: Queries,
  source: SourceKey,
  lookups: readonly Lookup[],
): Promise<readonly Known[]> {
  if (lookups.length === 0) return [];
  const places = await placesOf(queries, lookups);
  const entries = await entriesAt(queries, [...places.values()].flat());
  const removed = await removedOf(queries, lookups);
  const at = async (hash: string): Promise<readonly EntryRef[]> => places.get(hash) ?? [];
  const found = {
    byIdentity: (key: string) => at(`i${key}`),
    byPlace: (key: string) => at(`p${key}`),
    byTwin: (key: string) => at(`t${key}`),
    byLink: (key: string) => at(`l${key}`),
  };
  const read = async (ref: EntryRef): Promise<Entry | null> => entries.get(nameOf(ref)) ?? null;
  const known: Known[] = [];
  for (const lookup of lookups) {
    const isRemoved = removedHashes(lookup).some((hash) => removed.has(hash));
    known.push({ ...(await knownOf(source, lookup, found, read)), removed: isRemoved });
  }
  return known;
}

async function placesOf(
  queries: Queries,
  lookups: readonly Lookup[],
): Promise<ReadonlyMap<string, readonly EntryRef[]>> {
  const hashes = lookups.flatMap(({ identity, place, twin, link }) => [
    `i${identity}`,
    ...(place === null ? [] : [`p${place}`]),
    ...(twin === null ? [] : [`t${twin}`]),
    ...(link === null ? [] : [`l${link}`]),
  ]);
  const rows = await queries.rows<EntryRef & { hash: string }>(
    `select hash, l.source, l.key from unnest($1::text[]) asked (wanted)
     cross join lateral (
       select hash, source, key from tagwire.lookups where hash = wanted order by source, key limit ${ENOUGH}) l`,
    [[...new Set(hashes)]],
  );
  const places = new Map<string, EntryRef[]>();
  for (const { hash, source, key } of rows) {
    const refs = places.get(hash);
    if (refs === undefined) places.set(hash, [{ source, key }]);
    else refs.push({ source, key });
  }
  return places;
}

/** Of entries that share a link or a title as many are enough to know that it identifies none. */
const ENOUGH = 64;

async function entriesAt(queries: Queries, refs: readonly EntryRef[]): Promise<ReadonlyMap<string, Entry>> {
  if (refs.length === 0) return new Map();
  const distinct = [...new Map(refs.map((ref) => [nameOf(ref), ref])).values()];
  const rows = await queries.rows<EntryRef & { entry: Entry }>(
    `select e.source, e.key, e.entry
     from unnest($1::text[], $2::text[]) asked (source, key) join tagwire.entries e using (source, key)`,
    [distinct.map(({ source }) => source), distinct.map(({ key }) => key)],
  );
  return new Map(rows.map((row) => [nameOf(row), row.entry]));
}

const removedHashes = ({ identity, link }: Lookup): readonly string[] => [
  `i${identity}`,
  ...(link === null ? [] : [`l${link}`]),
];

async function removedOf(queries: Queries, lookups: readonly Lookup[]): Promise<ReadonlySet<string>> {
  const rows = await queries.rows<{ hash: string }>('select hash from tagwire.removed where hash = any($1)', [
    lookups.flatMap(removedHashes),
  ]);
  return new Set(rows.map(({ hash }) => hash));
}
