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

/** All that is remembered. */
export async function allRemoved(queries: Queries): Promise<Words> {
  const rows = await queries.rows<{ hash: string; what: string }>(
    'select hash, what from tagwire.removed order by n',
  );
  const of = (letter: string): readonly string[] =>
    rows.filter(({ hash }) => hash.startsWith(letter)).map(({ what }) => what);
  return { ids: of('i'), links: of('l') };
}
