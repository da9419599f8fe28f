import type { Fresh } from '../store.js';
import type { Queries } from './connect.js';

interface FreshRow {
  readonly stream: string;
  readonly post: string;
}

/** Keeps what has become news in streams until a publication announces it. */
export async function keepFresh(
  queries: Queries,
  fresh: Fresh,
  edition: number | null = null,
): Promise<void> {
  const rows = [...fresh].flatMap(([stream, posts]) => posts.map((post): FreshRow => ({ stream, post })));
  if (rows.length === 0) return;
  await queries.rows(
    `insert into tagwire.fresh (stream, post, edition)
     select stream, post, $3::bigint from unnest($1::text[], $2::text[]) with ordinality as r (stream, post, at)
     order by at`,
    [rows.map(({ stream }) => stream), rows.map(({ post }) => post), edition],
  );
}

/** Each post once: a better copy may have brought it again under its id. */
const ONCE = 'group by stream, post order by min(n)';

/** All of it. */
export async function allFresh(queries: Queries): Promise<Fresh> {
  return byStream(await queries.rows<FreshRow>(`select stream, post from tagwire.fresh ${ONCE}`));
}

/** What belongs to no edition yet belongs to this one. */
export async function freshOfEdition(queries: Queries, edition: number): Promise<void> {
  await queries.rows('update tagwire.fresh set edition = $1 where edition is null', [edition]);
}

/** Hands over what has become news up to this edition: it is announced in the same transaction. */
export async function takeFresh(queries: Queries, edition: number): Promise<Fresh> {
  const rows = await queries.rows<FreshRow>(
    `with taken as (delete from tagwire.fresh where edition <= $1 returning n, stream, post)
     select stream, post from taken ${ONCE}`,
    [edition],
  );
  return byStream(rows);
}

function byStream(rows: readonly FreshRow[]): Fresh {
  const fresh = new Map<string, string[]>();
  for (const { stream, post } of rows) {
    const posts = fresh.get(stream);
    if (posts === undefined) fresh.set(stream, [post]);
    else posts.push(post);
  }
  return fresh;
}
