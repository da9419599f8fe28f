import type { Desk } from '../merge/desk.js';
import { counted } from '../merge/merge.js';
import { streamChanges } from '../model/stream.js';
import type { SourceKey } from '../model/values.js';
import type { Store } from '../store/store.js';

/**
 * Makes good what a pass that died had stored: its streams are told, and its sources' entries are counted again, as
 * the counts are written later than the entries. Doing it twice is doing it once.
 */
export async function recover(store: Store, desk: Desk): Promise<void> {
  const sources = new Set<SourceKey>();
  for await (const { source, entry, before } of store.unfinished()) {
    sources.add(source);
    const post = entry === null ? null : desk.post(source, entry);
    await store.restream(streamChanges(before, entry, post));
  }
  for (const source of sources) await recount(store, source);
  await store.settle();
}

async function recount(store: Store, source: SourceKey): Promise<void> {
  const known = store.sources().get(source);
  if (known === undefined) return;
  let record = { ...known, entries: 0, withheld: 0, oldest: null as typeof known.oldest };
  for await (const { entries } of store.entries(source)) record = { ...record, ...counted(record, entries) };
  store.putSource(record);
}
