import { type Classifier, type Explanation, NO_SOURCE } from '../classify/index.js';
import { languageOf } from '../classify/match/language.js';
import { type ShownTexts, subjectOf } from '../classify/match/subject.js';
import { asksLanguage, inBundle } from '../classify/rules/bundle.js';
import { handFilings } from '../classify/rules/by-hand.js';
import type { Config, Source } from '../config/config.js';
import type { Entry } from '../model/entry.js';
import type { Filing } from '../model/filing.js';
import type { Post } from '../model/post.js';
import type { HttpUrl, Instant, SourceKey } from '../model/values.js';
import { makePost } from '../post/make.js';
import { shownHash } from '../post/shown.js';
import { type ListedSource, sourceTitle } from '../sources/listed.js';
import type { SourceRecord } from '../sources/record.js';
import type { PostMaker } from '../store/store.js';
import { type Rank, type Residence, rankBy } from './first-party.js';
import type { StreamNames } from './make-entry.js';

/** What configuration and rules say of entries of any source, listed or only remembered. */
export interface Rulings {
  readonly now: Instant;
  readonly rank: Rank;
  orderOf(source: SourceKey): number;
  originOf(source: SourceKey): HttpUrl;
  /** `shown`: what content and summary show, where that is known. */
  file(source: SourceKey, entry: FiledFields, shown?: ShownTexts): Filing;
  /** The same with everything that led to it. */
  explain(source: SourceKey, entry: FiledFields): Explanation;
  /** Differs where readers of a source's entry would call it edited. */
  shown(source: SourceKey, entry: ShownFields): string;
  readonly streamNames: StreamNames;
  readonly makePost: PostMaker;
  post(source: SourceKey, entry: Entry): Post | null;
  listed(source: SourceKey): Source | null;
  /** Another worker may have brought one of which nothing is known here, until `meet` is told. */
  knows(source: SourceKey): boolean;
  /** As it was when the pass began, or as `learn` was told since. */
  recordOf(source: SourceKey): SourceRecord;
  /** What a source claims as its home is news of this pass where it is new. */
  learn(record: SourceRecord): void;
  /** Learns of sources that nothing is known of; what is known of others stays. */
  meet(records: Iterable<SourceRecord>): void;
}

/** What readers look at. */
export type ShownFields = Pick<Entry, 'title' | 'url' | 'summary' | 'content' | 'enclosures'>;

/** What rules look at, and what tells which post it is: it may be filed by hand. */
export type FiledFields = Pick<
  Entry,
  'id' | 'ids' | 'title' | 'content' | 'summary' | 'categories' | 'url' | 'authors' | 'language'
>;

/**
 * Makes the posts of a configuration's sources, and of those that it no longer lists.
 * @param records of all whose copies posts may credit
 */
export function postMaker(
  config: Config,
  listed: readonly ListedSource[],
  records: Pick<ReadonlyMap<SourceKey, SourceRecord>, 'get'>,
): PostMaker {
  const sources = new Map(listed.map(({ record, source }) => [record.key, source]));
  const recordOf = (key: SourceKey): SourceRecord | null => records.get(key) ?? null;
  return (entry, record) =>
    makePost(entry, record, sources.get(record.key) ?? null, config.publish, recordOf);
}

/** The rulings of a pass over a configuration and the records of its sources, listed and remembered ones. */
export function makeRulings(
  config: Config,
  classifier: Classifier,
  listed: readonly ListedSource[],
  records: Iterable<SourceRecord>,
  now: Instant,
): Rulings {
  const byKey = new Map(listed.map((one) => [one.record.key, one]));
  const known = new Map([...records, ...listed.map(({ record }) => record)].map((one) => [one.key, one]));
  const recordOf = (key: SourceKey): SourceRecord => {
    const record = known.get(key);
    if (record === undefined) throw new TypeError(`no record of source ${key}`);
    return record;
  };
  const source = (key: SourceKey): Source | null => byKey.get(key)?.source ?? null;
  const subject = (key: SourceKey, entry: FiledFields, shown?: ShownTexts) =>
    subjectOf(entry, sourceTitle(source(key), recordOf(key)), shown);
  /** Looked up each time, for what was learned since. */
  const residenceOf = (key: SourceKey): Residence | null => {
    if (!byKey.has(key)) return null;
    const record = recordOf(key);
    return { polled: addressesOf(record), home: record.feed?.home ?? null };
  };
  const wantsLanguage = config.bundles.some(asksLanguage);
  const slugs = new Set(config.tags.map(({ slug }) => slug));
  const post = postMaker(config, listed, known);
  const handOf = handFilings(config.filings);
  return {
    now,
    rank: rankBy(
      listed.flatMap(({ record }) => addressesOf(record)),
      residenceOf,
    ),
    orderOf: (key) => byKey.get(key)?.order ?? Number.POSITIVE_INFINITY,
    originOf: (key) => recordOf(key).origin,
    file: (key, entry, shown) =>
      classifier.classify(subject(key, entry, shown), source(key) ?? NO_SOURCE, handOf(entry)),
    explain: (key, entry) => classifier.explain(subject(key, entry), source(key) ?? NO_SOURCE, handOf(entry)),
    shown: (key, entry) => shownHash(entry, source(key), config.publish),
    streamNames: {
      isTag: (slug) => slugs.has(slug),
      bundlesOf: (entry) => {
        const language = wantsLanguage ? (languageOf(subjectOf(entry, null))?.tag ?? null) : null;
        const own = config.bundles.filter((bundle) => inBundle(bundle, entry.tags, language));
        return own.map(({ slug }) => slug);
      },
    },
    makePost: post,
    post: (key, entry) => post(entry, recordOf(key)),
    listed: source,
    knows: (key) => known.has(key),
    recordOf,
    learn: (record) => void known.set(record.key, record),
    meet(strangers) {
      for (const record of strangers) if (!known.has(record.key)) known.set(record.key, record);
    },
  };
}

const addressesOf = ({ url, poll }: SourceRecord) => [url, poll.url];
