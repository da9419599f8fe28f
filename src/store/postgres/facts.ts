import { nameOf } from '../edition-name.js';
import { newFacts } from '../facts.js';
import type { Facts, FactsChange } from '../store.js';
import type { Queries } from './connect.js';
import { nameEdition } from './editions.js';

/** The row that facts stand in, where there is none yet. */
export async function ensureFacts(queries: Queries): Promise<void> {
  await queries.rows(
    'insert into tagwire.database (facts) select $1 where not exists (select from tagwire.database) on conflict do nothing',
    [JSON.stringify(newFacts())],
  );
}

/** Facts about the whole database. */
export async function factsOf(queries: Queries): Promise<Facts> {
  // Earlier tables have no such column: then the name means that of `before`.
  const [row] = await queries.rows<{ facts: Partial<Facts>; pass: string; edition: string; name: string }>(
    `select facts, pass, edition, name from (select '' as edition_name) as before
     cross join lateral (select facts, pass, edition, edition_name as name from tagwire.database) as row`,
  );
  if (row === undefined) return newFacts();
  const [pass, edition] = [Number(row.pass), Number(row.edition)];
  return { ...newFacts(), ...row.facts, pass, edition, editionName: row.name };
}

/** Puts facts in place of those before, which nobody else changes from then on until the transaction ends. */
export async function writeFacts(queries: Queries, facts: Partial<Facts> | FactsChange): Promise<void> {
  if (typeof facts !== 'function' && Object.keys(facts).length === 0) return;
  await queries.rows('select from tagwire.database for update');
  const now = await factsOf(queries);
  const { pass: _pass, edition: _edition, editionName: _known, ...known } = now;
  const {
    pass: _number,
    edition: _shown,
    editionName: _name,
    ...others
  } = typeof facts === 'function' ? facts(now) : facts;
  await queries.rows('update tagwire.database set facts = $1', [JSON.stringify({ ...known, ...others })]);
}

/** Takes all facts as they were written elsewhere, perhaps by an earlier program. */
export async function restoreFacts(queries: Queries, facts: Facts): Promise<void> {
  const { pass, edition, editionName, ...others } = { ...newFacts(), ...facts };
  await queries.rows(
    `insert into tagwire.database (facts, pass, edition) values ($1, $2, $3)
     on conflict (one) do update set facts = excluded.facts, pass = excluded.pass, edition = excluded.edition`,
    [JSON.stringify(others), pass, edition],
  );
  if (nameOf({ edition, editionName }) !== null) await nameEdition(queries, edition, editionName);
}
