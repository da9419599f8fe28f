import { randomUUID } from 'node:crypto';
import { type Entry, type EntryRef, nameOf } from '../../model/entry.js';
import type { SourceKey } from '../../model/values.js';
import type { SourceRecord } from '../../sources/record.js';
import { askedWhole, leadAt, listedAgain, takenOf, withCredits, withoutCredits } from '../removal.js';
import type { Doomed, Removal, Taken } from '../store.js';
import type { Database, Queries } from './connect.js';
import { readEntry } from './entry-rows.js';
import type { EntryWork } from './entry-work.js';
import { readListing, unlist, writeListing } from './listings.js';
import { forgetRemoved, newlyRemoved, rememberRemoved } from './removed.js';
import { readRecord, registerSources, writePolls } from './source-rows.js';

/** What a draft that was never kept is cleared after: no removal is handed out for so long. */
const DRAFT_LASTS = '1 day';

/** The last removal, as long as it can be taken back. */
export async function lastRemoval(queries: Queries): Promise<Removal | null> {
  const [row] = await queries.rows<{ what: Removal }>(
    'select what from tagwire.removals where what is not null',
  );
  return row?.what ?? null;
}

/** What was taken, with the places of its entries among those of their source, by their keys. */
interface KeptTaken extends Taken {
  readonly places?: Readonly<Record<string, string>>;
}

/** What the last removal took, part by part. */
export async function* takenParts(queries: Queries): AsyncIterable<readonly KeptTaken[]> {
  const rows = await queries.rows<{ removal: string; n: string }>(
    `select removal, t.n from tagwire.taken t join tagwire.removals r on r.id = t.removal
     where what is not null order by t.n`,
  );
  for (const { removal, n } of rows) {
    const [row] = await queries.rows<{ taken: readonly KeptTaken[] }>(
      'select taken from tagwire.taken where removal = $1 and n = $2',
      [removal, n],
    );
    if (row !== undefined) yield row.taken;
  }
}

/** Begins to write down what is going to be removed; returns the draft's id, and how many entries it has. */
export async function draftRemoval(
  database: Database,
  doomed: AsyncIterable<readonly Doomed[]>,
): Promise<{ readonly id: string; readonly entries: number }> {
  const id = randomUUID();
  let count = 0;
  await database.rows('insert into tagwire.removals (id) values ($1)', [id]);
  try {
    for await (const part of doomed) {
      const taken: KeptTaken[] = [];
      for (const one of part) if (one.entries.length > 0) taken.push(await keptOf(database, one));
      if (taken.length > 0) await keepTaken(database, id, taken);
      for (const { entries } of taken) count += entries.length;
    }
  } catch (error) {
    await database.rows('delete from tagwire.removals where id = $1', [id]);
    throw error;
  }
  return { id, entries: count };
}

/** This is the last removal from now on. */
export async function keepRemoval(queries: Queries, id: string, removal: Removal): Promise<void> {
  await queries.rows(
    `delete from tagwire.removals
     where id <> $1 and (what is not null or begun < now() - interval '${DRAFT_LASTS}')`,
    [id],
  );
  await queries.rows(
    'insert into tagwire.removals (id, what) values ($1, $2) on conflict (id) do update set what = excluded.what',
    [id, JSON.stringify(removal)],
  );
}

/** What another database tells of what it took (`Taken`) has no places here: it comes back as the newest. */
export async function keepTaken(queries: Queries, id: string, taken: readonly KeptTaken[]): Promise<void> {
  await queries.rows('insert into tagwire.removals (id) values ($1) on conflict do nothing', [id]);
  await queries.rows('insert into tagwire.taken (removal, taken) values ($1, $2)', [
    id,
    JSON.stringify(taken),
  ]);
}

export async function dropRemoval(queries: Queries, id: string): Promise<void> {
  await queries.rows('delete from tagwire.removals where id = $1', [id]);
}

async function keptOf(queries: Queries, doomed: Doomed): Promise<KeptTaken> {
  const { source, entries } = doomed;
  const record = await readRecord(queries, source);
  if (record === null) throw new TypeError(`no record of source ${source}`);
  const taken = await takenOf(doomed, {
    record,
    listing: await readListing(queries, source),
    read: (ref) => readEntry(queries, ref),
    newOf: (named) => newlyRemoved(queries, named),
  });
  return { ...taken, places: await placesOf(queries, source, new Set(entries.map(({ key }) => key))) };
}

async function placesOf(
  queries: Queries,
  source: SourceKey,
  keys: ReadonlySet<string>,
): Promise<Readonly<Record<string, string>>> {
  const rows = await queries.rows<{ key: string; n: string }>(
    'select key, n from tagwire.entries where source = $1 and key = any($2)',
    [source, [...keys]],
  );
  return Object.fromEntries(rows.map(({ key, n }) => [key, n]));
}

/** Takes out what is kept, in one transaction. */
export async function takeOut(queries: Queries, work: EntryWork): Promise<void> {
  const gone = new Set<string>();
  const leads: EntryRef[] = [];
  for await (const part of takenParts(queries)) {
    for (const { record, entries, ids, links, leads: credited } of part) {
      await rememberRemoved(queries, { ids, links });
      leads.push(...credited);
      const keys = new Set(entries.map(({ key }) => key));
      for (const key of keys) gone.add(nameOf({ source: record.key, key }));
      for (const key of keys) {
        const entry = await readEntry(queries, { source: record.key, key });
        if (entry !== null) await work.drop(record.key, entry);
      }
      await unlist(queries, record.key, keys);
    }
  }
  for (const ref of leads) {
    const lead = gone.has(nameOf(ref)) ? null : await work.read(ref);
    if (lead === null) continue;
    const after = withoutCredits(lead, gone);
    if (after !== lead) await work.replace(ref.source, lead, after);
  }
}

/** Brings back what is kept, as far as it isn't there again, in one transaction. */
export async function bringBack(
  queries: Queries,
  work: EntryWork,
  file: (source: SourceRecord, entry: Entry) => Entry,
): Promise<void> {
  const back = new Set<string>();
  const leads: Taken['leads'][number][] = [];
  for await (const part of takenParts(queries)) {
    for (const taken of part) {
      const { key: source } = taken.record;
      await putBack(queries, work, taken, file);
      await forgetRemoved(queries, taken);
      leads.push(...taken.leads);
      for (const { key } of taken.entries) back.add(nameOf({ source, key }));
    }
  }
  for (const { copies, ...ref } of leads) {
    const lead = await leadAt(ref, (at) => work.read(at));
    if (lead === null) continue;
    const after = withCredits(lead.entry, copies, back);
    if (after !== lead.entry) await work.replace(lead.source, lead.entry, after);
  }
}

async function putBack(
  queries: Queries,
  work: EntryWork,
  { record, entries, listing, places = {} }: KeptTaken,
  file: (source: SourceRecord, entry: Entry) => Entry,
): Promise<void> {
  const { key: source, poll } = record;
  if ((await readRecord(queries, source)) === null) await registerSources(queries, [record]);
  const now = await readRecord(queries, source);
  if (now === null) throw new TypeError(`no record of source ${source}`);
  for (const entry of entries)
    if ((await work.read({ source, key: entry.key })) === null)
      await work.put({ source, entry: file(now, entry), before: null }, places[entry.key]);
  await writeListing(queries, source, [...listedAgain(await readListing(queries, source), listing)]);
  const asked = askedWhole(poll, now.poll);
  if (asked !== null) await writePolls(queries, new Map([[source, asked]]));
}
