import { nameOf, newName } from '../edition-name.js';
import type { Changes, Touched, Unrendered } from '../store.js';
import type { Queries } from './connect.js';
import { freshOfEdition } from './fresh.js';

type Kind = 'all' | 'source' | 'window' | 'docs' | 'doc';

/** Something that has to be rendered. */
interface Mark {
  readonly kind: Kind;
  readonly name: string;
  readonly n: number;
}

/** What is marked: as `touch` has it, and single documents. */
export interface Marked extends Touched {
  /** Stream → documents. */
  readonly docs?: ReadonlyMap<string, readonly number[]>;
}

function marksOf({
  all = false,
  sources = [],
  windows = [],
  streams = [],
  docs = new Map(),
}: Marked): readonly Mark[] {
  const one =
    (kind: Kind) =>
    (name: string): Mark => ({ kind, name, n: 0 });
  return [
    ...(all ? [one('all')('')] : []),
    ...[...sources].map(one('source')),
    ...[...windows].map(one('window')),
    ...[...streams].flatMap((name) => [one('window')(name), one('docs')(name)]),
    ...[...docs].flatMap(([name, numbers]) => numbers.map((n): Mark => ({ kind: 'doc', name, n }))),
  ];
}

/**
 * Has something rendered in the next edition. Rows are only ever added, so that a mark is part of its
 * transaction: one that the edition of another worker was too early to see is in the next.
 */
export async function mark(queries: Queries, what: Marked): Promise<void> {
  const marks = marksOf(what);
  if (marks.length === 0) return;
  await queries.rows(
    'insert into tagwire.unrendered (kind, name, n) select * from unnest($1::text[], $2::text[], $3::int[])',
    [marks.map(({ kind }) => kind), marks.map(({ name }) => name), marks.map(({ n }) => n)],
  );
}

/** What has changed since the last edition. */
export async function unrenderedNow(queries: Queries): Promise<Omit<Changes, 'edition' | 'since'>> {
  const rows = await queries.rows<Mark>(
    'select kind, name, n from tagwire.unrendered group by kind, name, n order by kind, name, n',
  );
  return gathered(rows);
}

/** Puts back what another database had to render. */
export async function restoreUnrendered(
  queries: Queries,
  { all, streams, sources }: Unrendered,
): Promise<void> {
  const each = Object.entries(streams);
  await mark(queries, {
    all,
    sources,
    windows: each.filter(([, docs]) => docs !== null).map(([name]) => name),
    streams: each.filter(([, docs]) => docs === null).map(([name]) => name),
    docs: new Map(each.flatMap(([name, docs]) => (docs === null ? [] : [[name, docs] as const]))),
  });
}

/** Editions whose names are kept: a public/ that has held none of them is rendered anew. */
const NAMES_KEPT = 10_000;

interface EditionRow {
  readonly edition: string;
  readonly name: string;
}

/**
 * Makes an edition of what is marked, if anything is, and says what has changed since an earlier one, the
 * first of `held` that is known: each machine that publishes remembers its own. To be called under the lock
 * of the streams.
 */
export async function changesSince(queries: Queries, held: readonly string[]): Promise<Changes> {
  const [row] = await queries.rows<EditionRow & { told: string; marked: boolean }>(
    `select edition, edition_name as name, told, exists (select from tagwire.unrendered) as marked
     from tagwire.database`,
  );
  const before = Number(row?.edition ?? 0);
  const last = nameOf({ edition: before, editionName: row?.name ?? '' });
  const since = await firstKnown(queries, held);
  const isSame = row?.marked === false && last !== null && since !== null;
  const edition = isSame ? last : await makeEdition(queries, before + 1);
  // Who has rendered an edition may have died before it was announced: then it is rendered once more.
  const rows = await queries.rows<Mark>(
    'select kind, name, n from tagwire.editions where edition > $1 order by kind, name, n',
    [Math.min(Number(since?.edition ?? 0), Number(row?.told ?? 0))],
  );
  const { all, streams, sources } = gathered(rows);
  return { edition, since: since?.name ?? null, all: all || since === null, streams, sources };
}

/** The first of these editions that this database has made. */
async function firstKnown(queries: Queries, held: readonly string[]): Promise<EditionRow | null> {
  const [row] = await queries.rows<EditionRow>(
    `select name, edition from tagwire.edition_names
     where name = any($1) order by array_position($1::text[], name) limit 1`,
    [held],
  );
  return row ?? null;
}

/** Has the database be at this edition, which is known by its name from now on. */
export async function nameEdition(queries: Queries, edition: number, name: string): Promise<void> {
  await queries.rows('update tagwire.database set edition = $1, edition_name = $2', [edition, name]);
  await queries.rows('insert into tagwire.edition_names (edition, name) values ($1, $2)', [edition, name]);
  await queries.rows('delete from tagwire.edition_names where edition <= $1', [edition - NAMES_KEPT]);
}

/** Whether no worker has announced this edition, or a later one: the caller does, in this transaction. */
export async function beFirst(queries: Queries, edition: number): Promise<boolean> {
  const told = await queries.rows('update tagwire.database set told = $1 where told < $1 returning told', [
    edition,
  ]);
  return told.length > 0;
}

/**
 * What is marked belongs to this edition, whose name is returned. A source of which streams have yet to be
 * told, since another worker has stored something of it just now, is marked for the next one as well: its
 * page says what they have.
 */
async function makeEdition(queries: Queries, edition: number): Promise<string> {
  const name = newName(edition);
  await nameEdition(queries, edition, name);
  await freshOfEdition(queries, edition);
  await queries.rows(
    `with untold as (select distinct change->'post'->>'source' as source from tagwire.stream_changes),
     marked as (select id, kind, name, n from tagwire.unrendered),
     done as (
       delete from tagwire.unrendered u using marked
       where u.id = marked.id and not (
         u.kind = 'source' and exists (select from untold where source is null or source = u.name)))
     insert into tagwire.editions (kind, name, n, edition) select distinct kind, name, n, $1::bigint from marked
     on conflict (kind, name, n) do update set edition = excluded.edition`,
    [edition],
  );
  return name;
}

/** Marks as `Changes` has them. */
function gathered(marks: readonly Mark[]): Omit<Changes, 'edition' | 'since'> {
  const streams = new Map<string, Set<number> | null>();
  const sources = new Set<string>();
  let all = false;
  for (const { kind, name, n } of marks) {
    if (kind === 'all') all = true;
    else if (kind === 'source') sources.add(name);
    else if (kind === 'docs') streams.set(name, null);
    else {
      const docs = streams.get(name);
      if (docs === undefined) streams.set(name, new Set(kind === 'doc' ? [n] : []));
      else if (kind === 'doc') docs?.add(n);
    }
  }
  return { all, streams, sources };
}
