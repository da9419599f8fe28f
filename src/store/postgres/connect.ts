import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { UserError } from '../../model/errors.js';

/** What answers queries: the database, or one transaction of it. */
export interface Queries {
  /** The rows that a query gives; `R` has to be what its columns are. */
  rows<R>(sql: string, values?: readonly unknown[]): Promise<readonly R[]>;
}

/**
 * How much a transaction sees of others that run at the same time: nothing, and it is begun anew where that
 * made a difference (`serializable`); or what each has finished by the time of a query, for work under a lock
 * (`read committed`).
 */
export type Isolation = 'serializable' | 'read committed';

/** Transactions that met others are begun anew, with waits of this times a number that grows. */
const RETRIES = 12;
const RETRY_MS = 15;
/** No query of ours takes longer where all is well; one that hangs must not hold up a pass for ever. */
const STATEMENT_MS = 120_000;
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

  /** @param url with or without a password, which pg else takes from PGPASSWORD or ~/.pgpass */
  constructor(url: string) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: STATEMENT_MS,
      fallback_application_name: 'tagwire',
    });
    this.pool.on('error', () => {}); // an idle connection was cut: the next query makes another
  }

  async rows<R>(sql: string, values: readonly unknown[] = []): Promise<readonly R[]> {
    try {
      return (await this.pool.query(sql, [...values])).rows as R[];
    } catch (error) {
      throw inWords(error);
    }
  }

  /**
   * Does all of `work` or nothing of it, which may be called again: it must change nothing but the database.
   */
  async transaction<T>(isolation: Isolation, work: (queries: Queries) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(isolation, work);
      } catch (error) {
        if (attempt >= RETRIES || !isRetried(error)) throw inWords(error);
        await wait(randomInt(RETRY_MS * attempt) + 1);
      }
    }
  }

  /**
   * The same for work that can be done only once: it is never begun anew, so no other worker may be about.
   */
  async once<T>(work: (queries: Queries) => Promise<T>): Promise<T> {
    try {
      return await this.attempt('read committed', work);
    } catch (error) {
      throw inWords(error);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async attempt<T>(isolation: Isolation, work: (queries: Queries) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let isBroken = false;
    try {
      await client.query(`begin isolation level ${isolation}`);
      const done = await work({
        rows: async <R>(sql: string, values: readonly unknown[] = []) =>
          (await client.query(sql, [...values])).rows as R[],
      });
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

/** Serialisation failure, deadlock. */
const isRetried = (error: unknown): boolean => ['40001', '40P01'].includes(codeOf(error));

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const WORDS: readonly [code: RegExp, words: string][] = [
  [/^ECONNREFUSED$|^ENOENT$/, 'nothing listens there: does the server run?'],
  [/^ENOTFOUND$|^EAI_AGAIN$/, 'there is no host of that name'],
  [/^ECONNRESET$|^EPIPE$|^08...$|^57P0[125]$/, 'the connection was cut'],
  [/^57P03$/, 'the server is starting or stopping'],
  [/^28P01$|^28000$/, 'the server refuses this user or password'],
  [/^3D000$/, 'there is no database of that name; create it first (createdb)'],
  [/^42501$/, 'this user may not do that there'],
  [/^53300$/, 'the server has too many connections'],
  [/^53100$/, 'the disk of the server is full'],
  [/^25006$/, 'the server is read-only: it is a replica'],
  [/^57014$/, 'a query took too long'],
];

/**
 * The error as the operator can mend it; one that is none of the server's and the network's stays as it is.
 */
function inWords(error: unknown): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  const words = WORDS.find(([codes]) => codes.test(code))?.[1];
  if (words !== undefined) return new UserError(`PostgreSQL: ${words} (${code})`, 1, { cause: error });
  const isNetwork = /timeout|terminated|SSL|certificate/i.test(error.message);
  return isNetwork ? new UserError(`PostgreSQL: ${error.message}`, 1, { cause: error }) : error;
}
