import type { Counts, Piece, Taken } from '../store.js';
import type { Pending } from './pending.js';
import type { Parts } from './reader.js';

/**
 * All that the files hold, in the words of the domain; what follows from the rest (the index) is left out.
 */
export async function* piecesOf(parts: Parts & { readonly pending: Pending }): AsyncIterable<Piece> {
  const { db, removed, kept, records, sources, streams, pending, outbox } = parts;
  yield { kind: 'facts', facts: db.facts };
  yield { kind: 'events', events: db.events };
  yield { kind: 'holds', holds: db.hosts };
  yield { kind: 'removed', ...removed.all };
  if (kept.removal !== null) yield { kind: 'removal', removal: kept.removal };
  for await (const part of kept.parts()) {
    const taken = part.map(({ shards: _ours, ...one }): Taken => one);
    yield { kind: 'taken', taken };
  }
  for (const [key, record] of records.all) {
    const files = await sources.open(key);
    yield { kind: 'source', record, listing: [...files.listing()] };
    let isFirst = true;
    for await (const { entries } of files.shards()) {
      if (!isFirst || entries.length > 0) yield { kind: 'entries', source: key, entries };
      isFirst = false;
    }
  }
  const { counts, newest, archives } = await streams.counts();
  yield { kind: 'counts', counts: { counts, newest, archives } satisfies Counts };
  for (const name of Object.keys(counts)) {
    const stream = await streams.read(name);
    if (stream === null) continue;
    yield { kind: 'stream', stream };
    for (const { n } of stream.docs) {
      const doc = await streams.doc(name, n);
      if (doc !== null) yield { kind: 'doc', stream: name, doc };
    }
  }
  const { all, streams: touched, sources: pages } = pending.dirty();
  const byStream = [...touched].map(([name, docs]) => [name, docs === null ? null : [...docs]] as const);
  const unrendered = { all, streams: Object.fromEntries(byStream), sources: [...pages] };
  yield { kind: 'unrendered', unrendered };
  yield { kind: 'outbox', letters: outbox.all };
}
