import { rulesFingerprint, sourceRulesFingerprint } from '../classify/rules/fingerprint.js';
import type { Config, Source } from '../config/config.js';
import { refile } from '../merge/make-entry.js';
import type { Rulings } from '../merge/rulings.js';
import type { Entry } from '../model/entry.js';
import { shortHash } from '../model/hash.js';
import type { SourceKey } from '../model/values.js';
import type { ListedSource } from '../sources/listed.js';
import type { SourceRecord } from '../sources/record.js';
import { leadAt } from '../store/removal.js';
import type { Fingerprints, Store } from '../store/store.js';
import { concealInDigests } from './digest/conceal.js';

/** Moves with every change of how a post is made of an entry. */
const POSTS = 1;

/**
 * Brings stored entries under the rules of the configuration, and their posts to its settings, as far as
 * either has changed since the last time: a change of rules goes through all entries, one of a source through
 * its own, one of what is filed by hand through the posts named. With no request to any source.
 */
export async function refileWhatChanged(
  store: Store,
  rulings: Rulings,
  config: Config,
  listed: readonly ListedSource[],
  signal?: AbortSignal,
): Promise<void> {
  const { made, filed } = await store.facts();
  const wanted = madeWith(config);
  const filings = filedWith(config);
  const isRefiled = made['rules'] !== wanted['rules'];
  const isRemade = made['posts'] !== undefined && made['posts'] !== wanted['posts'];
  const byKey = new Map(listed.map(({ record, source }) => [record.key, source]));
  const empty: SourceRecord[] = [];
  const records = await store.sources();
  rulings.meet(records.values());
  for (const record of records.values()) {
    if (signal?.aborted) return;
    const source = byKey.get(record.key) ?? null;
    const own = { ...record, made: madeOf(source, record.private) };
    const isChanged = record.made !== own.made;
    if (!isRefiled && !isRemade && !isChanged) continue;
    if (isChanged && record.private && record.made !== null) {
      await concealInDigests(store, record);
      await concealCredits(store, rulings, record);
    }
    if (record.entries === 0) {
      if (isChanged) empty.push(own);
      continue;
    }
    await refileSource(store, rulings, record.key, isRemade || (isChanged && record.made !== null));
    if (isChanged) await store.register([own]);
  }
  await store.register(empty);
  if (!isRefiled) await refilePosts(store, rulings, differing(filed, filings));
  if (JSON.stringify([made, filed]) !== JSON.stringify([wanted, filings]))
    await store.setFacts({ made: wanted, filed: filings });
}

/** Makes the posts anew that credit a private source, which may have become private since they were made. */
async function concealCredits(store: Store, rulings: Rulings, { key }: SourceRecord): Promise<void> {
  const keys = new Map<SourceKey, Set<string>>();
  for await (const entries of store.entries(key))
    for (const { copyOf } of entries) {
      const lead = copyOf === null ? null : await leadAt(copyOf, (ref) => store.entry(ref));
      if (lead !== null) keys.set(lead.source, (keys.get(lead.source) ?? new Set()).add(lead.entry.key));
    }
  await refileEach(store, rulings, keys, true);
}

/** Posts by id or link; one that is not there yet is filed when it comes. */
async function refilePosts(store: Store, rulings: Rulings, posts: readonly string[]): Promise<void> {
  const keys = new Map<SourceKey, Set<string>>();
  for (const post of posts)
    for (const { source, entry } of await store.search(post))
      keys.set(source, (keys.get(source) ?? new Set()).add(entry.key));
  await refileEach(store, rulings, keys, false);
}

/** @param entries keys of entries, by their sources */
async function refileEach(
  store: Store,
  rulings: Rulings,
  entries: ReadonlyMap<SourceKey, ReadonlySet<string>>,
  remake: boolean,
): Promise<void> {
  for (const [source, keys] of entries) await store.edit(source, refiled(rulings, source), { keys, remake });
}

const differing = (before: Fingerprints, after: Fingerprints): readonly string[] =>
  Object.keys({ ...before, ...after }).filter((post) => before[post] !== after[post]);

/** Each post that is filed by hand, and how. */
const filedWith = ({ filings }: Config): Fingerprints =>
  Object.fromEntries(
    filings.map(({ post, add, drop, note }) => [post, shortHash(JSON.stringify([add, drop, note]))]),
  );

/** The entry as the rules file it now; the very same object where nothing differs. Pure. */
export const refiled =
  (rulings: Rulings, source: SourceKey) =>
  (entry: Entry): Entry =>
    refile(entry, rulings.file(source, entry), rulings.streamNames);

function refileSource(store: Store, rulings: Rulings, source: SourceKey, remake: boolean): Promise<void> {
  return store.edit(source, refiled(rulings, source), { remake });
}

/** What all entries are filed with, and all posts made with. */
function madeWith(config: Config): Fingerprints {
  const bundles = config.bundles.map(({ slug, any, all, none }) => [slug, any, all, none]);
  return {
    rules: shortHash(JSON.stringify([rulesFingerprint(config), bundles])),
    posts: shortHash(JSON.stringify([POSTS, config.publish.excerpt, config.publish.limit])),
  };
}

/** What a source's own entries are filed with beside the rules, and their posts made with. */
function madeOf(source: Source | null, isPrivate: boolean): string {
  return shortHash(JSON.stringify([sourceRulesFingerprint(source), source?.full ?? false, isPrivate]));
}
