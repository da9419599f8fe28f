import type { SourceKey } from '../model/values.js';
import type { Changes, Fresh, Listing, Piece, StoreReader, Taken } from './store.js';

/** What a database keeps beside what anybody can read of it. */
export interface Unread {
  removed(): Promise<Pick<Extract<Piece, { kind: 'removed' }>, 'ids' | 'links'>>;
  /** What the last removal took, part by part. */
  taken(): AsyncIterable<readonly Taken[]>;
  listing(source: SourceKey): Promise<Listing>;
  /** What has to be rendered. */
  unrendered(): Promise<Omit<Changes, 'edition' | 'since'>>;
  /** What no publication has announced. */
  fresh(): Promise<Fresh>;
}

/** All that a database keeps, in the words of the domain; what follows from the rest is left out. */
export async function* piecesOf(store: StoreReader, unread: Unread): AsyncIterable<Piece> {
  yield { kind: 'facts', facts: await store.facts() };
  yield { kind: 'events', events: await store.events() };
  yield { kind: 'holds', holds: await store.holds() };
  yield { kind: 'removed', ...(await unread.removed()) };
  const removal = await store.removal();
  if (removal !== null) yield { kind: 'removal', removal };
  for await (const taken of unread.taken()) yield { kind: 'taken', taken };
  for (const [key, record] of await store.sources()) {
    yield { kind: 'source', record, listing: [...(await unread.listing(key))] };
    let isFirst = true;
    for await (const entries of store.entries(key)) {
      if (!isFirst || entries.length > 0) yield { kind: 'entries', source: key, entries };
      isFirst = false;
    }
  }
  const { counts, newest, archives } = await store.counts(); // and nothing that one engine adds
  yield { kind: 'counts', counts: { counts, newest, archives } };
  for (const name of Object.keys(counts)) {
    const stream = await store.stream(name);
    if (stream === null) continue;
    yield { kind: 'stream', stream };
    for (const { n } of stream.docs) {
      const doc = await store.doc(name, n);
      if (doc !== null) yield { kind: 'doc', stream: name, doc };
    }
  }
  const { all, streams, sources } = await unread.unrendered();
  const byStream = [...streams].map(([name, docs]) => [name, docs === null ? null : [...docs]] as const);
  const fresh = Object.fromEntries(await unread.fresh());
  const unrendered = { all, streams: Object.fromEntries(byStream), sources: [...sources], fresh };
  yield { kind: 'unrendered', unrendered };
  yield { kind: 'outbox', letters: await store.outbox() };
}
