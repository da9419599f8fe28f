import type { Desk } from './merge/desk.js';
import { type Store, streamChanges } from './store/store.js';

/** Tells the streams what a pass that died had stored and not yet told them. Doing it twice is doing it once. */
export async function recover(store: Store, desk: Desk): Promise<void> {
  for await (const { source, entry, before } of store.unfinished()) {
    const post = entry === null ? null : desk.post(source, entry);
    await store.restream(streamChanges(before, entry, post));
  }
  await store.settle();
}
