import { UserError } from '../../model/errors.js';
import type { Database, Queries } from './connect.js';
import { MIGRATIONS } from './tables.js';

/** Of the advisory lock that only migrations take: any number that no other program is likely to use. */
const LOCK = 7_428_911_005;

/** The version of the tables; 0 where there are none. A UserError where a newer program made them. */
export async function knownVersion(queries: Queries): Promise<number> {
  const version = await versionOf(queries);
  if (version > MIGRATIONS.length)
    throw new UserError('the database was made by a newer tagwire; this one can’t read it');
  return version;
}

async function versionOf(queries: Queries): Promise<number> {
  // `to_regclass` goes by what this connection knew before it waited for whoever has just made the tables.
  const [there] = await queries.rows<{ found: boolean }>(
    `select exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'tagwire' and c.relname = 'version') as found`,
  );
  if (there?.found !== true) return 0;
  const [row] = await queries.rows<{ version: number }>('select version from tagwire.version');
  return row?.version ?? 0;
}

/**
 * Makes the tables, or brings them up to date. Whoever finds them as they must be needs no right to change
 * any. A UserError where a newer program has been here.
 */
export async function migrate(database: Database): Promise<void> {
  if ((await knownVersion(database)) === MIGRATIONS.length) return;
  await database.transaction(async (queries) => {
    await queries.rows('select pg_advisory_xact_lock($1)', [LOCK]);
    const from = await knownVersion(queries);
    if (from === 0) {
      await queries.rows('create schema if not exists tagwire');
      await queries.rows('create table tagwire.version (version int not null)');
      await queries.rows('insert into tagwire.version values (0)');
    }
    for (const sql of MIGRATIONS.slice(from)) await queries.rows(sql);
    await queries.rows('update tagwire.version set version = $1', [MIGRATIONS.length]);
  });
}
