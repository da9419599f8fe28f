import type { Config } from '../config/config.js';
import { type Instant, instant, toMs } from '../model/values.js';
import type { SourceRecord } from '../sources/record.js';
import type { Store } from '../store/store.js';

type Retention = Config['publish']['retention'];

/** Takes out of the store what is older, or more a source, than the operator keeps. Looks only into sources that have such entries. */
export async function retain(store: Store, retention: Retention, now: Instant): Promise<void> {
  const from = retention.ageMs === null ? null : instant(Math.max(0, toMs(now) - retention.ageMs));
  for (const record of [...store.sources().values()]) {
    const tooOld = from !== null && record.oldest !== null && record.oldest < from;
    const tooMany = retention.perSource !== null && record.entries > withSlack(retention.perSource);
    if (tooOld || tooMany) await pruneSource(store, record, from, retention.perSource);
  }
}

/** Pruning reads all of a source: not for each new entry of a source that keeps thousands. */
const withSlack = (most: number): number => most + Math.floor(most / 50);

async function pruneSource(
  store: Store,
  record: SourceRecord,
  from: Instant | null,
  most: number | null,
): Promise<void> {
  const all: { key: string; published: Instant; passes: boolean }[] = [];
  for await (const { entries } of store.entries(record.key)) {
    for (const { key, published, passes } of entries) all.push({ key, published, passes });
  }
  all.sort((a, b) =>
    a.published < b.published ? 1 : a.published > b.published ? -1 : a.key < b.key ? -1 : 1,
  );
  const kept = all.filter(
    ({ published }, index) => (from === null || published >= from) && (most === null || index < most),
  );
  const keptKeys = new Set(kept.map(({ key }) => key));
  const pruned = new Set(all.map(({ key }) => key).filter((key) => !keptKeys.has(key)));
  if (pruned.size > 0) await store.prune(record.key, pruned);
  store.putSource({
    ...record,
    entries: kept.length,
    withheld: kept.filter(({ passes }) => !passes).length,
    oldest: kept.at(-1)?.published ?? null,
  });
}
