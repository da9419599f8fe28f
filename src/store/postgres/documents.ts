import type { SourceKey } from '../../model/values.js';
import type { SourceRecord } from '../../sources/record.js';
import type { Decision, DocumentMerge, Known, OwnedEntry } from '../store.js';
import type { Queries } from './connect.js';
import { mark } from './editions.js';
import { type EntriesLock, lockPosts, lockSource } from './entry-locks.js';
import type { EntryWork } from './entry-work.js';
import { factsOf } from './facts.js';
import { findKnown } from './find.js';
import { readListing, writeListing } from './listings.js';
import { holdOffTellers } from './streams.js';
import type { Begun, Transactions } from './transactions.js';

/** Looks up what a document's entries are, decides and stores it, in one transaction. */
export async function mergeDocument<D extends Decision>(
  transactions: Transactions,
  document: DocumentMerge<D>,
): Promise<D> {
  const decision =
    (await mergeUnder('shared', transactions, document)) ??
    (await mergeUnder('whole', transactions, document));
  if (decision === null) throw new TypeError('nothing is too much for the whole lock');
  await transactions.relieve();
  return decision;
}

/** Null where the document has too many entries for that lock. */
function mergeUnder<D extends Decision>(
  lock: EntriesLock,
  transactions: Transactions,
  { source, ask, decide }: DocumentMerge<D>,
): Promise<D | null> {
  const merge = async (work: EntryWork, queries: Queries): Promise<D | null> => {
    const listing = await readListing(queries, source);
    const lookups = ask(listing);
    if (!(await lockPosts(queries, lock, lookups))) return null;
    const known = await asSeen(queries, await findKnown(queries, source, lookups), transactions.current);
    const decided = await decide(known, listing);
    for (const put of decided.puts) await work.put(put);
    if (decided.feed !== null) await writeFeed(queries, source, decided.feed);
    if (decided.listing !== null) await writeListing(queries, source, [...decided.listing]);
    if (decided.puts.length > 0) await mark(queries, { sources: [source] });
    return decided;
  };
  return transactions.work(merge, (queries) => lockSource(queries, lock, source));
}

/**
 * Posts of this pass as those of an earlier one where readers may have seen them, since another worker has
 * published in the middle of it: a better copy goes on under the id that they know.
 */
async function asSeen(
  queries: Queries,
  known: readonly Known[],
  { pass, edition }: Begun,
): Promise<readonly Known[]> {
  const isOfPass = (one: OwnedEntry | null): one is OwnedEntry => one?.entry.pass === pass;
  if (!known.some(({ holder, idHolder }) => isOfPass(holder) || isOfPass(idHolder))) return known;
  // Who makes the next edition waits for this transaction, and has the streams told of it.
  await holdOffTellers(queries);
  if ((await factsOf(queries)).edition === edition) return known;
  const seen = (one: OwnedEntry | null): OwnedEntry | null =>
    isOfPass(one) ? { ...one, entry: { ...one.entry, pass: pass - 1 } } : one;
  return known.map((one) => ({ ...one, holder: seen(one.holder), idHolder: seen(one.idHolder) }));
}

async function writeFeed(queries: Queries, source: SourceKey, feed: SourceRecord['feed']): Promise<void> {
  await queries.rows('update tagwire.sources set feed = $2 where key = $1', [source, JSON.stringify(feed)]);
}
