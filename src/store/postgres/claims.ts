import { instant } from '../../model/values.js';
import { LONGEST_MS } from '../../schedule/index.js';
import { dueAmong } from '../../sources/due.js';
import type { SourceRecord } from '../../sources/record.js';
import type { Claim } from '../store.js';
import type { Queries } from './connect.js';
import { holdsOf } from './holds.js';
import { recordOf, SOURCE_COLUMNS, type SourceRow } from './source-rows.js';

/**
 * Of the hosts that are free a worker takes an eighth at once, so that others get their share and all end
 * together; no fewer than are worth the asking, nor more than can be asked before the lease ends.
 */
const SHARES = 8;
const FEWEST_HOSTS = 10;
const MOST_HOSTS = 100;

/**
 * Sources that may be due by what their rows say: `dueAmong` decides. $1 among, $2 all, $3 now, $4 by when
 * each is due at the latest.
 */
const MAYBE_DUE = `
  with listed as (select key, place from unnest($1::text[]) with ordinality as t (key, place))
  select SELECTED from listed l join tagwire.sources s using (key)
  where (s.leased_until is null or s.leased_until <= now())
    and ($2 or s.due is null or s.due <= $3 or s.due > $4)
    and not exists (
      select from tagwire.sources o join listed p on p.key = o.key
      where o.address = s.address and (o.moved, p.place) < (s.moved, l.place))`;

/** Nobody else has the host. $5 worker */
const FREE = '(leased_until is null or leased_until <= now() or leased_by = $5)';

/**
 * Leases sources that are due to a worker, host by host: while it holds one nobody else asks a source there.
 * Leases go by the database's clock.
 */
export async function claimSources(
  queries: Queries,
  worker: string,
  { among, now, all, lease }: Claim,
): Promise<readonly SourceRecord[]> {
  const asked = [among, all, instant(now), instant(now + LONGEST_MS)];
  const hosts = await queries.rows<{ host: string }>(
    `with free as (
       select host from tagwire.hosts where ${FREE} and host in (${MAYBE_DUE.replace('SELECTED', 's.host')}))
     select host from tagwire.hosts where ${FREE} and host in (select host from free)
     limit (select least(${MOST_HOSTS}, greatest(${FEWEST_HOSTS}, count(*) / ${SHARES})) from free)
     for update skip locked`,
    [...asked, worker],
  );
  const names = hosts.map(({ host }) => host);
  // Looked at again: by the time that the hosts were ours another worker may have polled what is theirs.
  const rows = await queries.rows<SourceRow>(
    `${MAYBE_DUE.replace('SELECTED', SOURCE_COLUMNS)} and s.host = any($5) order by l.place`,
    [...asked, names],
  );
  const due = dueAmong(rows.map(recordOf), await holdsOf(queries, names), now, all);
  const keys = due.map(({ key }) => key);
  await queries.rows(
    `with leased as (
       update tagwire.sources set leased_until = now() + $2 * interval '1 ms' where key = any($1) returning host)
     update tagwire.hosts set leased_by = $3, leased_until = now() + $2 * interval '1 ms'
     where host in (select host from leased)`,
    [keys, lease, worker],
  );
  return due;
}
