import { createHash } from 'node:crypto';
import { rulesFingerprint } from '../classify/rules/fingerprint.js';
import type { Config } from '../config/config.js';
import type { Desk } from '../merge/desk.js';
import { refile } from '../merge/make-entry.js';
import type { Entry } from '../model/entry.js';
import { standing, streamChanges } from '../model/stream.js';
import type { SourceKey } from '../model/values.js';
import type { EntryShard, Put, Store } from '../store/store.js';

/** Moves with every change of how a post is made of an entry. */
const POSTS = 1;

/**
 * Brings all stored entries under the rules of the configuration, and their posts to its settings, if either has changed since
 * the last time. Streams shard by shard, with no request to any source.
 */
export async function refileIfChanged(store: Store, desk: Desk, config: Config): Promise<void> {
  const rules = fingerprint([
    rulesFingerprint(config),
    config.bundles.map(({ slug, any, all, none }) => [slug, any, all, none]),
  ]);
  const posts = fingerprint([
    POSTS,
    config.publish.excerpt,
    config.publish.limit,
    config.sources.map((source) => [source.url, source.full, source.private]),
  ]);
  if (store.facts.rules === rules && store.facts.posts === posts) return;
  const remake = store.facts.posts !== null && store.facts.posts !== posts;
  store.expect(store.sources().keys());
  for (const source of store.sources().keys()) await refileSource(store, desk, source, remake);
  await store.settle();
  store.setFacts({ rules, posts });
  await store.checkpoint();
}

/** An entry that the rules file otherwise than before. */
export interface Refiled {
  readonly before: Entry;
  readonly after: Entry;
}

/** The entries of a shard that the rules file otherwise than before. Pure. */
export function refiledIn(shard: EntryShard, source: SourceKey, desk: Desk): readonly Refiled[] {
  return shard.entries
    .map((before) => ({ before, after: refile(before, desk.file(source, before), desk.shelves) }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
}

async function refileSource(store: Store, desk: Desk, source: SourceKey, remake: boolean): Promise<void> {
  let withheld = 0;
  for await (const shard of store.entries(source)) {
    const refiled = refiledIn(shard, source, desk);
    const changed = new Map(refiled.map(({ after }) => [after.key, after]));
    const puts = refiled.map(
      ({ before, after }): Put => ({
        source,
        entry: after,
        before: standing(before),
        post: desk.post(source, after),
        shard: shard.n,
      }),
    );
    if (puts.length > 0) await store.commit({ source, puts, listing: null });
    for (const entry of shard.entries) {
      if (!(changed.get(entry.key) ?? entry).passes) withheld++;
      if (!remake || changed.has(entry.key)) continue;
      await store.restream(streamChanges(standing(entry), entry, desk.post(source, entry)));
    }
  }
  const record = store.sources().get(source);
  if (record !== undefined && record.withheld !== withheld) store.putSource({ ...record, withheld });
}

function fingerprint(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}
