import type { Entry } from '../../model/entry.js';
import type { SourceKey } from '../../model/values.js';
import type { EditScope } from '../store.js';
import { PART, partOf } from './entry-rows.js';
import { unlist } from './listings.js';
import type { Transactions } from './transactions.js';

/** Changes entries of a source, a transaction for each part of them. */
export async function editEntries(
  transactions: Transactions,
  source: SourceKey,
  change: (entry: Entry) => Entry,
  { keys, remake = false }: EditScope,
): Promise<void> {
  let last: string | null = '0';
  while (last !== null) {
    const from: string = last;
    last = await transactions.work(async (work, queries) => {
      const rows = await partOf(queries, source, from, keys);
      for (const { entry } of rows) {
        const after = change(entry);
        if (after !== entry) await work.replace(source, entry, after);
        else if (remake) await work.remake(source, entry);
      }
      return rows.length < PART ? null : (rows.at(-1)?.n ?? null);
    });
    await transactions.relieve();
  }
}

/** Takes entries of a source out, as `editEntries`. */
export async function pruneEntries(
  transactions: Transactions,
  source: SourceKey,
  keys: ReadonlySet<string>,
): Promise<void> {
  let isMore = true;
  while (isMore) {
    isMore = await transactions.work(async (work, queries) => {
      const rows = await partOf(queries, source, '0', keys);
      if (rows.length === 0) return false;
      const gone = new Set(rows.map(({ entry }) => entry.key));
      await unlist(queries, source, gone);
      for (const { entry } of rows) await work.drop(source, entry);
      return rows.length === PART;
    });
    await transactions.relieve();
  }
}
