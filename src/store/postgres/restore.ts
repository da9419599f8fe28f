import { randomUUID } from 'node:crypto';
import { UserError } from '../../model/errors.js';
import { unreachable } from '../../model/unreachable.js';
import { unshownOf } from '../entry-counts.js';
import type { Piece } from '../store.js';
import { Database, type Queries } from './connect.js';
import { restoreUnrendered } from './editions.js';
import { writeLookups } from './entry-work.js';
import { writeEvents } from './events.js';
import { restoreFacts } from './facts.js';
import { keepFresh } from './fresh.js';
import { writeHold } from './holds.js';
import { restoreLetters } from './letters.js';
import { migrate } from './migrate.js';
import { keepRemoval, keepTaken } from './removals.js';
import { rememberRemoved } from './removed.js';
import { registerSources } from './source-rows.js';
import { writeDoc, writeStream } from './streams.js';

/** Makes a database of pieces where there is none, in one transaction: a failure leaves nothing. */
export async function restorePostgresStore(url: string, pieces: AsyncIterable<Piece>): Promise<void> {
  const database = new Database(url);
  try {
    await migrate(database);
    await database.once(async (queries) => {
      await refuseDatabase(queries);
      for await (const piece of pieces) await take(queries, piece);
    });
  } finally {
    await database.close();
  }
}

/** The removal that a backup has. */
const RESTORED = randomUUID();

/** Others that begin meanwhile wait until it is there. */
async function refuseDatabase(queries: Queries): Promise<void> {
  await queries.rows('lock table tagwire.sources, tagwire.streams in exclusive mode');
  const [row] = await queries.rows<{ some: boolean }>(
    'select exists (select from tagwire.sources) or exists (select from tagwire.streams) as some',
  );
  if (row?.some === true)
    throw new UserError('there is a database already: another is written only where there is none');
}

async function take(queries: Queries, piece: Piece): Promise<void> {
  switch (piece.kind) {
    case 'facts':
      return restoreFacts(queries, piece.facts);
    case 'events':
      return writeEvents(queries, piece.events);
    case 'holds':
      for (const [host, hold] of Object.entries(piece.holds)) await writeHold(queries, host, hold);
      return;
    case 'removed':
      return rememberRemoved(queries, piece);
    case 'removal':
      return keepRemoval(queries, RESTORED, piece.removal);
    case 'taken':
      return keepTaken(queries, RESTORED, piece.taken);
    case 'source':
      return writeSource(queries, piece);
    case 'entries':
      return writeEntries(queries, piece);
    case 'counts':
      for (const [key, newest] of Object.entries(piece.counts.newest))
        await queries.rows('update tagwire.sources set newest = $2 where key = $1', [key, newest]);
      return;
    case 'stream':
      return writeStream(queries, piece.stream);
    case 'doc':
      return writeDoc(queries, piece.stream, piece.doc);
    case 'unrendered':
      await restoreUnrendered(queries, piece.unrendered);
      return keepFresh(queries, new Map(Object.entries(piece.unrendered.fresh ?? {})), 0);
    case 'outbox':
      return restoreLetters(queries, piece.letters);
    default:
      return unreachable(piece);
  }
}

async function writeSource(
  queries: Queries,
  { record, listing }: Extract<Piece, { kind: 'source' }>,
): Promise<void> {
  await registerSources(queries, [record]);
  await queries.rows(
    `update tagwire.sources set entries = $2, withheld = $3, oldest = $4, unshown = $5, listing = $6
     where key = $1`,
    [
      ...[record.key, record.entries, record.withheld, record.oldest],
      ...[record.unshown && JSON.stringify(record.unshown), JSON.stringify(listing)],
    ],
  );
}

async function writeEntries(
  queries: Queries,
  { source, entries }: Extract<Piece, { kind: 'entries' }>,
): Promise<void> {
  await queries.rows(
    `insert into tagwire.entries (source, key, published, admitted, shown, unshown, entry)
     select $1, *
     from unnest($2::text[], $3::text[], $4::boolean[], $5::boolean[], $6::text[], $7::json[])`,
    [
      source,
      entries.map(({ key }) => key),
      entries.map(({ published }) => published),
      entries.map(({ admitted }) => admitted),
      entries.map(({ streams }) => streams.length > 0),
      entries.map(unshownOf),
      entries.map((entry) => JSON.stringify(entry)),
    ],
  );
  await writeLookups(
    queries,
    entries.map((entry) => ({ source, before: null, entry })),
  );
}
