import type { Doc, StreamChange, StreamData } from '../../model/stream.js';
import type { Instant } from '../../model/values.js';
import { byStream, inParts } from '../change-parts.js';
import { freshIn } from '../fresh.js';
import { policyOf } from '../stream-policy.js';
import { type Applied, applyChanges, newStream } from '../streams.js';
import { UNTOLD_BYTES } from '../untold.js';
import type { Database, Queries } from './connect.js';
import { mark } from './editions.js';
import { keepFresh } from './fresh.js';

/** Of the advisory lock under which streams are told and editions are made, one worker at a time. */
const LOCK = 7_428_911_006;
/** Changes that are told at once, about 2 KB each. */
const TOLD_AT_ONCE = 20_000;
/**
 * Bytes of them, as they are stored: posts in full are many times as large, and what other workers have left
 * may be gigabytes. More than one worker leaves before it tells them, so that alone it tells what any engine
 * would at once.
 */
const BYTES_AT_ONCE = 2 * UNTOLD_BYTES;

/** What streams are told under. */
export interface Telling {
  readonly limit: number;
  /** When a stream is born that is told of for the first time. */
  readonly now: Instant;
  /** The number of the pass. */
  readonly pass: number;
}

/** Does `work` while no other worker tells streams or makes an edition. */
export function alone<T>(database: Database, work: (queries: Queries) => Promise<T>): Promise<T> {
  return database.transaction(async (queries) => {
    await queries.rows('select pg_advisory_xact_lock($1)', [LOCK]);
    return work(queries);
  });
}

/** No other worker tells streams or makes an edition until this transaction ends. */
export async function holdOffTellers(queries: Queries): Promise<void> {
  await queries.rows('select pg_advisory_xact_lock_shared($1)', [LOCK]);
}

/** Keeps changes for the streams, as part of what made them. */
export async function writeChanges(queries: Queries, changes: readonly StreamChange[]): Promise<void> {
  if (changes.length === 0) return;
  await queries.rows('insert into tagwire.stream_changes (change) select * from unnest($1::json[])', [
    changes.map((change) => JSON.stringify(change)),
  ]);
}

/** Brings the streams up to their entries. */
export async function tellStreams(database: Database, telling: Telling): Promise<void> {
  while (await isAnythingToTell(database)) await alone(database, (queries) => tellSome(queries, telling));
}

/** Tells the streams what there is left to tell, as part of what nobody else may come between. */
export async function tellRest(queries: Queries, telling: Telling): Promise<void> {
  while (await isAnythingToTell(queries)) await tellSome(queries, telling);
}

/** There are changes that some worker has stored and no stream has been told of. */
export async function isAnythingToTell(queries: Queries): Promise<boolean> {
  const [row] = await queries.rows<{ some: boolean }>(
    'select exists (select from tagwire.stream_changes) as some',
  );
  return row?.some === true;
}

async function tellSome(queries: Queries, { limit, now, pass }: Telling): Promise<void> {
  const rows = await queries.rows<{ id: string; change: StreamChange }>(
    `select id, change from (
       select id, change, sum(pg_column_size(change)) over (order by id) - pg_column_size(change) as before
       from tagwire.stream_changes order by id limit $1
     ) as oldest where before < $2 order by id`,
    [TOLD_AT_ONCE, BYTES_AT_ONCE],
  );
  const marked = new Map<string, readonly number[]>();
  const fresh = new Map<string, readonly string[]>();
  for (const [name, changes] of byStream(rows.map(({ change }) => change))) {
    const { docs, news } = await applyTo(queries, name, changes, limit, now);
    if (docs !== null) marked.set(name, docs);
    fresh.set(name, news);
  }
  await mark(queries, { windows: marked.keys(), docs: marked });
  await keepFresh(queries, fresh);
  await queries.rows('delete from tagwire.stream_changes where id = any($1)', [rows.map(({ id }) => id)]);
  await queries.rows('update tagwire.database set pass = greatest(pass, $1)', [pass]);
}

/** The documents to render anew, null where nothing has changed; and what is fresh by that. */
async function applyTo(
  queries: Queries,
  name: string,
  changes: readonly StreamChange[],
  limit: number,
  now: Instant,
): Promise<{ readonly docs: readonly number[] | null; readonly news: readonly string[] }> {
  const [row] = await queries.rows<{ data: StreamData }>('select data from tagwire.streams where name = $1', [
    name,
  ]);
  let data = row?.data ?? newStream(name, now);
  const shown = new Set<number>();
  let isChanged = row === undefined;
  if (row === undefined) await writeStream(queries, data);
  for (const part of inParts(changes, data.docs)) {
    const load = async (n: number): Promise<Doc> => (await readDoc(queries, name, n)) ?? { n, posts: [] };
    const applied = await applyChanges(data, part, policyOf(name, limit), load);
    if (!applied.changed) continue;
    isChanged = true;
    data = applied.data;
    for (const n of applied.shown) shown.add(n);
    await writeDocs(queries, name, applied.docs);
  }
  if (isChanged) await writeStream(queries, data);
  return { docs: isChanged ? [...shown] : null, news: freshIn(data, changes) };
}

async function readDoc(queries: Queries, stream: string, n: number): Promise<Doc | null> {
  const [row] = await queries.rows<{ doc: Doc }>(
    'select doc from tagwire.docs where stream = $1 and n = $2',
    [stream, n],
  );
  return row?.doc ?? null;
}

async function writeDocs(queries: Queries, stream: string, docs: Applied['docs']): Promise<void> {
  for (const [n, doc] of docs) {
    if (doc === null)
      await queries.rows('delete from tagwire.docs where stream = $1 and n = $2', [stream, n]);
    else await writeDoc(queries, stream, doc);
  }
}

export async function writeDoc(queries: Queries, stream: string, doc: Doc): Promise<void> {
  await queries.rows(
    `insert into tagwire.docs (stream, n, doc) values ($1, $2, $3)
     on conflict (stream, n) do update set doc = excluded.doc`,
    [stream, doc.n, JSON.stringify(doc)],
  );
}

export async function writeStream(queries: Queries, data: StreamData): Promise<void> {
  await queries.rows(
    `insert into tagwire.streams (name, count, last, data) values ($1, $2, $3, $4)
     on conflict (name) do update set count = excluded.count, last = excluded.last, data = excluded.data`,
    [data.name, data.count, data.last, JSON.stringify(data)],
  );
}

/** Exactly these streams exist. */
export async function configureStreams(
  database: Database,
  names: ReadonlySet<string>,
  now: Instant,
): Promise<void> {
  const rows = await database.rows<{ name: string }>('select name from tagwire.streams');
  const known = new Set(rows.map(({ name }) => name));
  if ([...names].every((name) => known.has(name)) && known.size === names.size) return;
  await alone(database, async (queries) => {
    const born: string[] = [];
    for (const name of names) {
      if (known.has(name)) continue;
      const made = await queries.rows(
        `insert into tagwire.streams (name, count, last, data) values ($1, 0, 0, $2)
         on conflict do nothing returning name`,
        [name, JSON.stringify(newStream(name, now))],
      );
      if (made.length > 0) born.push(name);
    }
    await mark(queries, { windows: born });
    await queries.rows('delete from tagwire.streams where name <> all($1)', [[...names]]);
  });
}
