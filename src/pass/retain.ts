import type { Config } from '../config/config.js';
import { compareText } from '../model/compare-text.js';
import { type Instant, instant, toMs } from '../model/values.js';
import type { SourceRecord } from '../sources/record.js';
import type { Store } from '../store/store.js';

type Retention = Config['publish']['retention'];

/** What the operator keeps; a clock that isn't trusted doesn't say how old anything is. */
export const retentionBy = (isTrusted: boolean, { publish }: Pick<Config, 'publish'>): Retention =>
  isTrusted ? publish.retention : { ...publish.retention, ageMs: null };

/**
 * Takes out of the store what is older, or more a source, than the operator keeps. Looks only into sources
 * that have such entries.
 */
export async function retain(
  store: Store,
  retention: Retention,
  now: Instant,
  signal?: AbortSignal,
): Promise<void> {
  const from = retention.ageMs === null ? null : instant(Math.max(0, toMs(now) - retention.ageMs));
  for (const record of (await store.sources()).values()) {
    if (signal?.aborted) return; // the next pass goes on
    const tooOld = from !== null && record.oldest !== null && record.oldest < from;
    const tooMany = retention.perSource !== null && record.entries > withSlack(retention.perSource);
    if (tooOld || tooMany) await pruneSource(store, record, from, retention.perSource);
  }
}

/** Pruning reads all of a source: not for each new entry of a source that keeps thousands. */
const withSlack = (most: number): number => most + Math.floor(most / 50);

async function pruneSource(
  store: Store,
  { key: source }: SourceRecord,
  from: Instant | null,
  most: number | null,
): Promise<void> {
  const all: { key: string; published: Instant }[] = [];
  for await (const entries of store.entries(source))
    for (const { key, published } of entries) all.push({ key, published });
  all.sort(newestFirstByKey);
  const pruned = all.filter(
    ({ published }, index) => (from !== null && published < from) || (most !== null && index >= most),
  );
  await store.prune(source, new Set(pruned.map(({ key }) => key)));
}

const newestFirstByKey = (
  a: { readonly key: string; readonly published: Instant },
  b: { readonly key: string; readonly published: Instant },
): number => compareText(b.published, a.published) || compareText(a.key, b.key);
