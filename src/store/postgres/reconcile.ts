import { type StreamChange, streamChanges } from '../../model/stream.js';
import { reconcile, type Teller } from '../reconcile.js';
import type { Reconciled, StoreReader } from '../store.js';
import { Untold } from '../untold.js';
import { recount } from './counts.js';
import type { Transactions } from './transactions.js';

/** Counts entries anew, and has the streams carry what they say. */
export async function reconcileAll(store: StoreReader, transactions: Transactions): Promise<Reconciled> {
  await transactions.change(recount);
  const sources = await store.sources();
  const untold = new Untold((change: StreamChange) => change);
  const write = (): Promise<void> => transactions.leaveUntold(untold.take());
  const postOf: Teller['postOf'] = (source, entry) => {
    const record = sources.get(source);
    return record === undefined ? null : transactions.current.makePost(entry, record);
  };
  const reconciled = await reconcile(
    store,
    {
      postOf,
      tell: (source, before, entry) => untold.add(streamChanges(before, entry, postOf(source, entry))),
      leaveUntold: (changes) => untold.add(changes),
    },
    async () => {
      if (untold.isFull) await write();
    },
  );
  await write();
  await transactions.flush();
  return reconciled;
}
