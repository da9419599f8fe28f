import { randomUUID } from 'node:crypto';
import { hostOf } from '../../fetch/location.js';
import type { SourceKey } from '../../model/values.js';
import type { SourceRecord } from '../../sources/record.js';
import type { Claim } from '../store.js';
import { claimSources } from './claims.js';
import type { Database, Queries } from './connect.js';

/** What one worker has leased: hosts, and what is due there. */
export class Leases {
  /** Names this worker. */
  private readonly worker = randomUUID();
  /** Host → the sources there that have yet to be polled. */
  private readonly left = new Map<string, Set<SourceKey>>();
  /** The host that each of these is leased with. */
  private readonly hosts = new Map<SourceKey, string>();
  /** In milliseconds: how long its leases last, and when they were last written. */
  private written = { last: 0, at: 0 };

  constructor(private readonly now: () => number) {}

  async claim(database: Pick<Database, 'transaction'>, wanted: Claim): Promise<readonly SourceRecord[]> {
    const isFirst = this.written.last === 0;
    const claimed = await database.transaction(async (queries) => {
      if (!isFirst) await renewLeases(queries, this.worker, wanted.lease);
      return claimSources(queries, this.worker, wanted);
    });
    this.written = { last: wanted.lease, at: this.now() };
    for (const { key, poll } of claimed) this.add(key, hostOf(poll.url));
    return claimed;
  }

  /** Leases those of these hosts that are free, whatever is to be asked there. */
  async claimHosts(
    queries: Queries,
    hosts: ReadonlySet<string>,
    lease: number,
  ): Promise<ReadonlySet<string>> {
    const rows = await queries.rows<{ host: string }>(
      `insert into tagwire.hosts as known (host, leased_by, leased_until)
       select host, $2, now() + $3 * interval '1 ms' from unnest($1::text[]) host order by host
       on conflict (host) do update set leased_by = excluded.leased_by, leased_until = excluded.leased_until
       where known.leased_until is null or known.leased_until <= now() or known.leased_by = excluded.leased_by
       returning host`,
      [[...hosts], this.worker, lease],
    );
    return new Set(rows.map(({ host }) => host));
  }

  async releaseHosts(queries: Queries, hosts: readonly string[]): Promise<void> {
    await releaseHosts(queries, this.worker, hosts);
  }

  /** These sources are polled: returns the hosts where none is left, which are to be released. */
  settle(sources: Iterable<SourceKey>): readonly string[] {
    const free: string[] = [];
    for (const key of sources) {
      const host = this.hosts.get(key);
      if (host === undefined || !this.hosts.delete(key)) continue;
      const left = this.left.get(host);
      left?.delete(key);
      if (left?.size === 0 && this.left.delete(host)) free.push(host);
    }
    return free;
  }

  /** Gives back hosts that `settle` has named, and renews what is still leased where it is time to. */
  async polled(queries: Queries, free: readonly string[]): Promise<void> {
    if (free.length > 0) await releaseHosts(queries, this.worker, free);
    // A host with thousands of sources takes longer than a lease.
    const { last, at } = this.written;
    if (Math.abs(this.now() - at) < last / 4) return;
    await renewLeases(queries, this.worker, last);
    this.written = { last, at: this.now() };
  }

  /** The worker asks nothing any more. */
  async release(queries: Queries): Promise<void> {
    await releaseAll(queries, this.worker);
  }

  private add(key: SourceKey, host: string): void {
    this.hosts.set(key, host);
    const left = this.left.get(host);
    if (left === undefined) this.left.set(host, new Set([key]));
    else left.add(key);
  }
}

/** What was to be asked of these hosts has been: they are free. */
async function releaseHosts(queries: Queries, worker: string, hosts: readonly string[]): Promise<void> {
  await queries.rows(
    `update tagwire.hosts set leased_by = null, leased_until = null where host = any($1) and leased_by = $2`,
    [hosts, worker],
  );
}

/** What a worker still has to ask stays its own for so long from now, unless its lease has ended. */
async function renewLeases(queries: Queries, worker: string, lease: number): Promise<void> {
  await queries.rows(
    `with kept as (
       update tagwire.hosts set leased_until = now() + $2 * interval '1 ms'
       where leased_by = $1 and leased_until > now() returning host)
     update tagwire.sources set leased_until = now() + $2 * interval '1 ms'
     where leased_until is not null and host in (select host from kept)`,
    [worker, lease],
  );
}

/** The worker asks nothing any more. */
async function releaseAll(queries: Queries, worker: string): Promise<void> {
  await queries.rows(
    `with freed as (
       update tagwire.hosts set leased_by = null, leased_until = null where leased_by = $1 returning host)
     update tagwire.sources set leased_until = null
     where leased_until is not null and host in (select host from freed)`,
    [worker],
  );
}
