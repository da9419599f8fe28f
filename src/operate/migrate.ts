import type { Config } from '../config/config.js';
import { postMaker } from '../merge/rulings.js';
import { UserError } from '../model/errors.js';
import { listSources } from '../sources/listed.js';
import { restoreStore, shownLocation } from '../store/index.js';
import type { Piece } from '../store/store.js';
import { backUp } from './back-up.js';
import { PieceSums } from './exchange/piece-sums.js';
import { type World, withStore } from './site.js';

/** What was moved. */
export interface Migrated {
  readonly sources: number;
  readonly entries: number;
  /** Streams, and the sealed documents of all of them. */
  readonly streams: number;
  readonly documents: number;
  /** Of everything, the same in both. */
  readonly checksum: string;
}

/**
 * Makes the database `from` once more at `to`, where there is none, on whatever engine; reads it back there
 * and compares it with what was read. `from` stays as it is. Cut short, it is done again from the beginning.
 * UserErrors: nothing at `from`, a database at `to`, one that came out otherwise.
 */
export async function migrate(
  { from, to }: { readonly from: string; readonly to: string },
  config: Config,
  world: Pick<World, 'now'>,
): Promise<Migrated> {
  const read = new PieceSums();
  await backUp({ data: from }, config, world, (pieces) => restoreStore(to, summed(pieces, read), world));
  const written = new PieceSums();
  await withStore({ data: to }, config, world, async (store) => {
    const records = await store.sources();
    const listed = listSources(config, records, (await store.facts()).lists);
    await store.begin(postMaker(config, listed, records));
    for await (const piece of store.whole()) written.add(piece);
  });
  const differences = read.differences(written);
  if (differences.length > 0)
    throw new UserError(
      `what is at ${shownLocation(to)} now differs from ${shownLocation(from)} (${differences.join('; ')}): don't use it, and report this as a bug`,
    );
  return {
    sources: read.count('source'),
    entries: read.count('entry'),
    streams: read.count('stream'),
    documents: read.count('document'),
    checksum: read.checksum,
  };
}

async function* summed(pieces: AsyncIterable<Piece>, sums: PieceSums): AsyncIterable<Piece> {
  for await (const piece of pieces) {
    sums.add(piece);
    yield piece;
  }
}
