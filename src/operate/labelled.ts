import { subjectOf } from '../classify/match/subject.js';
import type { Labelled } from '../classify/report/evaluate.js';
import { handFilings, withHand } from '../classify/rules/by-hand.js';
import type { Config } from '../config/config.js';
import type { Entry } from '../model/entry.js';
import type { StoreReader } from '../store/store.js';
import { postsOf } from './find-post.js';

/** A post whose tags are known, and under which ids and link. */
export interface LabelledPost extends Labelled {
  readonly entry: Entry;
}

/**
 * The stored posts that are filed by hand, each once: of the tags that a filing adds and drops something is
 * known, of others nothing.
 */
export async function labelledByHand(
  store: StoreReader,
  { filings }: Config,
): Promise<readonly LabelledPost[]> {
  const labelled: LabelledPost[] = [];
  for (const { post, add, drop } of filings)
    for (const { entry } of await postsOf(store, await store.search(post)))
      labelled.push({
        entry,
        ids: idsOf(entry),
        subject: subjectOf(entry, entry.from.title),
        tags: add,
        known: [...add, ...drop],
      });
  return labelled;
}

/**
 * All stored entries with the tags that they are filed under, by hand too where no pass has done that yet.
 */
export async function* filedEntries(store: StoreReader, { filings }: Config): AsyncIterable<Labelled> {
  const handOf = handFilings(filings);
  for (const source of (await store.sources()).keys()) {
    for await (const entries of store.entries(source)) {
      for (const entry of entries)
        yield {
          subject: subjectOf(entry, entry.from.title),
          ids: idsOf(entry),
          tags: withHand(entry.tags, handOf(entry)),
        };
    }
  }
}

const idsOf = ({ id, ids }: Entry): readonly string[] => [id, ...ids];
