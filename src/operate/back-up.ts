import type { Config } from '../config/config.js';
import { postMaker } from '../merge/rulings.js';
import { UserError } from '../model/errors.js';
import { listSources } from '../sources/listed.js';
import { restoreStore, shownLocation } from '../store/index.js';
import type { Piece } from '../store/store.js';
import { type Places, type World, withReader, withStore } from './site.js';

/**
 * Hands `take` everything that the database has, with what a pass that died had begun finished first; no pass
 * can run meanwhile. A UserError where there is nothing: a backup of a lost database would take the place of
 * a good one.
 */
export async function backUp(
  places: Pick<Places, 'data'>,
  config: Config,
  world: Pick<World, 'now'>,
  take: (pieces: AsyncIterable<Piece>) => Promise<void>,
): Promise<void> {
  const isEmpty = await withReader(places, async (store) => (await store.sources()).size === 0);
  if (isEmpty)
    throw new UserError(
      `${shownLocation(places.data)} has nothing to back up: was it lost, or is it not mounted?`,
    );
  await withStore(places, config, world, async (store) => {
    const records = await store.sources();
    const listed = listSources(config, records, (await store.facts()).lists);
    await store.begin(postMaker(config, listed, records));
    await take(store.whole());
  });
}

/** What a restored database has. */
export interface Restored {
  readonly sources: number;
  readonly entries: number;
}

/** Makes the database of a backup where there is none. UserErrors as `restoreStore`. */
export async function restore(
  { data }: Pick<Places, 'data'>,
  pieces: AsyncIterable<Piece>,
  world: Pick<World, 'now'>,
): Promise<Restored> {
  const restored = { sources: 0, entries: 0 };
  await restoreStore(data, counting(pieces, restored), world);
  return restored;
}

async function* counting(
  pieces: AsyncIterable<Piece>,
  counts: { sources: number; entries: number },
): AsyncIterable<Piece> {
  for await (const piece of pieces) {
    if (piece.kind === 'source') counts.sources += 1;
    if (piece.kind === 'entries') counts.entries += piece.entries.length;
    yield piece;
  }
}
