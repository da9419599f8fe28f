import { piecesOf } from '../pieces.js';
import type { Piece } from '../store.js';
import type { Queries } from './connect.js';
import { unrenderedNow } from './editions.js';
import { allFresh } from './fresh.js';
import { readListing } from './listings.js';
import { PostgresReader } from './reader.js';
import { takenParts } from './removals.js';
import { allRemoved } from './removed.js';

/** All that the database keeps, as one transaction sees it. */
export function allPieces(queries: Queries): AsyncIterable<Piece> {
  return piecesOf(new PostgresReader(queries, { close: async () => {} }), {
    removed: () => allRemoved(queries),
    async *taken() {
      for await (const part of takenParts(queries)) yield part.map(({ places: _own, ...each }) => each);
    },
    listing: (source) => readListing(queries, source),
    unrendered: () => unrenderedNow(queries),
    fresh: () => allFresh(queries),
  });
}
