import type { Desk } from '../merge/desk.js';
import type { Entry } from '../model/entry.js';
import { standing } from '../model/stream.js';
import type { SourceKey } from '../model/values.js';
import type { SourceRecord } from '../sources/record.js';
import type { OwnedEntry, Store } from '../store/store.js';

/** Takes posts out for good, with every source's copy of them. Answers how many entries went. */
export async function removePosts(store: Store, found: readonly OwnedEntry[]): Promise<number> {
  const doomed = new Map<string, OwnedEntry>();
  for (const one of found) {
    for (const copy of await wholePost(store, one)) doomed.set(`${copy.source} ${copy.entry.key}`, copy);
  }
  const all = [...doomed.values()];
  await store.bury(all.map(({ entry }) => entry)); // first: what is remembered stays out even if the rest fails
  for (const source of new Set(all.map((one) => one.source))) {
    const entries = all.filter((one) => one.source === source).map(({ entry }) => entry);
    await prune(store, source, entries);
  }
  return all.length;
}

/**
 * Takes all that a source brought out for good. A post that is published from another source stays, without this one's
 * credit. Answers how many entries went.
 */
export async function removeSource(store: Store, desk: Desk, source: SourceKey): Promise<number> {
  let removed = 0;
  for await (const { entries } of store.entries(source)) {
    const copies = entries.filter(({ copyOf }) => copyOf !== null);
    const own = entries.filter(({ copyOf }) => copyOf === null);
    for (const copy of copies) await takeBackCredit(store, desk, source, copy);
    await store.bury(copies.map((copy) => ({ ...copy, url: null }))); // the link is the other source's
    await prune(store, source, copies);
    removed +=
      copies.length +
      (await removePosts(
        store,
        own.map((entry) => ({ source, entry })),
      ));
  }
  return removed;
}

/** The published copy of a post and all others. */
async function wholePost(store: Store, one: OwnedEntry): Promise<readonly OwnedEntry[]> {
  const { copyOf } = one.entry;
  const published = copyOf === null ? null : await store.entry(copyOf);
  const lead = copyOf === null || published === null ? one : { source: copyOf.source, entry: published };
  const post = [one, lead];
  for (const copy of lead.entry.copies) {
    const entry = await store.entry(copy);
    if (entry !== null) post.push({ source: copy.source, entry });
  }
  return post;
}

async function takeBackCredit(store: Store, desk: Desk, source: SourceKey, copy: Entry): Promise<void> {
  const { copyOf } = copy;
  const lead = copyOf === null ? null : await store.entry(copyOf);
  if (copyOf === null || lead === null) return;
  const copies = lead.copies.filter((one) => one.source !== source || one.key !== copy.key);
  const entry = { ...lead, copies };
  const post = desk.post(copyOf.source, entry);
  await store.commit({
    source: copyOf.source,
    puts: [{ source: copyOf.source, entry, before: standing(lead), post }],
    listing: null,
  });
}

async function prune(store: Store, source: SourceKey, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  await store.prune(source, new Set(entries.map(({ key }) => key)));
  const record = store.sources().get(source);
  if (record !== undefined) store.putSource(without(record, entries));
}

function without(record: SourceRecord, gone: readonly Entry[]): SourceRecord {
  const withheld = gone.filter(({ passes }) => !passes).length;
  return { ...record, entries: record.entries - gone.length, withheld: record.withheld - withheld };
}
