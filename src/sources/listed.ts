import type { Config, Source } from '../config/config.js';
import { comparableUrl } from '../model/address.js';
import type { HttpUrl, SourceKey } from '../model/values.js';
import { newPollState, relisted } from '../schedule/index.js';
import { sourceKey, TakenKeys } from './key.js';
import { type KnownLists, sourcesOfLists } from './reading-lists.js';
import type { SourceRecord } from './record.js';
import { secretsOf } from './secrets.js';

/** A source of feeds.json, or of a list that it names, with what is known of it. */
export interface ListedSource {
  readonly source: Source;
  readonly record: SourceRecord;
  /** Its place among them all: those of lists come last. */
  readonly order: number;
}

/**
 * Finds each source of feeds.json and of its lists among the records, under its address, one that it moved to
 * or a former one; the rest is new. Pure: records that differ from the known ones are for the caller to
 * store.
 */
export function listSources(
  config: Config,
  records: ReadonlyMap<SourceKey, SourceRecord>,
  lists: KnownLists,
): readonly ListedSource[] {
  const sources = [...config.sources, ...sourcesOfLists(config, lists)];
  const free = new Set(records.values());
  const found = new Map<Source, SourceRecord>();
  const claim = (addressesOf: (record: SourceRecord) => readonly HttpUrl[]): void => {
    const byAddress = new Map<string, SourceRecord>();
    for (const record of free)
      for (const url of addressesOf(record)) byAddress.set(comparableUrl(url), record);
    for (const source of sources) {
      const record = byAddress.get(comparableUrl(source.url));
      if (found.has(source) || record === undefined || !free.delete(record)) continue;
      found.set(source, record);
    }
  };
  claim((record) => [record.url]);
  claim((record) => [record.poll.url]);
  claim((record) => record.former);
  const keys = new TakenKeys(records.keys());
  return sources.map((source, order) => {
    const known = found.get(source);
    const record =
      known === undefined ? newRecord(source.url, keys, source.private) : renamed(known, source.url);
    keys.add(record.key);
    return { source, record: withPrivacy(record, source.private), order };
  });
}

function withPrivacy(record: SourceRecord, hidden: boolean): SourceRecord {
  return record.private === hidden ? record : { ...record, private: hidden };
}

function renamed(record: SourceRecord, url: HttpUrl): SourceRecord {
  if (record.url === url) return record;
  const former = [...new Set([...record.former, record.url])].filter((other) => other !== url);
  return { ...record, url, former, poll: relisted(record.poll, url) };
}

/** A source that nothing is known of but its address. */
export function newRecord(url: HttpUrl, taken: TakenKeys, hidden: boolean): SourceRecord {
  return {
    key: sourceKey(url, taken, hidden),
    url,
    origin: url,
    former: [],
    private: hidden,
    poll: newPollState(url),
    feed: null,
    entries: 0,
    withheld: 0,
    unshown: {},
    oldest: null,
    made: null,
    shown: null,
  };
}

/**
 * What readers see as the source's name: the operator's, else its feed's, else its host, which nobody learns
 * of a private one.
 */
export function sourceTitle(source: Source | null, record: SourceRecord): string {
  const said = record.feed?.title ?? null;
  const title = source?.title ?? (said !== null && record.private ? discreet(said, record) : said);
  if (title !== null && title !== '') return title;
  const address = record.feed?.home ?? (record.private ? null : record.url);
  return address === null ? record.key : new URL(address).hostname;
}

const discreet = (title: string, record: SourceRecord): string =>
  secretsOf(record)
    .without(title, () => '')
    .trim();
