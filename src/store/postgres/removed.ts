import type { Entry } from '../../model/entry.js';
import { identityKey, linkKey } from '../../model/identity.js';
import type { Piece } from '../store.js';
import type { Queries } from './connect.js';

type Words = Pick<Extract<Piece, { kind: 'removed' }>, 'ids' | 'links'>;

/** Remembers ids and links that must not come again. */
export async function rememberRemoved(queries: Queries, { ids, links }: Words): Promise<void> {
  const all = new Map([
    ...ids.map((id) => [`i${identityKey(id)}`, id] as const),
    ...links.map((link) => [`l${linkKey(link)}`, link] as const),
  ]);
  if (all.size === 0) return;
  await queries.rows(
    `insert into tagwire.removed (hash, what) select * from unnest($1::text[], $2::json[])
     on conflict (hash) do update set what = excluded.what`,
    [[...all.keys()], [...all.values()].map((what) => JSON.stringify(what))],
  );
}

/** Of entries' ids and links, what isn't known as removed yet. */
export async function newlyRemoved(
  queries: Queries,
  entries: readonly Pick<Entry, 'id' | 'ids' | 'url'>[],
): Promise<Words> {
  const ids = new Map(
    entries.flatMap(({ ids: all, id }) => [...all, id]).map((id) => [`i${identityKey(id)}`, id]),
  );
  const links = new Map(
    entries.flatMap(({ url }) => (url === null ? [] : [[`l${linkKey(url)}`, url] as const])),
  );
  const rows = await queries.rows<{ hash: string }>('select hash from tagwire.removed where hash = any($1)', [
    [...ids.keys(), ...links.keys()],
  ]);
  const known = new Set(rows.map(({ hash }) => hash));
  const unknown = (words: ReadonlyMap<string, string>): readonly string[] =>
    [...words].filter(([hash]) => !known.has(hash)).map(([, what]) => what);
  return { ids: unknown(ids), links: unknown(links) };
}

/** They may come again. */
export async function forgetRemoved(queries: Queries, { ids, links }: Words): Promise<void> {
  await queries.rows('delete from tagwire.removed where hash = any($1)', [
    [...ids.map((id) => `i${identityKey(id)}`), ...links.map((link) => `l${linkKey(link)}`)],
  ]);
}

/** All that is remembered. */
export async function allRemoved(queries: Queries): Promise<Words> {
  const rows = await queries.rows<{ hash: string; what: string }>(
    'select hash, what from tagwire.removed order by n',
  );
  const of = (letter: string): readonly string[] =>
    rows.filter(({ hash }) => hash.startsWith(letter)).map(({ what }) => what);
  return { ids: of('i'), links: of('l') };
}
