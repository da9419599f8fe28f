import { randomUUID } from 'node:crypto';
import type { SourceRecord } from '../../sources/record.js';
import type { Claim } from '../store.js';
import { claimSources } from './claims.js';
import type { Queries } from './connect.js';

/** What one worker has leased: hosts, and what is due there. */
export class Leases {
  /** Names this worker. */
  private readonly worker = randomUUID();
  /** In milliseconds: how long its leases last, and when they were last written. */
  private written = { last: 0, at: 0 };

  constructor(private readonly now: () => number) {}

  async claim(queries: Queries, wanted: Claim): Promise<readonly SourceRecord[]> {
    if (this.written.last > 0) await renewLeases(queries, this.worker, wanted.lease);
    const claimed = await claimSources(queries, this.worker, wanted);
    this.written = { last: wanted.lease, at: this.now() };
    return claimed;
  }

  /** A source was polled that was leased with this host. */
  async polled(queries: Queries, host: string | null): Promise<void> {
    if (host !== null) await releaseHost(queries, this.worker, host);
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
}

/** A source was polled: its host is free when none of it is leased any more. */
async function releaseHost(queries: Queries, worker: string, host: string): Promise<void> {
  await queries.rows(
    `update tagwire.hosts h set leased_by = null, leased_until = null
     where host = $1 and leased_by = $2
       and not exists (select from tagwire.sources s where s.host = h.host and s.leased_until > now())`,
    [host, worker],
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
