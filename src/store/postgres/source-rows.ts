import { addressKey, hostOf } from '../../fetch/location.js';
import type { Instant, SourceKey } from '../../model/values.js';
import { movedTo, newPollState, type PollState } from '../../schedule/index.js';
import type { SourceRecord } from '../../sources/record.js';
import type { EntryCounts } from '../entry-counts.js';
import type { Queries } from './connect.js';

/** A source's record as its row has it. */
export interface SourceRow extends EntryCounts {
  readonly key: SourceKey;
  readonly record: Omit<SourceRecord, 'poll' | 'feed' | keyof EntryCounts>;
  readonly poll: PollState;
  readonly feed: SourceRecord['feed'];
  readonly oldest: Instant | null;
}

export const SOURCE_COLUMNS = 'key, record, poll, feed, entries, withheld, oldest, unshown';

/** The record; what an earlier version did not know has its default. */
export function recordOf({
  record,
  poll,
  feed,
  entries,
  withheld,
  oldest,
  unshown,
}: SourceRow): SourceRecord {
  const counts = { entries, withheld, oldest, unshown };
  return { ...record, feed, poll: { ...newPollState(poll.listed), ...poll }, ...counts };
}

/** @param lock nobody else changes it until this transaction ends */
export async function readRecord(
  queries: Queries,
  key: SourceKey,
  lock: 'for update' | '' = '',
): Promise<SourceRecord | null> {
  const [row] = await queries.rows<SourceRow>(
    `select ${SOURCE_COLUMNS} from tagwire.sources where key = $1 ${lock}`,
    [key],
  );
  return row === undefined ? null : recordOf(row);
}

/** What the columns beside the JSON say of a poll's state. */
const columnsOf = (poll: PollState) => ({
  poll: JSON.stringify(poll),
  host: hostOf(poll.url),
  address: addressKey(poll.url),
  moved: movedTo(poll) !== null,
  due: poll.due,
});

/**
 * Sources as the configuration has them, new ones too. How a source was polled and what its feed said stay as
 * they are known here, since another worker may have polled it since; an edited address is polled as new.
 */
export async function registerSources(queries: Queries, records: readonly SourceRecord[]): Promise<void> {
  const rows = records.map((each) => {
    const { poll, feed, entries: _e, withheld: _w, oldest: _o, unshown: _u, ...record } = each;
    return {
      ...{ key: each.key, record: JSON.stringify(record), feed: feed && JSON.stringify(feed) },
      ...columnsOf(poll),
    };
  });
  const known = await queries.rows<{ key: string; record: string; listed: string; read: boolean }>(
    `select key, record::text as record, poll->>'listed' as listed, feed is not null as read from tagwire.sources where key = any($1)`,
    [rows.map(({ key }) => key)],
  );
  const byKey = new Map(known.map((row) => [row.key, row]));
  const listed = new Map(records.map(({ key, poll }) => [key, poll.listed]));
  const changed = rows.filter(({ key, record, feed }) => {
    const before = byKey.get(key);
    if (before === undefined || before.record !== record) return true;
    return before.listed !== listed.get(key) || (feed !== null && !before.read);
  });
  if (changed.length === 0) return;
  await writeSources(queries, changed);
}

type Row = { readonly key: string; readonly record: string; readonly feed: string | null } & ReturnType<
  typeof columnsOf
>;

async function writeSources(queries: Queries, rows: readonly Row[]): Promise<void> {
  await addHosts(
    queries,
    rows.map(({ host }) => host),
  );
  const column = (name: keyof Row) => rows.map((row) => row[name]);
  await queries.rows(
    `insert into tagwire.sources as s (key, record, feed, poll, host, address, moved, due)
     select * from unnest(
       $1::text[], $2::json[], $3::json[], $4::json[], $5::text[], $6::text[], $7::boolean[], $8::text[])
     on conflict (key) do update set record = excluded.record,
       feed = coalesce(s.feed, excluded.feed),
       (poll, host, address, moved, due) = (
         select kept.poll, kept.host, kept.address, kept.moved, kept.due
         from (values
           (true, s.poll, s.host, s.address, s.moved, s.due),
           (false, excluded.poll, excluded.host, excluded.address, excluded.moved, excluded.due)
         ) as kept (known, poll, host, address, moved, due)
         where kept.known = (s.poll->>'listed' = excluded.poll->>'listed'))`,
    [
      ...[column('key'), column('record'), column('feed'), column('poll'), column('host')],
      ...[column('address'), column('moved'), column('due')],
    ],
  );
}

/** In one order for all: two workers that add the same never wait for each other. */
async function addHosts(queries: Queries, hosts: readonly string[]): Promise<void> {
  await queries.rows(
    'insert into tagwire.hosts (host) select * from unnest($1::text[]) on conflict do nothing',
    [[...new Set(hosts)].sort()],
  );
}

/** What came of asking sources, by their keys. */
export async function writePolls(queries: Queries, polls: ReadonlyMap<SourceKey, PollState>): Promise<void> {
  const rows = [...polls].map(([key, poll]) => ({ key, ...columnsOf(poll) }));
  const column = (name: keyof (typeof rows)[number]) => rows.map((row) => row[name]);
  const before = await queries.rows<{ host: string }>(
    `with before as (select key, host from tagwire.sources where key = any($1)),
     told as (
       update tagwire.sources s set poll = t.poll, host = t.host, address = t.address, moved = t.moved,
         due = t.due, leased_until = null
       from unnest($1::text[], $2::json[], $3::text[], $4::text[], $5::boolean[], $6::text[])
         as t (key, poll, host, address, moved, due)
       where s.key = t.key)
     select host from before`,
    [column('key'), column('poll'), column('host'), column('address'), column('moved'), column('due')],
  );
  const known = new Set(before.map(({ host }) => host));
  const others = rows.flatMap(({ host }) => (known.has(host) ? [] : [host]));
  if (others.length > 0) await addHosts(queries, others);
}
