import { randomInt } from 'node:crypto';
import { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { UserError } from '../../model/errors.js';
import { shownLocation } from '../location.js';
import { hasMetAnother, inWords, isAway } from './server-errors.js';

/** What answers queries: the database, or one transaction of it. */
export interface Queries {
  /** The rows that a query gives; `R` has to be what its columns are. */
  rows<R>(sql: string, values?: readonly unknown[]): Promise<readonly R[]>;
}

/** Transactions that met others are begun anew, with waits of this times a number that grows. */
const RETRIES = 12;
const RETRY_MS = 15;
/** Waits for a server that was there and is away: a restart or a failover takes seconds. */
const AWAY_MS = [100, 400, 1500, 3000, 5000] as const;
/** No query of ours takes longer where all is well; one that hangs must not hold up a pass for ever. */
const STATEMENT_MS = 300_000;
const CONNECT_MS = 10_000;
/**
 * A pass works on one connection and looks up on others: small, since PgBouncer and many workers share what a
 * server has.
 */
const CONNECTIONS = 4;

/**
 * One database, through a few connections. Every error that the server or the network is to blame for is a
 * UserError.
 */
export class Database implements Queries {
  private readonly pool: pg.Pool;
  private readonly sockets = new Set<Socket>();
  /** Has answered, and wasn't given up since: a wrong address, and one that stays away, are told at once. */
  private wasThere = false;

  /** @param url with or without a password, which pg else takes from PGPASSWORD or ~/.pgpass */
  constructor(url: string) {
    this.pool = new pg.Pool({
      connectionString: readable(url),
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: STATEMENT_MS,
      fallback_application_name: 'tagwire',
      stream: () => this.socket(),
    });
    // A cut connection is an event and the error of its query: who waits for that is told, and nobody else.
    this.pool.on('error', () => {});
    this.pool.on('connect', (client) => client.on('error', () => {}));
  }

  rows<R>(sql: string, values: readonly unknown[] = []): Promise<readonly R[]> {
    return this.persistent(async () => (await this.pool.query(sql, [...values])).rows as R[]);
  }

  /**
   * Does all of `work` or nothing of it. It may be called again: it must change nothing but the database.
   * Each query sees what others have finished by then, so that what rests on an answer takes a lock first.
   */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    return this.persistent(() => this.attempt(work));
  }

  /**
   * The same for work that can be done only once: it is never begun anew, so no other worker may be about.
   */
  async once<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    try {
      return await this.attempt(work);
    } catch (error) {
      throw inWords(error);
    }
  }

  /**
   * Reads the database as it is at one moment, whatever others do meanwhile; begun anew by nobody: a cut
   * connection is an error.
   */
  async *asItIs<T>(read: (queries: Queries) => AsyncIterable<T>): AsyncIterable<T> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw inWords(error);
    });
    let isBroken = true;
    try {
      await client.query('begin isolation level repeatable read read only');
      yield* read(queriesOf(client));
      await client.query('commit');
      isBroken = false;
    } catch (error) {
      throw inWords(error);
    } finally {
      client.release(isBroken);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
    // The pool forgets a connection that the server has not let in, and leaves it open.
    for (const socket of this.sockets) socket.destroy();
  }

  private socket(): Socket {
    const socket = new Socket();
    this.sockets.add(socket.once('close', () => this.sockets.delete(socket)));
    return socket;
  }

  /**
   * Tries again what met another worker, or a server that was there before and is away. A cut connection
   * doesn't tell whether a transaction was done; doing any of ours twice is doing it once.
   */
  private async persistent<T>(work: () => Promise<T>): Promise<T> {
    let met = 0;
    let away = 0;
    for (;;) {
      try {
        const done = await work();
        this.wasThere = true;
        return done;
      } catch (error) {
        const pause = hasMetAnother(error)
          ? randomInt(RETRY_MS * ++met) + 1
          : this.wasThere && isAway(error)
            ? AWAY_MS[away++]
            : undefined;
        if (pause === undefined && isAway(error)) this.wasThere = false;
        if (pause === undefined || met > RETRIES) throw inWords(error);
        await wait(pause);
      }
    }
  }

  private async attempt<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let isBroken = false;
    try {
      // Together, and local: PgBouncer may hand the next transaction to another connection.
      await client.query(
        `begin isolation level read committed; set local statement_timeout = ${STATEMENT_MS}`,
      );
      const done = await work(queriesOf(client));
      await client.query('commit');
      return done;
    } catch (error) {
      await client.query('rollback').catch(() => {
        isBroken = true;
      });
      throw error;
    } finally {
      client.release(isBroken);
    }
  }
}

/** What an address may ask for: pg has others verify certificates, or has none of what they mean. */
const SSL_MODES: readonly string[] = ['disable', 'require', 'verify-ca', 'verify-full'];

/**
 * The address as pg reads it, with `sslmode` as PostgreSQL's own programs mean it: `require` encrypts,
 * `verify-full` looks at the certificate too. As there, PGSSLMODE and PGSSLROOTCERT say what the address
 * doesn't. A UserError where pg can't read it, or a file that it names.
 */
function readable(url: string): string {
  const address = new URL(url);
  const { searchParams } = address;
  const named = searchParams.has('sslmode') ? 'sslmode' : 'PGSSLMODE';
  for (const [name, variable] of Object.entries({ sslmode: 'PGSSLMODE', sslrootcert: 'PGSSLROOTCERT' })) {
    const given = searchParams.get(name) ?? process.env[variable] ?? '';
    if (given !== '') searchParams.set(name, given);
  }
  const mode = searchParams.get('sslmode');
  if (mode !== null && !SSL_MODES.includes(mode))
    throw new UserError(`${shownLocation(url)}: ${named} has to be ${SSL_MODES.join(', ')}, not ${mode}`, 2);
  if (mode !== null) searchParams.set('uselibpqcompat', 'true');
  if (mode === 'disable') searchParams.delete('sslrootcert');
  try {
    new pg.Client(address.href);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(`${shownLocation(url)}: ${why}`, 2, { cause: error });
  }
  return address.href;
}

const queriesOf = (client: pg.PoolClient): Queries => ({
  rows: async <R>(sql: string, values: readonly unknown[] = []) =>
    (await client.query(sql, [...values])).rows as R[],
});
