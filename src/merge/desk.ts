import { type Classifier, NO_SOURCE } from '../classify/index.js';
import { subjectOf } from '../classify/match/subject.js';
import { inBundle } from '../classify/rules/bundle.js';
import type { Config, Source } from '../config/config.js';
import type { Entry } from '../model/entry.js';
import type { Filing } from '../model/filing.js';
import type { Post } from '../model/post.js';
import type { HttpUrl, Instant, SourceKey } from '../model/values.js';
import { makePost } from '../post/make.js';
import { type ListedSource, titleOf } from '../sources/listed.js';
import type { SourceRecord } from '../sources/record.js';
import { type Rank, type Residence, rankBy } from './first-party.js';
import type { Shelves } from './make-entry.js';

/** What configuration and rules say of entries of any source, listed or only remembered. */
export interface Desk {
  readonly pass: number;
  readonly now: Instant;
  readonly rank: Rank;
  orderOf(source: SourceKey): number;
  originOf(source: SourceKey): HttpUrl;
  file(source: SourceKey, entry: FiledFields): Filing;
  readonly shelves: Shelves;
  post(source: SourceKey, entry: Entry): Post | null;
  listed(source: SourceKey): Source | null;
}

/** What rules look at. */
export type FiledFields = Pick<Entry, 'title' | 'content' | 'summary' | 'categories' | 'url' | 'authors'>;

/** The desk of a pass over a configuration and the records of its sources. */
export function openDesk(
  config: Config,
  classifier: Classifier,
  listed: readonly ListedSource[],
  records: ReadonlyMap<SourceKey, SourceRecord>,
  pass: number,
  now: Instant,
): Desk {
  const byKey = new Map(listed.map((one) => [one.record.key, one]));
  const recordOf = (key: SourceKey): SourceRecord => {
    const record = records.get(key) ?? byKey.get(key)?.record;
    if (record === undefined) throw new TypeError(`no record of source ${key}`);
    return record;
  };
  const source = (key: SourceKey): Source | null => byKey.get(key)?.source ?? null;
  /** Looked up each time: what a source claims as its home is news of this pass where it is new. */
  const residenceOf = (key: SourceKey): Residence | null => {
    if (!byKey.has(key)) return null;
    const record = recordOf(key);
    return { polled: addressesOf(record), home: record.feed?.home ?? null };
  };
  const slugs = new Set(config.tags.map(({ slug }) => slug));
  return {
    pass,
    now,
    rank: rankBy(
      listed.flatMap(({ record }) => addressesOf(record)),
      residenceOf,
    ),
    orderOf: (key) => byKey.get(key)?.order ?? Number.POSITIVE_INFINITY,
    originOf: (key) => recordOf(key).origin,
    file: (key, entry) =>
      classifier.classify(subjectOf(entry, titleOf(source(key), recordOf(key))), source(key) ?? NO_SOURCE),
    shelves: {
      isTag: (slug) => slugs.has(slug),
      bundlesOf: (tags) => config.bundles.filter((bundle) => inBundle(bundle, tags)).map(({ slug }) => slug),
    },
    post: (key, entry) => makePost(entry, recordOf(key), source(key), config.publish),
    listed: source,
  };
}

const addressesOf = ({ url, poll }: SourceRecord) => [url, poll.url];
