import type { HostState } from '../../schedule/index.js';
import type { Queries } from './connect.js';

interface HoldRow {
  readonly host: string;
  readonly hold: HostState[string];
}

const asHolds = (rows: readonly HoldRow[]): HostState =>
  Object.fromEntries(rows.map(({ host, hold }) => [host, hold]));

/** All hosts that asked to be left alone. */
export async function allHolds(queries: Queries): Promise<HostState> {
  return asHolds(
    await queries.rows<HoldRow>('select host, hold from tagwire.hosts where hold is not null order by host'),
  );
}

/** Those of these hosts that did. */
export async function holdsOf(queries: Queries, hosts: readonly string[]): Promise<HostState> {
  return asHolds(
    await queries.rows<HoldRow>(
      'select host, hold from tagwire.hosts where hold is not null and host = any($1)',
      [hosts],
    ),
  );
}

export async function writeHold(
  queries: Queries,
  host: string,
  hold: HostState[string] | null,
): Promise<void> {
  await queries.rows(
    `insert into tagwire.hosts (host, hold) values ($1, $2)
     on conflict (host) do update set hold = excluded.hold`,
    [host, hold === null ? null : JSON.stringify(hold)],
  );
}
