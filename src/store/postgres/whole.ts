import type { Piece } from '../store.js';
import type { Queries } from './connect.js';
import { unrenderedNow } from './editions.js';
import { readListing } from './listings.js';
import { PostgresReader } from './reader.js';
import { takenParts } from './removals.js';
import { allRemoved } from './removed.js';

/** All that the database keeps, in the words of the domain. */
export async function* piecesOf(queries: Queries): AsyncIterable<Piece> {
  const store = new PostgresReader(queries, { close: async () => {} });
  yield { kind: 'facts', facts: await store.facts() };
  yield { kind: 'events', events: await store.events() };
  yield { kind: 'holds', holds: await store.holds() };
  yield { kind: 'removed', ...(await allRemoved(queries)) };
  const removal = await store.removal();
  if (removal !== null) yield { kind: 'removal', removal };
  for await (const taken of takenParts(queries))
    yield { kind: 'taken', taken: taken.map(({ places: _own, ...each }) => each) };
  for (const [key, record] of await store.sources()) {
    yield { kind: 'source', record, listing: [...(await readListing(queries, key))] };
    for await (const entries of store.entries(key)) yield { kind: 'entries', source: key, entries };
  }
  const counts = await store.counts();
  yield { kind: 'counts', counts };
  for (const name of Object.keys(counts.counts)) {
    const stream = await store.stream(name);
    if (stream === null) continue;
    yield { kind: 'stream', stream };
    for (const { n } of stream.docs) {
      const doc = await store.doc(name, n);
      if (doc !== null) yield { kind: 'doc', stream: name, doc };
    }
  }
  yield { kind: 'unrendered', unrendered: await unrenderedNow(queries) };
  yield { kind: 'outbox', letters: await store.outbox() };
}
